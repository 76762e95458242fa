using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Cli.Tests;

public sealed class OtherCommandsTests : IDisposable
{
    readonly TheCommand _command = new();

    public void Dispose() => _command.Dispose();

    static NotebookCell Cell(CellKind kind, string source, string? metadata = null, string id = "") => new(kind, source, id) { Metadata = metadata is null ? [] : JsonNode.Parse(metadata)!.AsObject() };

    /// <summary>A unit of one exercise that verify has nothing to say against; <paramref name="probed"/> spoils its points.</summary>
    void AddUnit(int probed = 3) => _command.Save("notebooks/solutions/01-doubling.ipynb",
        Cell(CellKind.Markdown, "# Doubling\n## Q1 Double (3 points)"),
        Cell(CellKind.Code, "static double Twice(double x)\n{\n    // BEGIN SOLUTION\n    return 2 * x;\n    // END SOLUTION\n}",
            """{"nbgrader": {"schema_version": 3, "grade_id": "q1", "grade": false, "solution": true, "locked": false}, "imagelearn": {"question": "Q1", "kind": "code", "stub": "twice x"}}"""),
        Cell(CellKind.Code, "Hint.For(\"Q1\", reveal: 0, \"Add it to itself.\");"),
        Cell(CellKind.Code, id: "check", source: $"Check.Question(\"Q1\", (double x) => Twice(x)).Close(3.0, 6.0);\n// BEGIN HIDDEN TESTS\nProbe.Value(\"seven\", () => Twice(7), points: {probed});\n// END HIDDEN TESTS",
            metadata: """{"nbgrader": {"schema_version": 3, "grade_id": "q1-check", "grade": true, "solution": false, "locked": true, "points": 3}, "imagelearn": {"question": "Q1"}}"""));

    [Fact]
    public async Task Release_makes_the_copy_and_check_says_when_it_is_not_there_or_old()
    {
        AddUnit();
        var missing = await _command.RunAsync("release", "--check");
        Assert.Equal((1, $"{Path.Combine("notebooks", "01-doubling.ipynb")}: is not there. Run `imagelearn release`.\n"), (missing.ExitCode, missing.Output));

        var released = await _command.RunAsync("release", "01");
        Assert.Equal((0, $"{Path.Combine("notebooks", "01-doubling.ipynb")}: written\n"), (released.ExitCode, released.Output));
        Assert.Contains("throw new NotImplementedException(\\\"Q1: twice x\\\");", File.ReadAllText(_command["notebooks/01-doubling.ipynb"]));
        Assert.Equal(0, (await _command.RunAsync("release", "--check")).ExitCode);

        AddUnit(probed: 2);
        Assert.Equal(0, (await _command.RunAsync("release", "--check")).ExitCode); // hidden tests are not in the copy
        File.AppendAllText(_command["notebooks/01-doubling.ipynb"], "\n");
        Assert.Equal(1, (await _command.RunAsync("release", "--check")).ExitCode);
    }

    [Fact]
    public async Task Verify_says_ok_or_what_to_mend()
    {
        AddUnit();
        await _command.RunAsync("release");
        var good = await _command.RunAsync("verify");
        Assert.Equal((0, ""), (good.ExitCode, good.Errors));
        Assert.Matches(@"│ 01-doubling │ +1 │ +0 │ +\d+\.\d │ ok +│", good.Output);

        AddUnit(probed: 2);
        var bad = await _command.RunAsync("verify", "1");
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("│ 1 finding │\n", bad.Output);
        Assert.Contains("\n01-doubling.ipynb cell [3] (Q1): its probes are worth 2 points, and the cell 3. Make them the same.\n", bad.Output);
    }

    [Fact]
    public async Task Doctor_names_what_is_missing_with_the_command_that_mends_it()
    {
        var before = await _command.RunAsync("doctor");
        Assert.Equal((1, ""), (before.ExitCode, before.Errors));
        Assert.Contains("missing   kernel          not installed\n                          → dotnet run -c Release --project lib/ImageLearn.Cli -- kernel install\n", before.Output);
        Assert.Contains("ok        C# session      1 + 1 is 2, after", before.Output);
        Assert.Contains($"ok        course          {_command.Root}, units: 0; results go to .out\n", before.Output);

        await _command.RunAsync("kernel", "install");
        Directory.CreateDirectory(_command["home/.vscode/extensions/ms-toolsai.jupyter-2026.1.0-linux-x64"]);
        Directory.CreateDirectory(_command["home/.vscode/extensions/ms-toolsai.jupyter-keymap-1.1.2"]);
        var after = await _command.RunAsync("doctor");
        Assert.Contains("ok        kernel            .net-csharp, imagelearn-csharp\n", after.Output);
        Assert.Contains("ok        VS Code: Jupyter  2026.1.0\n", after.Output);
        Assert.Contains("optional  VS Code: C#       not installed\n                            → code --install-extension ms-dotnettools.csharp\n", after.Output);
        Assert.Equal(0, after.ExitCode);
    }

    [Fact]
    public async Task Outside_the_course_the_doctor_says_where_to_go()
    {
        var result = await TheCommand.FinishAsync(_command.Start(Path.GetTempPath(), "doctor"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not inside it\n                          → cd to the folder that you cloned\n", result.Output);
    }

    [Theory]
    [InlineData("There is no option --job; --help lists them.", "run", "--job", "2")]
    [InlineData("--jobs has to be 1 or more.", "run", "--jobs", "0")]
    [InlineData("--timeout has to be a number of seconds above 0.", "verify", "--timeout", "-1")]
    [InlineData("Unrecognized command or argument 'frobnicate'.", "frobnicate")]
    [InlineData("There is no unit '7'. The units are 01-doubling; give a number or a name.", "verify", "7")]
    public async Task A_wrong_call_gets_one_sentence(string sentence, params string[] arguments)
    {
        AddUnit();
        var result = await _command.RunAsync(arguments);
        Assert.Equal((1, ""), (result.ExitCode, result.Output.Trim()));
        Assert.Contains(sentence, result.Errors);
        Assert.True(result.Errors.Trim().Split('\n').Length == 1, result.Errors);
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var help = await _command.RunAsync("--help");
        Assert.Equal(0, help.ExitCode);
        foreach (var name in (string[])["run", "verify", "release", "doctor", "kernel"]) Assert.Matches($"(?m)^  {name} ", help.Output);
        Assert.Equal(help, await _command.RunAsync());
    }
}
