using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Documents;

/// <summary>The kinds of output.</summary>
public enum OutputKind
{
    /// <summary>Console text.</summary>
    Stream,
    /// <summary>A value that was displayed.</summary>
    Display,
    /// <summary>The value of the trailing expression.</summary>
    Result,
    /// <summary>An error with its traceback.</summary>
    Error,
}

/// <summary>One output of a code cell: a typed view of its JSON, which may hold more than the view shows.</summary>
public sealed class CellOutput
{
    CellOutput(OutputKind kind, JsonObject json)
    {
        Kind = kind;
        Json = json;
    }

    /// <summary>Which kind of output it is, and so which of the properties below mean something.</summary>
    public OutputKind Kind { get; }

    /// <summary>The output as the file has it, with multi-line text in one piece.</summary>
    public JsonObject Json { get; }

    /// <summary>Stream: <c>stdout</c> or <c>stderr</c>.</summary>
    public string StreamName => Text("name");

    /// <summary>Stream: the text.</summary>
    public string StreamText
    {
        get => Text("text");
        set => Json["text"] = value;
    }

    /// <summary>Display and result: the forms of the value, keyed by MIME type.</summary>
    public JsonObject Data
    {
        get => Json["data"] as JsonObject ?? [];
        set => Json["data"] = value;
    }

    /// <summary>Display and result: the output's metadata.</summary>
    public JsonObject Metadata
    {
        get => Json["metadata"] as JsonObject ?? [];
        set => Json["metadata"] = value;
    }

    /// <summary>What the output says it is to our tools: the object under <c>imagelearn.KIND</c> of its metadata (figure, check, probe, …); null when it says nothing of the kind.</summary>
    public JsonObject? Notes(string kind) => (Metadata["imagelearn"] as JsonObject)?[kind] as JsonObject;

    /// <summary>Error: the type of the exception.</summary>
    public string ErrorName => Text("ename");

    /// <summary>Error: the message.</summary>
    public string ErrorMessage => Text("evalue");

    /// <summary>Error: what a person reads, one string a line, with ANSI colours.</summary>
    public IEnumerable<string> Traceback => (Json["traceback"] as JsonArray ?? []).Select(line => line!.GetValue<string>());

    /// <summary>Console text; <paramref name="name"/> is <c>stdout</c> or <c>stderr</c>.</summary>
    public static CellOutput Stream(string name, string text) =>
        Create(OutputKind.Stream, new() { ["name"] = name, ["text"] = text });

    /// <summary>A value that was displayed.</summary>
    public static CellOutput Display(JsonObject data, JsonObject metadata) =>
        Create(OutputKind.Display, new() { ["data"] = data, ["metadata"] = metadata });

    /// <summary>The value of the trailing expression.</summary>
    public static CellOutput Result(JsonObject data, JsonObject metadata, int? executionCount) =>
        Create(OutputKind.Result, new() { ["data"] = data, ["execution_count"] = executionCount, ["metadata"] = metadata });

    /// <summary>An error.</summary>
    public static CellOutput Error(string name, string message, IEnumerable<string> traceback) =>
        Create(OutputKind.Error, new() { ["ename"] = name, ["evalue"] = message, ["traceback"] = new JsonArray([.. traceback.Select(line => JsonValue.Create(line))]) });

    /// <summary>The output that <paramref name="json"/> says it is; null when its <c>output_type</c> is none of the four.</summary>
    internal static CellOutput? FromJson(JsonObject json) => (json["output_type"] as JsonValue)?.ToString() switch
    {
        "stream" => new(OutputKind.Stream, json),
        "display_data" => new(OutputKind.Display, json),
        "execute_result" => new(OutputKind.Result, json),
        "error" => new(OutputKind.Error, json),
        _ => null,
    };

    static CellOutput Create(OutputKind kind, JsonObject json)
    {
        json["output_type"] = kind switch
        {
            OutputKind.Stream => "stream",
            OutputKind.Display => "display_data",
            OutputKind.Result => "execute_result",
            _ => "error",
        };
        return new(kind, json);
    }

    string Text(string key) => Json[key]?.GetValue<string>() ?? "";
}
