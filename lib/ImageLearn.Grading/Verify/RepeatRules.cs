using System.Text.Json;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Verify;

/// <summary>Two runs of a notebook must show the same, but for outputs whose metadata says <c>imagelearn.volatile</c>.</summary>
static class RepeatRules
{
    const string Remedy = "Seed what is random; show what is measured in an output marked volatile.";

    public static void Check(NotebookRun first, NotebookRun second, Findings findings)
    {
        foreach (var (a, b) in first.Cells.Zip(second.Cells))
        {
            var (left, right) = (Lasting(a.Cell), Lasting(b.Cell));
            if (a.Status != b.Status) findings.Add(a.Cell, $"the first run of two ended with {a.Status}, the second with {b.Status}. {Remedy}");
            else if (left.Count != right.Count) findings.Add(a.Cell, $"it has {left.Count} outputs in the first run of two, {right.Count} in the second. {Remedy}");
            else if (left.Zip(right).FirstOrDefault(pair => !JsonNode.DeepEquals(pair.First.Json, pair.Second.Json)) is (not null, not null) and var (x, y))
                findings.Add(a.Cell, $"its output differs between two runs: {Difference(x.Json, y.Json, "")}. {Remedy}");
        }
    }

    static List<CellOutput> Lasting(NotebookCell cell) => [.. cell.Outputs.Where(output => (output.Metadata["imagelearn"] as JsonObject)?["volatile"]?.GetValueKind() != JsonValueKind.True)];

    /// <summary>The first place where two values differ, as far inside as there is one.</summary>
    static string Difference(JsonNode? x, JsonNode? y, string path)
    {
        if (x is JsonObject a && y is JsonObject b)
            foreach (var key in a.Select(property => property.Key).Union(b.Select(property => property.Key)))
                if (!JsonNode.DeepEquals(a[key], b[key])) return Difference(a[key], b[key], path == "" ? key : $"{path}.{key}");
        if (x is JsonArray p && y is JsonArray q && p.Count == q.Count)
            for (var i = 0; i < p.Count; i++)
                if (!JsonNode.DeepEquals(p[i], q[i])) return Difference(p[i], q[i], $"{path}[{i}]");
        var (left, right) = ($"{x}", $"{y}");
        var at = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{path} has '{Excerpt(left, at)}' and '{Excerpt(right, at)}'";
    }

    /// <summary>A few characters around a place.</summary>
    static string Excerpt(string text, int at)
    {
        var start = Math.Max(0, at - 15);
        var excerpt = text[start..Math.Min(text.Length, at + 25)].ReplaceLineEndings(" ");
        return (start > 0 ? "…" : "") + excerpt + (at + 25 < text.Length ? "…" : "");
    }
}
