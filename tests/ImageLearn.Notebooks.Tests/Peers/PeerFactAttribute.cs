namespace ImageLearn.Notebooks.Tests.Peers;

/// <summary>A test against nbformat, skipped where Python does not have it.</summary>
public sealed class NbformatFactAttribute : FactAttribute
{
    public NbformatFactAttribute()
    {
        if (!Peer.Has(Peer.Python, "-c", "import nbformat")) Skip = "needs Python with nbformat (Debian: apt install python3-nbformat)";
    }
}

/// <summary>A test against the Jupyter notebook server's own code, skipped where Python does not have it.</summary>
public sealed class NotebookServerFactAttribute : FactAttribute
{
    public NotebookServerFactAttribute()
    {
        if (!Peer.Has(Peer.Python, "-c", "import notebook.services.contents.filemanager")) Skip = "needs the notebook server 6 (Debian: apt install python3-notebook)";
    }
}

/// <summary>A test against JavaScript's JSON as well as nbformat, skipped where either is missing.</summary>
public sealed class BrowserJsonFactAttribute : FactAttribute
{
    public BrowserJsonFactAttribute()
    {
        if (!Peer.Has("node", "--version") || !Peer.Has(Peer.Python, "-c", "import nbformat")) Skip = "needs node and Python with nbformat (Debian: apt install nodejs python3-nbformat)";
    }
}
