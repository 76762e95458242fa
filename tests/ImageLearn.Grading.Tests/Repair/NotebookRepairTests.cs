using System.Text.Json.Nodes;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Tests.Grade;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Repair;

/// <summary>Whatever a student does to a notebook, the answers are found again and the checks are the release's own.</summary>
public sealed class NotebookRepairTests : IDisposable
{
    readonly GradedClass _class = new();
    readonly ReleasedUnit _unit;

    public NotebookRepairTests() => _unit = ReleasedUnit.Load(_class.Unit);

    public void Dispose() => _class.Dispose();

    PreparedNotebook Prepare(Action<NotebookDocument> change)
    {
        var notebook = _class.Perfect();
        change(notebook);
        notebook = NotebookDocument.Parse(notebook.ToJson(), "submission");
        Assert.True(NotebookRepair.IsOf(notebook, "a.ipynb", _unit));
        return NotebookRepair.Prepare(notebook, _unit);
    }

    static NotebookCell Cell(NotebookDocument notebook, string gradeId) => GradedClass.Cell(notebook, gradeId);

    static string Answer(PreparedNotebook prepared, string question = "Q1.1") => string.Join('\n', prepared.AnswerTo(question).Select(cell => cell.Source));

    /// <summary>All released cells are there, once, in their order, and the checks are the release's.</summary>
    void AssertWhole(PreparedNotebook prepared)
    {
        Assert.Equal(_unit.Cells, prepared.Cells.Where(cell => cell.Of is not null).Select(cell => cell.Of));
        Assert.All(prepared.Cells.Where(cell => cell.Of?.Role == CellRole.Check), cell => Assert.Equal(cell.Of!.Released.Source, cell.Cell.Source));
        Assert.All(prepared.Cells.Where(cell => cell.Of is not null), cell => Assert.True(JsonNode.DeepEquals(cell.Of!.Released.Metadata, cell.Cell.Metadata)));
    }

    [Fact]
    public void Nothing_is_said_of_a_notebook_that_is_as_it_should_be()
    {
        var prepared = Prepare(_ => { });
        AssertWhole(prepared);
        Assert.Empty(prepared.Repairs);
        Assert.True(prepared.IsAttempted("Q1.1"));
        Assert.False(NotebookRepair.Prepare(NotebookDocument.Load(_class.Unit.StudentPath), _unit).IsAttempted("Q1.4"));
    }

    public static TheoryData<string, string, string> Damages() => new()
    {
        { "deleted check", "The check of Q1.1 was gone", "return 2 * x" },
        { "changed check", "The check of Q1.1 had been changed", "return 2 * x" },
        { "deleted answer", "The answer to Q1.1 was gone", "NotImplementedException" },
        { "moved", "Cells had been moved", "return 2 * x" },
        { "retyped", "had become a text cell", "return 2 * x" },
        { "retyped in a fence", "had become a text cell", "return 2 * x" },
        { "renamed", "had lost its name, and was found by its text", "return 2 * x" },
        { "duplicated", "There were 2 versions of the answer to Q1.1", "return 3 * x" },
        { "copied stub", "", "return 2 * x" },
        { "split", "had been split into 2 cells", "return 2 * x" },
        { "split with metadata", "had been split into 2 cells", "return 2 * x" },
        { "no metadata", "had lost its name", "return 2 * x" },
        { "windows lines", "", "return 2 * x" },
        { "answer below its stub", "", "2 * x; // below" },
        { "answer in the check", "what stood in its place ran before it", "2 * x; // below" },
        { "our metadata is a text", "", "return 2 * x" },
        { "our metadata is a list", "", "return 2 * x" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_put_right_and_told(string damage, string told, string answer)
    {
        var prepared = Prepare(notebook =>
        {
            var (cell, check) = (Cell(notebook, "q1-1"), Cell(notebook, "q1-1-check"));
            var at = notebook.Cells.IndexOf(cell);
            switch (damage)
            {
                case "deleted check": notebook.Cells.Remove(check); break;
                case "changed check": check.Source = "Console.WriteLine(\"passed\");"; break;
                case "deleted answer": notebook.Cells.Remove(cell); break;
                case "moved": notebook.Cells.Reverse(); break;
                case "retyped in a fence": notebook.Cells[at] = new(CellKind.Markdown, $"```csharp\n{cell.Source}\n```") { Metadata = cell.Metadata }; break;
                case "retyped": notebook.Cells[at] = new(CellKind.Markdown, cell.Source) { Metadata = cell.Metadata }; break;
                case "renamed": cell.Metadata["nbgrader"]!["grade_id"] = "mine"; cell.Id = "other"; break;
                case "duplicated": notebook.Cells.Insert(at + 1, new(CellKind.Code, cell.Source.Replace("2 *", "3 *")) { Metadata = cell.Metadata.DeepClone().AsObject() }); break;
                case "copied stub": notebook.Cells.Insert(at + 1, new(CellKind.Code, Cell(NotebookDocument.Load(_class.Unit.StudentPath), "q1-1").Source) { Metadata = cell.Metadata.DeepClone().AsObject() }); break;
                case "split" or "split with metadata":
                    var half = cell.Source.IndexOf("    return", StringComparison.Ordinal);
                    notebook.Cells.Insert(at + 1, new(CellKind.Code, cell.Source[half..]) { Metadata = damage == "split" ? [] : cell.Metadata.DeepClone().AsObject() });
                    cell.Source = cell.Source[..half];
                    break;
                case "no metadata": foreach (var each in notebook.Cells) (each.Metadata, each.Id) = ([], ""); notebook.Metadata.Remove("imagelearn"); break;
                case "answer below its stub" or "answer in the check":
                    cell.Source = Cell(NotebookDocument.Load(_class.Unit.StudentPath), "q1-1").Source;
                    if (damage == "answer in the check") check.Source = "static double Twice(double x) => 2 * x; // below\n" + check.Source;
                    else notebook.Cells.Insert(at + 1, new(CellKind.Code, "static double Twice(double x) => 2 * x; // below"));
                    break;
                case "our metadata is a text": notebook.Metadata["imagelearn"] = "01"; break;
                case "our metadata is a list": notebook.Metadata["imagelearn"] = new JsonArray("01"); break;
                case "windows lines": foreach (var each in notebook.Cells) each.Source = each.Source.Replace("\n", "\r\n"); break;
            }
        });
        AssertWhole(prepared);
        Assert.Contains(answer, Answer(prepared));
        Assert.Equal(damage != "deleted answer", prepared.IsAttempted("Q1.1"));
        if (told == "") Assert.Empty(prepared.Repairs);
        else Assert.Contains(prepared.Repairs, repair => repair.Contains(told));
    }

    [Fact]
    public void What_a_student_adds_runs_where_it_stands()
    {
        var prepared = Prepare(notebook => notebook.Cells.Insert(notebook.Cells.IndexOf(Cell(notebook, "q1-2")), new(CellKind.Code, "var mine = 1;")));
        AssertWhole(prepared);
        var at = prepared.Cells.ToList().FindIndex(cell => cell.Cell.Source == "var mine = 1;");
        Assert.Equal("q1-2", prepared.Cells[at + 1].Of!.GradeId);
        Assert.True(PreparedNotebook.IsOwn(prepared.Cells[at]));
    }

    [Fact]
    public void Methods_that_an_answer_uses_go_up_from_a_changed_check_and_nothing_else_does()
    {
        const string Answer = "static double Twice(double x) => Add(x, x);";
        const string Check = "static double Add(double a, double b) => a + Same(b);\nstatic double Same(double x) => x;\nstatic double Twice(double x) => 0;\nstatic int Unused() => 1;\nvar mine = Twice(1);";
        var prepared = Prepare(notebook => (Cell(notebook, "q1-1").Source, Cell(notebook, "q1-1-check").Source) = (Answer, Check));
        AssertWhole(prepared);
        var at = prepared.Cells.ToList().FindIndex(cell => cell.Of?.GradeId == "q1-1");
        Assert.Equal("static double Add(double a, double b) => a + Same(b);\nstatic double Same(double x) => x;", prepared.Cells[at - 1].Cell.Source);
        Assert.Equal(Check, prepared.Cells[at + 1].Cell.Source);
        Assert.Contains("The answer to Q1.1 uses Add, Same, from below in a changed check; that was put above it.", prepared.Repairs);

        var known = Prepare(notebook =>
        {
            (Cell(notebook, "q1-1").Source, Cell(notebook, "q1-1-check").Source) = (Answer, Check);
            notebook.Cells.Insert(0, new(CellKind.Code, "static double Add(double a, double b) => a + b;"));
        });
        Assert.DoesNotContain(known.Repairs, repair => repair.Contains("put above it"));
    }

    [Fact]
    public void A_copy_of_a_check_with_something_else_in_it_is_a_cell_of_the_students_own()
    {
        var prepared = Prepare(notebook => notebook.Cells.Insert(notebook.Cells.IndexOf(Cell(notebook, "q1-1")),
            new(CellKind.Code, "static double Help(double x) => x;") { Metadata = Cell(notebook, "q1-1-check").Metadata.DeepClone().AsObject() }));
        AssertWhole(prepared);
        var at = prepared.Cells.ToList().FindIndex(cell => cell.Cell.Source.Contains("Help", StringComparison.Ordinal));
        Assert.Equal("q1-1", prepared.Cells[at + 1].Of!.GradeId);
    }

    [Fact]
    public void Pictures_in_a_written_answer_stay_within_measure()
    {
        NotebookCell WithPicture(int size) => Prepare(notebook => Cell(notebook, "q1-4").Attachments = NotebookText.Json($$"""{"mine.png": {"image/png": "{{new string('A', size)}}"} }""")).AnswerTo("Q1.4").Single();
        Assert.Equal("mine.png", WithPicture(100).Attachments!.Single().Key);
        Assert.Null(WithPicture(9 << 20).Attachments);
    }

    [Fact]
    public void A_notebook_of_another_unit_is_not_taken()
    {
        var other = new NotebookDocument { Metadata = NotebookText.Json("""{"imagelearn": {"unit": "02"} }""") };
        Assert.False(NotebookRepair.IsOf(other, "a.ipynb", _unit));
        Assert.False(NotebookRepair.IsOf(new NotebookDocument(), "a.ipynb", _unit));
    }

    [Fact]
    public void A_notebook_beyond_all_measure_is_refused()
    {
        var error = Assert.Throws<CourseException>(() => Prepare(notebook => notebook.Cells.AddRange(Enumerable.Range(0, 3000).Select(_ => new NotebookCell(CellKind.Code, "1")))));
        Assert.Contains("at most 2,000", error.Message);
    }

    [Fact]
    public void The_hash_of_an_answer_changes_with_the_answer_only()
    {
        var plain = Prepare(_ => { }).HashOf("Q1.1");
        Assert.Equal(plain, Prepare(notebook => Cell(notebook, "q1-2").Source = "other").HashOf("Q1.1"));
        Assert.Equal(plain, Prepare(notebook => Cell(notebook, "q1-1").Source += "  \r\n").HashOf("Q1.1"));
        Assert.NotEqual(plain, Prepare(notebook => Cell(notebook, "q1-1").Source += "//").HashOf("Q1.1"));
    }

    [Fact]
    public void A_probe_is_asked_under_a_name_that_nobody_can_take()
    {
        var tests = _unit.Tests;
        Assert.Equal(["seven", "minus", "nine", "all are large"], tests.Select(test => test.Name));
        Assert.All(tests, test => Assert.Contains("global::ImageLearn.Checks.Probe.Value(", test.Asked));
        Assert.Contains("var seven = 7.0;", tests[0].Asked);
        Assert.DoesNotContain("> 40", tests[3].Asked);
        Assert.Contains("> 40", tests[3].Judge);
    }
}
