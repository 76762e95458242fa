using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Documents;

/// <summary>Turns the JSON of a notebook into the document, and says where it is not one.</summary>
sealed class NotebookReader(string file)
{
    const string Mend = "mend it in a text editor, or restore the file from version control";

    public NotebookDocument Read(JsonNode? json)
    {
        if (json is not JsonObject root) throw Fail(null, "a notebook is a JSON object, and this is " + Name(json), Mend);
        var minor = CheckVersion(root);
        var metadata = Take<JsonObject>(root, "metadata", null) ?? [];
        foreach (var transient in (ReadOnlySpan<string>)["orig_nbformat", "orig_nbformat_minor", "signature"]) metadata.Remove(transient);
        var cells = Take<JsonArray>(root, "cells", null) ?? throw Fail(null, "\"cells\" is missing", Mend);
        var document = new NotebookDocument { Metadata = metadata, Minor = minor };
        for (var i = 0; i < cells.Count; i++) document.Cells.Add(ReadCell(cells[i], $"cell {i + 1}"));
        Move(root, document.Other);
        CellIds.Repair(document.Cells);
        return document;
    }

    int CheckVersion(JsonObject root)
    {
        if (root["nbformat"] is null)
            throw Fail(null, "it is JSON but not a notebook (\"nbformat\" is missing)", "give the path of an .ipynb file");
        var major = TakeCount(root, "nbformat", null);
        var minor = TakeCount(root, "nbformat_minor", null) ?? 0;
        return major switch
        {
            4 => Math.Max(minor, NotebookDocument.CurrentMinor),
            < 4 => throw Fail(null, $"it is in notebook format {major}, and only format 4 is read", "convert it with: jupyter nbconvert --to notebook --nbformat 4 --inplace, followed by its path"),
            _ => throw Fail(null, $"it is in notebook format {major}, and only format 4 is read", "save it as format 4 with the program that made it"),
        };
    }

    NotebookCell ReadCell(JsonNode? json, string where)
    {
        if (json is not JsonObject cell) throw Fail(where, "a cell must be an object, and this is " + Name(json), Mend);
        var kind = TakeText(cell, "cell_type", where) switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            var other => throw Fail(where, $"\"cell_type\" is {Quote(other)}", "it must be code, markdown or raw"),
        };
        var id = cell["id"] is null ? "" : TakeText(cell, "id", where);
        cell.Remove("id");
        var result = new NotebookCell(kind, TakeText(cell, "source", where), id)
        {
            Metadata = Take<JsonObject>(cell, "metadata", where) ?? [],
            Attachments = Take<JsonObject>(cell, "attachments", where),
        };
        result.Metadata.Remove("trusted");
        foreach (var (name, bundle) in result.Attachments ?? []) CheckBundle(bundle, $"attachment {Quote(name)}", where);
        if (kind == CellKind.Code)
        {
            result.ExecutionCount = TakeCount(cell, "execution_count", where);
            var outputs = Take<JsonArray>(cell, "outputs", where) ?? [];
            for (var i = 0; i < outputs.Count; i++) result.Outputs.Add(ReadOutput(outputs[i], $"{where}, output {i + 1}"));
            outputs.Clear();
        }
        Move(cell, result.Other);
        return result;
    }

    CellOutput ReadOutput(JsonNode? json, string where)
    {
        if (json is not JsonObject output) throw Fail(where, "an output must be an object, and this is " + Name(json), Mend);
        if (CellOutput.FromJson(output) is not { } result)
            throw Fail(where, $"\"output_type\" is {(output["output_type"] is JsonValue type ? Quote(type.ToString()) : Name(output["output_type"]))}", "it must be stream, display_data, execute_result or error");
        switch (result.Kind)
        {
            case OutputKind.Stream:
                output["name"] = Text(output, "name", where);
                output["text"] = Text(output, "text", where);
                break;
            case OutputKind.Error:
                output["ename"] = Text(output, "ename", where);
                output["evalue"] = Text(output, "evalue", where);
                if (output["traceback"] is not JsonArray lines || MultilineText.Join(lines) is null) throw Wrong(where, "traceback", "a list of strings", output["traceback"]);
                break;
            default:
                CheckBundle(output["data"], "\"data\"", where);
                output["metadata"] ??= new JsonObject();
                if (output["metadata"] is not JsonObject) throw Wrong(where, "metadata", "an object", output["metadata"]);
                if (result.Kind == OutputKind.Result) output["execution_count"] = TakeCount(output, "execution_count", where);
                break;
        }
        return result;
    }

    void CheckBundle(JsonNode? json, string what, string where)
    {
        if (json is not JsonObject bundle) throw Fail(where, $"{what} must be an object, and is {Name(json)}", Mend);
        MultilineText.JoinBundle(bundle);
        foreach (var (type, form) in bundle)
            if (!MultilineText.IsJson(type) && form?.GetValueKind() != JsonValueKind.String)
                throw Fail(where, $"the form {Quote(type)} of {what} must be a string or a list of strings, and is {Name(form)}", Mend);
    }

    /// <summary>Removes a property and returns it; null when it is missing or null.</summary>
    T? Take<T>(JsonObject json, string key, string? where) where T : JsonNode
    {
        json.Remove(key, out var value);
        return value as T ?? (value is null ? null : throw Wrong(where, key, typeof(T) == typeof(JsonArray) ? "a list" : "an object", value));
    }

    string TakeText(JsonObject json, string key, string where)
    {
        var text = Text(json, key, where);
        json.Remove(key);
        return text;
    }

    int? TakeCount(JsonObject json, string key, string? where)
    {
        json.Remove(key, out var value);
        if (value is null) return null;
        if (value is JsonValue number && number.TryGetValue<int>(out var count) && count >= 0) return count;
        throw Wrong(where, key, "a whole number, zero or more", value);
    }

    string Text(JsonObject json, string key, string where) => json[key] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray lines when MultilineText.Join(lines) is { } text => text,
        var value => throw Wrong(where, key, "a string or a list of strings", value),
    };

    NotebookFormatException Wrong(string? where, string key, string expected, JsonNode? value) =>
        Fail(where, value is null ? $"\"{key}\" is missing" : $"\"{key}\" must be {expected}, and is {Name(value)}", Mend);

    NotebookFormatException Fail(string? where, string problem, string remedy) => new(file, where, problem, remedy);

    static string Name(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "the number " + Shorten(value.ToJsonString()),
        _ => value.ToJsonString(),
    };

    static string Quote(string text) => $"\"{new string([.. Shorten(text).Select(c => char.IsControl(c) ? ' ' : c)])}\"";

    static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    static void Move(JsonObject from, JsonObject to)
    {
        foreach (var (key, value) in from.ToArray())
        {
            from.Remove(key);
            to[key] = value;
        }
    }
}
