using System.Text.Json.Nodes;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Cli.Tests;

/// <summary>A unit with one question, in which a number is doubled, and a class of which every second student is right.</summary>
static class TwiceClass
{
    public const string Right = "    return x + x;", Wrong = "    return 6;";

    public static void AddTo(TheCommand command, int students)
    {
        command.Save("notebooks/solutions/01-twice.ipynb", Cells("    // BEGIN SOLUTION\n    return 2 * x;\n    // END SOLUTION", "\n// BEGIN HIDDEN TESTS\nProbe.Value(\"seven\", () => Twice(7), points: 3);\n// END HIDDEN TESTS"));
        for (var i = 0; i < students; i++) Submit(command, $"class/s{i}", i % 2 == 0 ? Right : Wrong);
    }

    /// <summary>Puts a notebook with an answer, and what its cell does besides, into a folder of the course.</summary>
    public static void Submit(TheCommand command, string folder, string body, string besides = "")
    {
        Directory.CreateDirectory(command[folder]);
        command.Save($"{folder}/01-twice.ipynb", Cells(body, "", besides));
    }

    /// <summary>What the machine gave: <c>s0=3 s1=0</c>.</summary>
    public static string Marks(string gradebook)
    {
        using var book = Gradebook.Open(gradebook);
        var owners = book.Submissions().ToDictionary(submission => submission.Id, submission => submission.Student);
        return string.Join(' ', book.AutoMarks().Select(mark => $"{owners[mark.Submission]}={mark.Points}").Order());
    }

    static NotebookCell[] Cells(string body, string probes, string besides = "") =>
    [
        Code($"static double Twice(double x)\n{{\n{body}\n}}\n{besides}", """{"nbgrader": {"schema_version": 3, "grade_id": "q1", "grade": false, "solution": true, "locked": false, "task": false}, "imagelearn": {"question": "Q1", "kind": "code"} }"""),
        Code($"Check.Question(\"Q1\", (double x) => Twice(x)).Close(3.0, 6.0);{probes}", """{"nbgrader": {"schema_version": 3, "grade_id": "q1-check", "grade": true, "solution": false, "locked": true, "task": false, "points": 3}, "imagelearn": {"question": "Q1"} }"""),
    ];

    static NotebookCell Code(string source, string metadata) => new(CellKind.Code, source) { Metadata = JsonNode.Parse(metadata)!.AsObject() };
}
