using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests;

/// <summary>Small notebooks for tests: a unit with one exercise that is as it should be, and the parts to write others.</summary>
static class NotebookText
{
    public const string SolutionCode =
        """
        static double Twice(double x)
        {
            // BEGIN SOLUTION
            return 2 * x;
            // END SOLUTION
        }
        """;

    public const string CheckCode =
        """
        Check.Question("Q1.1", (double x) => Twice(x)).Close(3.0, 6.0);
        // BEGIN HIDDEN TESTS
        Probe.Value("seven", () => Twice(7), points: 2);
        Probe.Value("minus", () => Twice(-1), points: 1);
        // END HIDDEN TESTS
        """;

    /// <summary>A unit that verify has nothing to say against.</summary>
    public static NotebookDocument Unit() => Notebook(
        Markdown("# Doubling\nWhy doubling matters for pictures."),
        Markdown("## Q1.1 Double a number (3 points)\n**Write** `Twice`."),
        Code(SolutionCode, SolutionMetadata()),
        Code("Hint.For(\"Q1.1\", reveal: 0, \"Multiply.\", \"By two.\");"),
        Code(CheckCode, CheckMetadata()));

    public static JsonObject SolutionMetadata() => Json("""
        {"nbgrader": {"schema_version": 3, "grade_id": "q1-1", "grade": false, "solution": true, "locked": false, "task": false},
         "imagelearn": {"question": "Q1.1", "kind": "code", "stub": "twice the number"}}
        """);

    public static JsonObject CheckMetadata() => Json("""
        {"nbgrader": {"schema_version": 3, "grade_id": "q1-1-check", "grade": true, "solution": false, "locked": true, "task": false, "points": 3},
         "imagelearn": {"question": "Q1.1"}}
        """);

    public static JsonObject AnswerMetadata() => Json("""
        {"nbgrader": {"schema_version": 3, "grade_id": "q1-2", "grade": true, "solution": true, "locked": false, "task": false, "points": 2},
         "imagelearn": {"question": "Q1.2", "kind": "free", "rubric": {"criteria": [{"text": "names it", "points": 1}, {"text": "says why", "points": 1}]}}}
        """);

    public static NotebookDocument Notebook(params NotebookCell[] cells)
    {
        var notebook = new NotebookDocument
        {
            Metadata = Json("""
                {"kernelspec": {"name": ".net-csharp", "display_name": ".NET (C#)", "language": "C#"}, "language_info": {"name": "C#"},
                 "imagelearn": {"unit": "01", "title": "Doubling", "minutes": 5, "prerequisites": ["00"], "what": "Double a number."}}
                """),
        };
        notebook.Cells.AddRange(cells);
        return notebook;
    }

    public static NotebookCell Markdown(string source, JsonObject? metadata = null) => new(CellKind.Markdown, source) { Metadata = metadata ?? [] };

    public static NotebookCell Code(string source, JsonObject? metadata = null) => new(CellKind.Code, source) { Metadata = metadata ?? [] };

    public static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>The object with one value, at a path such as <c>nbgrader.points</c>, set (or, when null, removed).</summary>
    public static JsonObject With(this JsonObject json, string path, JsonNode? value)
    {
        var names = path.Split('.');
        var at = names[..^1].Aggregate(json, (node, name) => node[name]!.AsObject());
        if (value is null) at.Remove(names[^1]);
        else at[names[^1]] = value;
        return json;
    }
}
