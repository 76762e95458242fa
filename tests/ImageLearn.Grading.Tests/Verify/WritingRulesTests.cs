using ImageLearn.Grading.Units;
using ImageLearn.Grading.Verify;
using ImageLearn.Notebooks.Documents;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Verify;

public class WritingRulesTests
{
    static string[] Findings(NotebookDocument notebook)
    {
        var findings = new Findings("01-doubling.ipynb", notebook);
        WritingRules.Check(notebook, "01-doubling", Exercise.All(notebook), findings);
        return [.. findings.All.Select(finding => $"{finding}")];
    }

    static string[] Findings(Action<NotebookDocument> spoil)
    {
        var notebook = Unit();
        notebook.Cells.Add(Markdown("## Q1.2 Why? (2 points)"));
        notebook.Cells.Add(Markdown("Because.", AnswerMetadata()));
        spoil(notebook);
        return Findings(notebook);
    }

    [Fact]
    public void A_unit_as_the_README_has_it_is_well_written() => Assert.Empty(Findings(_ => { }));

    [Fact]
    public void The_notebook_says_what_unit_it_is()
    {
        Assert.Equal(["01-doubling.ipynb: the notebook's metadata has no imagelearn entry. Add one with unit, title, minutes, prerequisites and what."], Findings(notebook => notebook.Metadata.Remove("imagelearn")));
        Assert.Equal(["01-doubling.ipynb: imagelearn.unit is '02', and the file's number is 01. Make them the same."], Findings(notebook => notebook.Metadata.With("imagelearn.unit", "02")));
        Assert.StartsWith("01-doubling.ipynb: the imagelearn metadata is not as lib/ImageLearn.Grading/README.md has it: ", Findings(notebook => notebook.Metadata.With("imagelearn.minutes", null)).Single());
    }

    [Fact]
    public void There_is_one_title_and_a_comment_in_code_is_none()
    {
        Assert.Equal(["01-doubling.ipynb: it has 2 headings of the first level. Keep one, the title; use ## below it."], Findings(notebook => notebook.Cells[1].Source += "\n# Two"));
        Assert.Empty(Findings(notebook => notebook.Cells[1].Source += "\n```\n# code\n```"));
    }

    [Theory]
    [InlineData("Write `Twice`.", "no statement. Add a Markdown cell before it with the heading '## Q1.1 … (3 points)'.")]
    [InlineData("## Q1.10 Double (3 points)", "no statement. Add a Markdown cell before it with the heading '## Q1.1 … (3 points)'.")]
    [InlineData("## Q1.1.2 Double (3 points)", "no statement. Add a Markdown cell before it with the heading '## Q1.1 … (3 points)'.")]
    [InlineData("## Q1.1 Double", "the heading '## Q1.1 Double' does not say how many points. End it with '(3 points)'.")]
    [InlineData("### Q1.1 Double (1 point)", "the heading says 1 points, and the cells are worth 3. Make them the same.")]
    public void An_exercise_has_a_statement_with_number_and_points(string statement, string finding)
    {
        Assert.Equal([$"01-doubling.ipynb cell [1] (Q1.1): {finding}"], Findings(notebook => notebook.Cells[1].Source = statement));
    }

    [Fact]
    public void It_has_a_kind_an_answer_points_and_a_check()
    {
        Assert.Equal(["01-doubling.ipynb cell [1] (Q1.1): no kind. Add \"kind\": \"code\", \"auto\", \"free\" or \"plot\" to the imagelearn metadata of the solution cell."],
            Findings(notebook => notebook.Cells[2].Metadata.With("imagelearn.kind", null)));
        Assert.Equal(["01-doubling.ipynb cell [1] (Q1.1): no cell for the answer. Mark the one that holds the solution with \"solution\": true in its nbgrader metadata."],
            Findings(notebook => notebook.Cells[2].Metadata.With("nbgrader.solution", false)));
        Assert.Equal(
        [
            "01-doubling.ipynb cell [1] (Q1.1): the heading says 3 points, and the cells are worth 0. Make them the same.",
            "01-doubling.ipynb cell [1] (Q1.1): it is worth no points. Set \"points\" in the nbgrader metadata of the cell that is graded.",
            "01-doubling.ipynb cell [1] (Q1.1): no check. Add a cell with Check.Question and hidden probes, or a rubric for a marker.",
        ], Findings(notebook => notebook.Cells.RemoveAt(4)));
    }

    [Fact]
    public void A_written_answer_is_graded_with_a_rubric_that_adds_up()
    {
        Assert.Equal(["01-doubling.ipynb text after [3] (Q1.2): no rubric. Add the criteria with their points to imagelearn.rubric."],
            Findings(notebook => notebook.Cells[6].Metadata.With("imagelearn.rubric", null)));
        Assert.Equal(["01-doubling.ipynb text after [3] (Q1.2): the rubric's criteria add up to 2, and the cell is worth 2.5. Make them the same."],
            Findings(notebook =>
            {
                notebook.Cells[6].Metadata.With("nbgrader.points", 2.5);
                notebook.Cells[5].Source = "## Q1.2 Why? (2.5 points)";
            }));
    }

    [Fact]
    public void Metadata_is_nbgraders_and_ids_are_unique()
    {
        Assert.Equal(["01-doubling.ipynb cell [3] (Q1.1): another cell has the grade_id 'q1-1' already. Give this one its own."],
            Findings(notebook => notebook.Cells[4].Metadata.With("nbgrader.grade_id", "q1-1")));
        Assert.Equal(["01-doubling.ipynb cell [3] (Q1.1): nbgrader.task is 1; it has to be true or false."],
            Findings(notebook => notebook.Cells[4].Metadata.With("nbgrader.task", 1)));
        Assert.Equal(["01-doubling.ipynb text after [3]: the cell 'q1-2' belongs to no question. Add \"imagelearn\": {\"question\": \"Q…\"} to its metadata."],
            Findings(notebook => notebook.Cells[6].Metadata.Remove("imagelearn")));
    }

    [Fact]
    public void Long_cells_are_warned_of()
    {
        var notebook = Notebook(
            Markdown(string.Join(' ', Enumerable.Repeat("word", 150))), Markdown(string.Join(' ', Enumerable.Repeat("word", 151))),
            Code(string.Join("\n\n", Enumerable.Repeat("a();", 25))), Code(string.Join('\n', Enumerable.Repeat("a();", 26))));
        var findings = new Findings("01.ipynb", notebook);
        LengthRules.Check(notebook, findings);

        Assert.Equal(
        [
            "01.ipynb text before [1]: 151 words of text. Split it, or say it in 150.",
            "01.ipynb cell [2]: 26 lines of code to read. Split it, or move what is not its point into the library (25 lines).",
        ], findings.All.Select(finding => $"{finding}"));
        Assert.All(findings.All, finding => Assert.Equal(Severity.Warning, finding.Severity));
    }

    [Fact]
    public void Hidden_tests_use_no_names_that_only_others_declare()
    {
        static NotebookCell Check(string hidden) => Code($"Check.Question(\"Q\", () => 1).Is(1);\n// BEGIN HIDDEN TESTS\n{hidden}\n// END HIDDEN TESTS");
        var notebook = Notebook(
            Code("var given = 3;"),
            Check("static string Fate(int x) => \"\"; int count = given;\nProbe.Value(\"a\", () => Fate(count));"),
            Check("Probe.Value(\"b\", () => Fate(given));"),
            Check("static string Fate(int x) => \"own\";\nProbe.Value(\"c\", () => (Fate(given), Enumerable.Range(0, 3).Select(count => count), \"\".Length, new Span<int>().count));"));
        var findings = new Findings("01.ipynb", notebook);
        HiddenTestRules.Check(notebook, findings);
        Assert.Equal(["01.ipynb cell [3]: its hidden tests use `Fate`, which only other hidden tests declare: a grader asks each by itself, and finds no such name. Declare it in these as well."], findings.All.Select(finding => $"{finding}"));
    }
}
