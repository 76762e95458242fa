using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Documents;

/// <summary>The kinds of cell.</summary>
public enum CellKind
{
    /// <summary>Code, with outputs.</summary>
    Code,
    /// <summary>Markdown text.</summary>
    Markdown,
    /// <summary>Text that is passed through as it is.</summary>
    Raw,
}

/// <summary>One cell of a notebook.</summary>
public sealed class NotebookCell(CellKind kind, string source = "", string id = "")
{
    /// <summary>Code, Markdown or raw text.</summary>
    public CellKind Kind { get; } = kind;

    /// <summary>The cell id, unique in its notebook: 1–64 letters, digits, <c>-</c> and <c>_</c>. An empty one is derived when the notebook is written.</summary>
    public string Id { get; set; } = id;

    /// <summary>The text, in one piece; lines end as the file has them.</summary>
    public string Source { get; set; } = source;

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>Pictures that Markdown names as <c>attachment:name</c>: per name a MIME bundle. Null when the cell has none.</summary>
    public JsonObject? Attachments { get; set; }

    /// <summary>The number of the last execution; null when the code has not run, or is not code.</summary>
    public int? ExecutionCount { get; set; }

    /// <summary>The outputs of a code cell, in order.</summary>
    public List<CellOutput> Outputs { get; } = [];

    /// <summary>Keys that the format does not define, kept as they were.</summary>
    public JsonObject Other { get; } = [];
}
