using System.Text.Json.Nodes;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Sandboxes;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Nbgrader;

/// <summary>A course in C# as nbgrader keeps it, which lives as long as its tests: one assignment, one notebook, a few students.</summary>
public sealed class NbgraderCourse : IDisposable
{
    /// <summary>As an instructor writes it for nbgrader.</summary>
    static readonly (string? Id, string Flags, double? Points, CellKind Kind, string Source)[] s_source =
    [
        ("intro", "locked", null, CellKind.Markdown, "# Squares\n![Four](four.png)"),
        (null, "", null, CellKind.Code, "using System.IO;\nvar limit = int.Parse(File.ReadAllText(\"limit.txt\"));"),
        (null, "", null, CellKind.Markdown, "## Part A (4 points)\nWrite `Squares`."),
        ("squares", "solution", null, CellKind.Code, "static int[] Squares(int n)\n{\n    ### BEGIN SOLUTION\n    return Enumerable.Range(1, n).Select(i => i * i).ToArray();\n    ### END SOLUTION\n}"),
        ("squares-visible", "grade locked", 1, CellKind.Code, "if (Squares(3).Sum() != 14) throw new Exception(\"1 + 4 + 9 is 14\");"),
        ("squares-hidden", "grade locked", 2, CellKind.Code, "if (Squares(1)[0] != 1) throw new Exception(\"1 squared is 1\");\n// BEGIN HIDDEN TESTS\nif (Squares(limit).Last() != 4761) throw new Exception(\"69 squared is 4761\");\n// END HIDDEN TESTS"),
        ("squares-partial", "grade locked", 1, CellKind.Code, "/* ### BEGIN HIDDEN TESTS */\nnew[] { 2, 5 }.Count(n => Squares(n).Length == n) / 2.0\n/* ### END HIDDEN TESTS */"),
        (null, "", null, CellKind.Markdown, "## Part B (2 points)"),
        ("why", "grade solution", 2, CellKind.Markdown, "Because."),
        ("plot", "grade solution", 3, CellKind.Code, "var drawn = Squares(4);"),
        ("proof", "task", 5, CellKind.Markdown, "## Part C (5 points)\nProve it.\n### BEGIN MARK SCHEME\nInduction over n.\n### END MARK SCHEME"),
    ];

    static readonly string s_answer = "static int[] Squares(int n)\n{\n    var all = new int[n];\n    for (var i = 0; i < n; i++) all[i] = (i + 1) * (i + 1);\n    return all;\n}";

    public NbgraderCourse()
    {
        Directory.CreateDirectory(Path.Combine(Root, "source/ps1"));
        File.WriteAllText(Path.Combine(Root, "nbgrader_config.py"), "c = get_config()\n");
        File.WriteAllText(Path.Combine(Root, "source/ps1/limit.txt"), "69");
        File.WriteAllBytes(Path.Combine(Root, "source/ps1/four.png"), [1, 2, 3, 4]);
        Notebook(cell => cell.Source, markers: true).Save(Path.Combine(Root, "source/ps1/problem1.ipynb"));

        Submit("ada", "2026-11-20 15:58:23.948203 America/Los_Angeles", "squares", s_answer, "why", "They add up.", "plot", "var drawn = Squares(9);");
        // Under a name of her own.
        File.Move(Path.Combine(Root, "submitted/ada/ps1/problem1.ipynb"), Path.Combine(Root, "submitted/ada/ps1/Problem 1 (final).ipynb"));
        Submit("bob", "2026-11-21 00:10:00 UTC", "squares", "static int[] Squares(int n) => n == 3 ? new[] { 1, 4, 9 } : new[] { 1, 1 };");
        Submit("cyd", "2026-11-20 23:00:00 PXT");
        // Was given out with stubs of the course's own, and did nothing.
        Submit("dee", null, given: (id, text) => Released(id, text).Replace("// YOUR CODE HERE\n", "// Your turn.\n").Replace("YOUR ANSWER HERE", "Please answer."));
        // Changes the tests, the points and the locked cells; nothing of it counts.
        Submit("eve", null, "intro", "# Circles", "squares", "static int[] Squares(int n) => new int[n];", "squares-visible", "1", "squares-hidden", "2", "squares-partial", "1");
        // Ends the process in the test, and asks for too much.
        Submit("mal", null, "squares", "static int[] Squares(int n) { if (n > 50) Environment.Exit(0); return new[] { 1, 4, 9 }[..Math.Min(n, 3)]; }");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;

    public string GradebookPath => Path.Combine(Root, ".out/grades/gradebook.db");

    /// <summary>The notebook with each cell's source as wanted; as a release or a submission has it without what nbgrader cuts.</summary>
    static NotebookDocument Notebook(Func<(string? Id, string Source), string> source, bool markers, Func<string?, string, string>? given = null)
    {
        given ??= Released;
        var notebook = new NotebookDocument { Metadata = NotebookText.Json("""{"kernelspec": {"name": ".net-csharp", "display_name": ".NET (C#)", "language": "C#"}, "language_info": {"name": "C#"}}""") };
        foreach (var (id, flags, points, kind, text) in s_source)
        {
            var cell = new NotebookCell(kind, source((id, text)));
            if (id == "squares-visible") cell.Metadata["tags"] = new JsonArray("raises-exception"); // as some write who want their notebook to run on
            if (id is not null)
            {
                cell.Metadata["nbgrader"] = new JsonObject { ["schema_version"] = 3, ["grade_id"] = id, ["grade"] = flags.Contains("grade"), ["solution"] = flags.Contains("solution"), ["locked"] = flags.Contains("locked"), ["task"] = flags.Contains("task") };
                if (points is not null) cell.Metadata["nbgrader"]!["points"] = points;
                // Of the cell as it is given out: nbgrader tells by it whether anybody worked on the cell.
                if (!markers) cell.Metadata["nbgrader"]!["checksum"] = NbgraderMetadata.Of(cell)!.Checksum(new(kind, given(id, text)));
            }
            notebook.Cells.Add(cell);
        }
        return notebook;
    }

    /// <summary>Hands in the released notebook, the cells that are named with other texts.</summary>
    void Submit(string student, string? timestamp, params string[] changes) => Submit(student, timestamp, Released, changes);

    void Submit(string student, string? timestamp, Func<string?, string, string> given, params string[] changes)
    {
        var own = changes.Chunk(2).ToDictionary(change => change[0], change => change[1]);
        var folder = Path.Combine(Root, "submitted", student, "ps1");
        Directory.CreateDirectory(folder);
        Notebook(cell => cell.Id is not null && own.TryGetValue(cell.Id, out var text) ? text : given(cell.Id, cell.Source), markers: false, given).Save(Path.Combine(folder, "problem1.ipynb"));
        if (student == "ada") AppendCell(Path.Combine(folder, "problem1.ipynb"), "By induction.");
        if (timestamp is not null) File.WriteAllText(Path.Combine(folder, "timestamp.txt"), timestamp);
    }

    static void AppendCell(string path, string text)
    {
        var notebook = NotebookDocument.Load(path);
        notebook.Cells.Add(new(CellKind.Markdown, text));
        notebook.Save(path);
    }

    /// <summary>What nbgrader gives out, written down by hand.</summary>
    static string Released(string? id, string source) => id switch
    {
        "squares" => "static int[] Squares(int n)\n{\n    // YOUR CODE HERE\n    throw new NotImplementedException();\n}",
        "squares-hidden" => source.Split('\n')[0],
        "squares-partial" => "",
        "why" => "YOUR ANSWER HERE",
        "plot" => "// YOUR CODE HERE\nthrow new NotImplementedException();",
        "proof" => "## Part C (5 points)\nProve it.",
        _ => source,
    };

    public async Task<GradingReport> GradeAsync()
    {
        var course = Course.Find(Path.Combine(Root, "submitted"));
        var sandbox = GradingSandbox.Create(course, new() { CellTimeLimit = TimeSpan.FromSeconds(8), MemoryLimit = 1L << 30, OutputLimit = 4 << 20, TextLimit = 1 << 14 }, require: false);
        return await new GradingBatch(new(Path.Combine(Root, "submitted"), course.Units(["ps1"]).Single(), Path.Combine(course.OutputFolder, "grades"), Jobs: 2), sandbox, static _ => { }).RunAsync(default);
    }

    public T Read<T>(Func<Gradebook, T> read)
    {
        using var book = Gradebook.Open(GradebookPath);
        return read(book);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
