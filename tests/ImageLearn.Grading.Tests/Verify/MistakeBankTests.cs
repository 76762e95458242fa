using ImageLearn.Grading.Units;
using ImageLearn.Grading.Verify;
using ImageLearn.Notebooks.Execution;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Verify;

public class MistakeBankTests
{
    static async Task<string[]> FindingsOf(string mistakes, string check = CheckCode)
    {
        var notebook = Notebook(
            Markdown("# T"),
            Code(SolutionCode, SolutionMetadata().With("imagelearn.mistakes", Json(mistakes))),
            Code("var four = Twice(2);"),
            Code(check, CheckMetadata()));
        var findings = new Findings("01.ipynb", notebook);
        var bank = new MistakeBank(notebook, Exercise.All(notebook), findings);
        var run = await NotebookRunner.RunAsync(bank.Notebook, new()
        {
            Worker = new() { CellTimeLimit = TimeSpan.FromSeconds(5) },
            AfterFailure = AfterFailure.GoOn,
            AfterDeath = AfterDeath.Replay,
        });
        bank.Check(run, findings);
        return [.. findings.All.Select(finding => $"{finding}")];
    }

    [Fact]
    public async Task Attempts_that_do_as_the_bank_says_are_not_mentioned()
    {
        var findings = string.Join('\n', await FindingsOf("""
            {"wrong": [
              {"name": "square", "source": "return x * x;", "message": ["expected 6", "GOT 9"]},
              {"name": "throws", "source": ["var none = new int[0];", "return none[0];"], "message": "IndexOutOfRange"},
              {"name": "never ends", "source": "while (true) { }", "message": "limit of 5 s"},
              {"name": "overflows the stack", "source": ["Func<double, double> f = null;", "f = y => f(y) + 0;", "return f(x);"], "message": "stack"},
              {"name": "has no base case", "source": "return Twice(x) + 0;", "message": "calls itself"}],
             "right": [{"name": "sum", "source": "return x + x;"}, {"name": "shift", "source": ["var y = x;", "y += x;", "return y;"]}]}
            """));
        Assert.True(findings == "", findings);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(8, false)]
    public async Task The_check_may_leave_one_wrong_attempt_in_ten_to_the_probes(int seen, bool enough)
    {
        var attempts = Enumerable.Range(1, seen).Select(i => $$"""{"name": "seen {{i}}", "source": "return x + {{i + 3}};"}""").Append("""{"name": "unseen", "source": "return x < 0 ? 0 : 2 * x;"}""");
        var findings = await FindingsOf($$"""{"wrong": [{{string.Join(", ", attempts)}}]}""");
        Assert.Equal(enough ? [] : ["01.ipynb: the visible checks let 1 of 9 wrong attempts pass, and may let 0: 'unseen' (Q1.1). Add steps that they fail."], findings);
    }

    [Fact]
    public async Task A_wrong_attempt_must_fail_a_probe_too()
    {
        Assert.Equal(["01.ipynb cell [1] (Q1.1): the wrong attempt 'parabola' fails the check, but its probes give it all points. Add a probe that it fails."],
            await FindingsOf("""{"wrong": [{"name": "parabola", "source": "return (x * x - 4 * x + 7) / 2;"}]}""", CheckCode.Replace("Twice(7)", "Twice(1)").Replace("Twice(-1)", "Twice(7)")));
    }

    [Fact]
    public async Task Attempts_that_do_otherwise_are_named()
    {
        string[] expected =
        [
            "01.ipynb cell [1] (Q1.1): the wrong attempt 'fine' passes the check and all probes. Add a step and a probe that it fails.",
            "01.ipynb cell [1] (Q1.1): the wrong attempt 'silent' is not told 'negative', but: nothing; only a probe refuses it: the probe 'minus': expected -2, got 0 (within 1E-05). Add a step, a wrongMeans or a known mistake that says it.",
            "01.ipynb cell [1] (Q1.1): the wrong attempt 'square' is not told 'row', but: for 3: expected 6, got 9. Add a step, a wrongMeans or a known mistake that says it.",
            "01.ipynb cell [1] (Q1.1): the wrong attempt 'typo' cannot be tried: CompilationError: error CS0103: The name 'y' does not exist in the current context. Mend its source.",
            "01.ipynb cell [1] (Q1.1): the right attempt 'bad' is refused: for 3: expected 6, got 4. Make the check accept it.",
            "01.ipynb cell [1] (Q1.1): the right attempt 'half' is refused: the probe 'minus': expected -2, got 0 (within 1E-05). Make the check accept it.",
            "01.ipynb: the visible checks let 2 of 3 wrong attempts pass, and may let 0: 'fine' (Q1.1), 'silent' (Q1.1). Add steps that they fail.",
        ];
        Assert.Equal(string.Join('\n', expected), string.Join('\n', await FindingsOf("""
            {"wrong": [
              {"name": "fine", "source": "return x + x;"},
              {"name": "silent", "source": "return x < 0 ? 0 : 2 * x;", "message": "negative"},
              {"name": "square", "source": "return x * x;", "message": "row"},
              {"name": "typo", "source": "return y;"}],
             "right": [{"name": "bad", "source": "return x + 1;"}, {"name": "half", "source": "return x < 0 ? 0 : 2 * x;"}]}
            """)));
    }

    [Fact]
    public async Task Where_the_solution_does_not_pass_attempts_say_nothing()
    {
        Assert.Empty(await FindingsOf("""{"right": [{"name": "sum", "source": "return x + x;"}]}""", CheckCode.Replace("6.0", "7.0")));
    }

    [Fact]
    public void A_question_with_a_bank_has_one_region()
    {
        var two = SolutionCode.Replace("    return 2 * x;", "    x *= 2;\n    // END SOLUTION\n    // BEGIN SOLUTION\n    return x;");
        var notebook = Notebook(Code(two, SolutionMetadata().With("imagelearn.mistakes", Json("""{"wrong": [{"name": "a", "source": "return 1;"}]}"""))), Code(CheckCode, CheckMetadata()));
        var findings = new Findings("01.ipynb", notebook);

        Assert.Equal(0, new MistakeBank(notebook, Exercise.All(notebook), findings).Attempts);
        Assert.Equal(["01.ipynb cell [1] (Q1.1): a question with a mistake bank has one solution region. Join them, or drop the bank."], findings.All.Select(finding => $"{finding}"));
    }
}
