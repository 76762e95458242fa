namespace ImageLearn.Notebooks.Documents;

/// <summary>A file that cannot be read as a notebook. The message is one sentence: which file, where, what is wrong, what to do.</summary>
public sealed class NotebookFormatException : Exception
{
    internal NotebookFormatException(string file, string? where, string problem, string remedy, Exception? cause = null)
        : base($"{file}: {(where is null ? "" : where + ": ")}{problem}; {remedy}.", cause)
    {
        File = file;
        Where = where;
    }

    /// <summary>The file as the caller named it.</summary>
    public string File { get; }

    /// <summary>The place in it ("line 3, byte 14" or "cell 2, output 1"); null when it is the file as a whole.</summary>
    public string? Where { get; }
}
