namespace ImageLearn.Imaging;

/// <summary>A file is not a picture that can be read: damaged, cut short, of an unknown kind, or too large. The message is one sentence that says where and what to do.</summary>
/// <param name="message">What is wrong, with the remedy.</param>
/// <param name="offset">Where in the file, in bytes from its start.</param>
/// <param name="cause">The exception behind it, if there was one.</param>
public sealed class ImageFormatException(string message, long offset, Exception? cause = null) : FormatException(message, cause)
{
    /// <summary>Where in the file the fault was found, in bytes from its start.</summary>
    public long Offset { get; } = offset;
}
