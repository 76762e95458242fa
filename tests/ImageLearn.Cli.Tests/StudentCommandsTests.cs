using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Cli.Tests;

/// <summary>course, reset, upgrade and verify --coverage as a user calls them, on unit 01 of the course.</summary>
public sealed class StudentCommandsTests : IDisposable
{
    readonly TheCommand _command = new();
    readonly string _notebook;

    public StudentCommandsTests()
    {
        var unit = Course.Find(AppContext.BaseDirectory).Units(["01"])[0];
        File.Copy(unit.SolutionPath, _command["notebooks/solutions/01-shading.ipynb"]);
        File.Copy(unit.StudentPath, _notebook = Path.Combine(_command.Root, "notebooks", "01-shading.ipynb"));
    }

    public void Dispose() => _command.Dispose();

    void Answer()
    {
        var notebook = NotebookDocument.Load(_notebook);
        var cell = Exercise.All(notebook).Single(exercise => exercise.Question == "Q1.3").Solutions[0];
        cell.Source += "\n// mine";
        notebook.Save(_notebook);
    }

    [Fact]
    public async Task Course_counts_what_is_tried_and_reset_opens_it_again()
    {
        Answer();
        var index = await _command.RunAsync("course");
        Assert.Equal((0, ""), (index.ExitCode, index.Errors));
        Assert.Matches(@"│ 01 Shading an image patch │ .+ │ 00 +│ +12 │ +90 │ +0 │ +1 │ +11 │", index.Output);

        var reset = await _command.RunAsync("reset", "1", "Q1.3");
        Assert.Equal((0, ""), (reset.ExitCode, reset.Errors));
        Assert.Matches(@"^Q1\.3 is clean again; the notebook as it was is kept in .+01-shading\.\d{4}-\d\d-\d\d-\d{6}\.ipynb\. If the notebook is open in an editor, reload it there\.\n$", reset.Output);
        Assert.Equal(2, Directory.GetFiles(_command["notebooks"]).Length);
        Assert.Equal("Q1.3 is clean already.\n", (await _command.RunAsync("reset", "1", "Q1.3")).Output);
        Assert.Matches(@"│ +12 │ +90 │ +0 │ +0 │ +12 │", (await _command.RunAsync("course")).Output);
    }

    [Fact]
    public async Task Upgrade_says_what_it_did()
    {
        Answer();
        Assert.Equal($"{_notebook} is up to date.\n", (await _command.RunAsync("upgrade", "01")).Output);

        var solution = NotebookDocument.Load(_command["notebooks/solutions/01-shading.ipynb"]);
        solution.Cells[0].Source += "\nA new sentence.";
        solution.Save(_command["notebooks/solutions/01-shading.ipynb"]);
        var upgrade = await _command.RunAsync("upgrade", "01");
        Assert.Equal((0, ""), (upgrade.ExitCode, upgrade.Errors));
        Assert.StartsWith($"{_notebook} is up to date now; as it was, it is kept in ", upgrade.Output);
        Assert.EndsWith("\nYour answers were carried over: Q1.3.\n", upgrade.Output);
        Assert.Contains("// mine", File.ReadAllText(_notebook));
    }

    [Fact]
    public async Task Coverage_prints_a_line_a_question()
    {
        var all = await _command.RunAsync("verify", "--coverage");
        Assert.Equal((0, ""), (all.ExitCode, all.Errors));
        Assert.Matches(@"\n01-shading  Q1\.3 +code +4 +\d+ +\d+ +\d+ +– +\d+ wrong, \d+ right\n", all.Output);
        Assert.Matches(@"\n01-shading  Q1\.9\.2 +free +\d+ +– +– +– +\d+ +–\n", all.Output);
        Assert.Contains("\n01-shading: 12 questions, 9 wanted: ok\n02: not written yet, 14 wanted\n", all.Output);

        var solution = NotebookDocument.Load(_command["notebooks/solutions/01-shading.ipynb"]);
        solution.Cells.RemoveAll(cell => QuestionMetadata.Of(cell).Question == "Q1.3");
        solution.Save(_command["notebooks/solutions/01-shading.ipynb"]);
        var less = await _command.RunAsync("verify", "1", "--coverage");
        Assert.Equal(1, less.ExitCode);
        Assert.EndsWith("01-shading: 11 questions, 9 wanted: missing Q1.3\n", less.Output);
    }

    [Theory]
    [InlineData("There is no question 'Q9' in this unit. It has Q1.1, ", "reset", "01", "Q9")]
    [InlineData("There is no unit '17'. The units are 01-shading; give a number or a name.", "reset", "17")]
    [InlineData("There is no unit 'mine.ipynb'. The units are 01-shading; give a number or a name.", "upgrade", "mine.ipynb")]
    [InlineData("newer.ipynb: there is no such file", "upgrade", "01", "--from", "newer.ipynb")]
    public async Task Misuse_gets_one_sentence(string sentence, params string[] arguments)
    {
        var result = await _command.RunAsync(arguments);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"imagelearn: {sentence}", result.Errors);
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
        Assert.Single(Directory.GetFiles(_command["notebooks"]));
    }
}
