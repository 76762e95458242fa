namespace ImageLearn.Data;

/// <summary>A data file cannot be read: damaged, cut short, of an unknown kind, or larger than it may be. The message names the file and says what to do.</summary>
/// <param name="message">What is wrong, with the remedy.</param>
/// <param name="offset">Where in the file the fault was found, in bytes from its start; 0 when it concerns the whole.</param>
/// <param name="cause">The exception behind it, if there was one.</param>
public sealed class DataFormatException(string message, long offset = 0, Exception? cause = null) : FormatException(message, cause)
{
    /// <summary>Where in the file the fault was found, in bytes from its start; 0 when it concerns the whole.</summary>
    public long Offset { get; } = offset;
}
