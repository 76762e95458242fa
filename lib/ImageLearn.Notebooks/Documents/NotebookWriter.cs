using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Documents;

/// <summary>Turns the document into the JSON that Jupyter writes for it.</summary>
static class NotebookWriter
{
    public static string Write(NotebookDocument document)
    {
        var root = Copy(document.Other);
        root["cells"] = new JsonArray([.. document.Cells.Select(CellJson)]);
        root["metadata"] = document.Metadata.DeepClone();
        root["nbformat"] = 4;
        root["nbformat_minor"] = document.Minor;
        return PythonJson.Write(root) + "\n";
    }

    static JsonObject CellJson(NotebookCell cell)
    {
        var json = Copy(cell.Other);
        json["id"] = cell.Id;
        json["metadata"] = cell.Metadata.DeepClone();
        json["source"] = MultilineText.Split(cell.Source);
        json["cell_type"] = cell.Kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" };
        if (cell.Attachments is not null)
        {
            var attachments = Copy(cell.Attachments);
            foreach (var (_, bundle) in attachments) MultilineText.SplitBundle((JsonObject)bundle!);
            json["attachments"] = attachments;
        }
        if (cell.Kind != CellKind.Code) return json;
        json["execution_count"] = cell.ExecutionCount;
        json["outputs"] = new JsonArray([.. cell.Outputs.Select(OutputJson)]);
        return json;
    }

    static JsonObject OutputJson(CellOutput output)
    {
        var json = Copy(output.Json);
        if (output.Kind == OutputKind.Stream) json["text"] = MultilineText.Split(output.StreamText);
        if (output.Kind is OutputKind.Display or OutputKind.Result) MultilineText.SplitBundle((JsonObject)json["data"]!);
        return json;
    }

    static JsonObject Copy(JsonObject json) => (JsonObject)json.DeepClone();
}
