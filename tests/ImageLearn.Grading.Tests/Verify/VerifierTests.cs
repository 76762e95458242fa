using ImageLearn.Grading.Verify;
using ImageLearn.Notebooks.Documents;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Verify;

/// <summary>Whole units, run for real.</summary>
public sealed class VerifierTests : IDisposable
{
    readonly TemporaryCourse _temporary = new();

    public void Dispose() => _temporary.Dispose();

    async Task<string[]> FindingsAsync(NotebookDocument solution, bool release = true, IReadOnlyList<string>? launcher = null)
    {
        var unit = _temporary.Add("01-doubling", solution, release);
        var report = await new Verifier(new() { CellTimeLimit = TimeSpan.FromMinutes(1), Launcher = launcher ?? [] }, jobs: 2).VerifyAsync(unit);
        return [.. report.Findings.Select(finding => $"{finding}")];
    }

    /// <summary>The unit that is as it should be, with other cells after it.</summary>
    static NotebookDocument With(params NotebookCell[] more)
    {
        var unit = Unit();
        unit.Cells.AddRange(more);
        return unit;
    }

    static void Equal(string[] expected, string[] actual) => Assert.True(expected.SequenceEqual(actual), string.Join('\n', actual));

    [Fact]
    public async Task A_unit_that_is_as_it_should_be_has_no_findings()
    {
        var unit = With(
            Code("var eight = Twice(4);"),                                     // throws in the student's copy
            Code("eight.ToString(\"0.0\") + losses.Count\n", []),              // and so may this one
            Code("throw new Exception();", Json("""{"tags": ["raises-exception"]}""")),
            Code("""
                var bundle = MimeBundle.Plain($"{System.Diagnostics.Stopwatch.GetTimestamp()}");
                bundle.Metadata["imagelearn"] = new System.Text.Json.Nodes.JsonObject { ["volatile"] = true };
                Cell.Show(bundle);
                """));
        unit.Cells.Insert(0, Code("var losses = new List<double>();"));
        unit.Cells[3].Metadata.With("imagelearn.mistakes", Json("""{"wrong": [{"name": "square", "source": "return x * x;", "message": "expected 6"}], "right": [{"name": "sum", "source": "return x + x;"}]}"""));

        Equal([], await FindingsAsync(unit));
    }

    [Fact]
    public async Task What_a_run_of_the_solution_must_not_show_is_found()
    {
        var unit = With(
            Code("int.Parse(\"x\")"),
            Code("""
                var figure = MimeBundle.Plain("figure");
                figure.Metadata["imagelearn"] = new System.Text.Json.Nodes.JsonObject { ["figure"] = new System.Text.Json.Nodes.JsonObject { ["alt"] = " ", ["title"] = "Loss" } };
                Cell.Show(figure);
                """),
            Code("Console.WriteLine(\"a \" + Guid.NewGuid());"));
        unit.Cells[3] = Code("\"no hint\"");
        unit.Cells[4].Source = CheckCode.Replace("points: 1", "points: 2").Replace("6.0", "7.0");

        var findings = await FindingsAsync(unit);
        Equal(
        [
            "01-doubling.ipynb cell [4]: FormatException: The input string 'x' was not in a correct format. Mend the cell; a cell that fails on purpose has the tag raises-exception.",
            "01-doubling.ipynb cell [5]: the figure 'Loss' has no alt text. Say in it what the figure shows.",
            "01-doubling.ipynb cell [1] (Q1.1): no hint. Add Hint.For(\"Q1.1\", reveal: 0, \"…\") in a cell of its own.",
            "01-doubling.ipynb cell [3] (Q1.1): its probes are worth 4 points, and the cell 3. Make them the same.",
            "01-doubling.ipynb cell [3] (Q1.1): the solution does not pass: for 3: expected 7, got 6.",
        ], findings[..5]);
        Assert.Matches("^01-doubling.ipynb cell \\[6\\]: its output differs between two runs: text has 'a .*' and 'a .*'. Seed what is random; show what is measured in an output marked volatile.$", findings[5]);
        Assert.Equal(6, findings.Length);
    }

    [Fact]
    public async Task A_check_cell_has_a_check_and_a_probe_of_its_question()
    {
        var unit = Unit();
        unit.Cells[4].Source = "Check.Question(\"Q7\", (double x) => Twice(x)).Close(3.0, 6.0);";
        Equal(
        [
            "01-doubling.ipynb cell [3] (Q1.1): no hidden probe. Add Probe.Value between // BEGIN HIDDEN TESTS and // END HIDDEN TESTS.",
            "01-doubling.ipynb cell [3] (Q1.1): it checks Q7, and its metadata says Q1.1. Make them the same.",
        ], await FindingsAsync(unit));

        unit.Cells[4].Source = "1";
        Equal(
        [
            "01-doubling.ipynb cell [3] (Q1.1): no visible check. Add Check.Question(\"Q1.1\", …).",
            "01-doubling.ipynb cell [3] (Q1.1): no hidden probe. Add Probe.Value between // BEGIN HIDDEN TESTS and // END HIDDEN TESTS.",
        ], await FindingsAsync(unit));
    }

    [Fact]
    public async Task What_breaks_in_the_students_copy_is_found()
    {
        var unit = With(Code("Console.WriteLine(four);"));
        unit.Cells[2].Source = "// BEGIN SOLUTION\nvar four = 4;\n// END SOLUTION\nstatic double Twice(double x) => 2 * x;";

        var findings = await FindingsAsync(unit);
        Equal(
        [
            "01-doubling.ipynb (student's copy) cell [3] (Q1.1): the student's copy passes its check although the exercise is not attempted. Add a step that needs the solution.",
            "01-doubling.ipynb (student's copy) cell [4]: in the student's copy it fails although no exercise is to blame: CompilationError: Cell 4, line 1, column 19: error CS0103: The name 'four' does not exist in the current context. Put the solution region inside a method, so that what follows still compiles.",
        ], findings);
    }

    [Fact]
    public async Task A_copy_that_is_not_what_the_solution_makes_is_found()
    {
        Equal(["01-doubling.ipynb (student's copy): it is not there. Run `imagelearn release 01-doubling`."], await FindingsAsync(Unit(), release: false));

        var unit = _temporary.Course.Units()[0];
        File.WriteAllText(unit.StudentPath, "{}");
        Equal(["01-doubling.ipynb (student's copy): it is not what the solution makes. Run `imagelearn release 01-doubling`."], await FindingsAsync(Unit(), release: false));
    }

    [Fact]
    public async Task A_solution_that_cannot_be_read_is_one_finding()
    {
        var unit = _temporary.Add("01-doubling", Unit());
        Notebook(Markdown("# T"), Code("// BEGIN SOLUTION", SolutionMetadata())).Save(unit.SolutionPath);
        var report = await new Verifier(new(), jobs: 1).VerifyAsync(unit);
        Equal(["01-doubling.ipynb cell [1]: a region is not closed. Add // END SOLUTION."], [.. report.Findings.Select(finding => $"{finding}")]);
    }

    [LinuxFact]
    public async Task A_cell_that_needs_the_network_fails_behind_the_wall()
    {
        using var server = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        server.Start();
        var port = ((System.Net.IPEndPoint)server.LocalEndpoint).Port;
        var unit = With(Code($"new System.Net.Sockets.TcpClient().Connect(\"127.0.0.1\", {port});"));

        Equal([], await FindingsAsync(unit));
        Assert.StartsWith("01-doubling.ipynb cell [4]: ", (await FindingsAsync(unit, launcher: NetworkWall.Launcher)).Single());
        Assert.Contains("SocketException", (await FindingsAsync(unit, launcher: NetworkWall.Launcher)).Single());
    }

    sealed class LinuxFactAttribute : FactAttribute
    {
        public LinuxFactAttribute()
        {
            if (NetworkWall.Launcher is null) Skip = "needs Linux with unshare or bwrap allowed to make a network namespace";
        }
    }
}
