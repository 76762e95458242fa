using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Units;

/// <summary>What nbgrader demands of its metadata (schema 3, or 4, which says the same of a cell): the published schema, and the rules its validator adds.</summary>
public static partial class NbgraderSchema
{
    /// <summary>What is wrong with the nbgrader metadata of a cell, a sentence each.</summary>
    public static IEnumerable<string> Problems(NotebookCell cell)
    {
        if (!cell.Metadata.TryGetPropertyValue("nbgrader", out var node)) return [];
        if (node is not JsonObject json) return ["the nbgrader metadata is not an object. Write {\"schema_version\": 3, …}, or remove it"];
        var problems = Properties(json).ToList();
        return problems.Count > 0 ? problems : Rules(cell, NbgraderMetadata.Of(cell)!, json);
    }

    static IEnumerable<string> Properties(JsonObject json)
    {
        foreach (var name in (string[])["schema_version", "grade", "locked", "solution"])
            if (!json.ContainsKey(name)) yield return $"nbgrader.{name} is missing. Add it";
        foreach (var (name, value) in json)
        {
            var expected = name switch
            {
                "schema_version" => IsNumber(value, number => number is 3 or 4) ? null : "3 or 4",
                "grade" or "locked" or "solution" or "task" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
                "grade_id" => IsText(value, GradeId().IsMatch) ? null : "letters, digits, - and _",
                "points" => IsNumber(value, number => number >= 0) ? null : "a number that is not negative",
                "checksum" => IsText(value, text => text.Length == 32) ? null : "32 characters, or to be left out",
                "cell_type" => IsText(value, text => text is "raw" or "code" or "markdown") ? null : "raw, code or markdown",
                _ => "",
            };
            if (expected == "") yield return $"nbgrader.{name}: nbgrader knows no such key. Ours go under imagelearn";
            else if (expected is not null) yield return $"nbgrader.{name} is {value?.ToJsonString() ?? "null"}; it has to be {expected}";
        }
    }

    static IEnumerable<string> Rules(NotebookCell cell, NbgraderMetadata nbgrader, JsonObject json)
    {
        if (nbgrader is { Grade: true } or { Solution: true } or { Locked: true } && nbgrader.GradeId == "") yield return "nbgrader.grade_id is empty. Give the cell an id that no other has";
        if (nbgrader.Grade && !json.ContainsKey("points")) yield return "nbgrader.points is missing. Say what the cell is worth";
        if (nbgrader.Task && cell.Kind != CellKind.Markdown) yield return "nbgrader.task is true for a cell that is not Markdown. Only Markdown cells may be tasks";
        if (!nbgrader.Task && cell.Kind == CellKind.Markdown && nbgrader.Grade != nbgrader.Solution)
            yield return "a Markdown answer needs both nbgrader.grade and nbgrader.solution. Set both to true, or both to false";
        if (json["cell_type"] is { } type && type.ToString() != NbgraderMetadata.TypeName(cell.Kind)) yield return $"nbgrader.cell_type is {type}, and the cell is {NbgraderMetadata.TypeName(cell.Kind)}. Remove the key; release adds it";
    }

    static bool IsNumber(JsonNode? node, Func<double, bool> holds) => node?.GetValueKind() == JsonValueKind.Number && holds(node.Deserialize<double>());

    static bool IsText(JsonNode? node, Func<string, bool> holds) => node?.GetValueKind() == JsonValueKind.String && holds(node.ToString());

    [GeneratedRegex(@"^[a-zA-Z0-9_-]*\z")]
    private static partial Regex GradeId();
}
