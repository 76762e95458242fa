using System.Reflection;
using ImageLearn.Checks;
using ImageLearn.Output;
using ImageLearn.Tests.Output;

namespace ImageLearn.Tests.Checks;

[Collection(nameof(RunningCell))]
public sealed class CheckTests : IDisposable
{
    readonly RecordingHost _cell = new();

    public void Dispose() => _cell.Dispose();

    static Tensor Double(Tensor x) => x * 2;
    static Tensor Stub(Tensor x) => throw new NotImplementedException("Q1: twice each number");
    static Tensor Breaks(Tensor x) => x * ((int[])[1])[x.Size + 2];

    [Fact]
    public void A_right_answer_passes_every_step()
    {
        var check = Check.Question("Q1", Double)
            .Shape([[1, 2], [3, 4]], [2, 2])
            .Close([[1, 2]], [[2, 4]])
            .Close("negative", [-1], [-2], within: 1e-6)
            .Holds("is even", (x, y) => y.Data[0] % 2 == 0 && x.Data[0] == 3, on: [3]);
        Assert.Equal(CheckOutcome.Passed, check.Outcome);
        Assert.Equal("✓ Q1  shape [2, 2]\n✓ Q1  for [[1, 2]]\n✓ Q1  negative\n✓ Q1  is even", _cell.Text);
        Assert.Equal("Q1: passed", check.ToString());
    }

    [Fact]
    public void A_wrong_answer_is_told_which_earlier_ones_did_not_pass_as_it_may_build_on_them()
    {
        Check.Question("Q1", Double).Close([1], [3]);
        Check.Question("Example", Double).Close([1], [3]);
        Check.Question("Q3", Stub).Close([1], [3]);
        Check.Question("Q4", Double).Close([1], [2]);
        Check.Question("Q5", Double).Close([1], [3]);
        Assert.EndsWith("✗ Q5  for [1]: expected [3], got [2].\n  Q1 did not pass either. If this answer builds on it, begin there.", _cell.Text);
        Assert.Contains("Q1 did not pass either", RecordingHost.HtmlOf(_cell.Outputs[^1]));

        Check.Question("Q2", Breaks).Close([1], [3]);
        Check.Question("Q6", Double).Close([1], [3]);
        Assert.EndsWith("Q1, Q5, Q2 did not pass either. If this answer builds on one of them, begin there.", _cell.Text);
        Check.Question("Q1", Double).Close([1], [2]);
        Check.Question("Q5", Double).Close([1], [2]);
        Check.Question("Q2", Double).Close([1], [3]);
        Assert.EndsWith("✗ Q2  for [1]: expected [3], got [2].", _cell.Text);
    }

    [Fact]
    public void The_output_is_one_and_is_updated_as_steps_run()
    {
        var seen = new List<string>();
        Check.Question("Q1", (Tensor x) => { seen.Add(_cell.Text); return x * 2; }).Close([1], [2]).Close([2], [4]);
        Assert.Single(_cell.Outputs);
        Assert.Equal(["… Q1", "✓ Q1  for [1]"], seen);
        Assert.Contains("is running", RecordingHost.HtmlOf(_cell.Frames[0]));
        Assert.Null(_cell.Frames[0].Metadata["imagelearn"]!["check"]!["outcome"]);
        Assert.Contains("passed", RecordingHost.HtmlOf(_cell.Outputs[0]));
    }

    [Fact]
    public void Metadata_says_the_outcome_of_each_step()
    {
        Check.Question("Q1", Double).Close("right", [1], [2]).Close("wrong", [1], [3], wrongMeans: "Twice, not thrice.");
        Assert.Equal("""{"check":{"question":"Q1","outcome":"wrong","steps":[{"name":"right","outcome":"passed","message":""},{"name":"wrong","outcome":"wrong","message":"expected [3], got [2]. Twice, not thrice."}]}}""",
            _cell.Ours.ToJsonString());
    }

    [Fact]
    public void A_stub_is_not_attempted_and_ends_the_check()
    {
        var check = Check.Question("Q1", Stub).Close([1], [2]).Close([2], [4]);
        Assert.Equal(CheckOutcome.NotAttempted, check.Outcome);
        Assert.Equal("○ Q1  for [1]: not attempted yet (twice each number).", _cell.Text);
        Assert.Equal("not-attempted", (string?)_cell.Ours["check"]!["outcome"]);
    }

    [Fact]
    public void A_check_says_which_other_question_it_waits_for()
    {
        Check.Question("Q2", (Tensor x) => Stub(x) + 1).Close([1], [3]);
        Assert.Equal("○ Q2  for [1]: it waits for Q1 (twice each number), which is not written yet.", _cell.Text);
    }

    static class Fails { public static readonly int Value = Throw(); static int Throw() => throw new NotImplementedException(); }

    public static TheoryData<string, Func<int>> WrappedStubs => new()
    {
        { "plain", () => throw new NotImplementedException() },
        { "reflection", () => (int)typeof(CheckTests).GetMethod(nameof(Thrower), BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null)! },
        { "task", () => Task.Run(Thrower).Result },
        { "parallel", () => { Parallel.For(0, 4, _ => Thrower()); return 0; } },
        { "static constructor", () => Fails.Value },
        { "rethrown", () => { try { return Thrower(); } catch (Exception e) { throw new InvalidOperationException("wrapped", e); } } },
        { "lazy sequence", () => Enumerable.Range(0, 3).Select(_ => Thrower()).Count(n => n > 0) },
    };

    static int Thrower() => throw new NotImplementedException("Q1");

    [Theory, MemberData(nameof(WrappedStubs))]
    public void A_stub_is_found_inside_any_wrapper(string wrapper, Func<int> answer)
    {
        Assert.Equal(CheckOutcome.NotAttempted, Check.Question("Q1", answer).Is(1).Outcome);
        Assert.Equal(CheckOutcome.NotAttempted, Check.Question("Q1", (int x) => answer()).Refuses(wrapper, 1).Outcome);
        Assert.Equal(CheckOutcome.NotAttempted, Check.Question("Q1", () => 1).Holds(wrapper, y => answer() == y).Outcome);
    }

    [Fact]
    public void Long_values_are_told_by_the_place_where_they_differ()
    {
        Check.Question("Q1", (Tensor x) => x * 1).Close([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 9]);
        Assert.Contains("expected 9 at [7], got 8; 1 of 8 numbers differ.", _cell.Text);
        Check.Question("Q1", () => new string('a', 200) + "bc").Is(new string('a', 200) + "bd");
        Assert.EndsWith("✗ Q1  the answer: expected …\"aaaaaaaaabd\", got …\"aaaaaaaaabc\".", _cell.Text);
        Check.Question("Q1", () => new string('a', 200)).Is("a");
        Assert.Matches("expected \"a\", got \"a+…\".$", _cell.Text);
    }

    [Fact]
    public void Numbers_that_differ_in_their_last_digit_are_told_apart()
    {
        Check.Question("Q1", () => 0.1 + 0.2).Is(0.3, within: 0);
        Assert.EndsWith("expected 0.3, got 0.30000000000000004.", _cell.Text);   // and no clue: it is not the absolute value of 0.3 either
        Check.Question("Q1", Double).Close([5e6, 0.25], [1e7, 1], wrongMeans: "a guess");
        Assert.EndsWith("expected [10000000, 1], got [10000000, 0.5].\n  a guess", _cell.Text);
    }

    [Fact]
    public void A_value_that_has_no_form_is_said_to_have_none()
    {
        Check.Question("Q1", () => new object()).Is(new object());
        Assert.Contains("cannot be compared: Object. It is no tensor", _cell.Text);
    }

    [Fact]
    public void A_lazy_result_is_read_inside_the_step()
    {
        Assert.Equal(CheckOutcome.NotAttempted, Check.Question("Q1", () => Enumerable.Range(0, 3).Select(_ => Thrower())).Is([1, 2, 3]).Outcome);
        Assert.Equal(CheckOutcome.Failed, Check.Question("Q1", () => Enumerable.Range(0, 3).Select(i => 1 / i)).Is([1, 2, 3]).Outcome);
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", () => Enumerable.Range(0, 3)).Is([0, 1, 2]).Outcome);
        Assert.Equal(CheckOutcome.Failed, Check.Question("Q1", Naturals).Is([0, 1, 2]).Outcome);
        Assert.EndsWith("It gives more than 1,048,576 items and may never end. Take some of them.", _cell.Text);

        static IEnumerable<int> Naturals() { for (int i = 0; ; i++) yield return i % 1000; }
    }

    [Fact]
    public void An_exception_is_told_with_the_students_own_line_and_only_once()
    {
        var check = Check.Question("Q1", Breaks).Close([1], [2]).Close([2], [4]);
        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Matches(@"^! Q1  for \[1\]: CheckTests.cs, line \d+ in Breaks: IndexOutOfRangeException: Index was outside the bounds of the array.\n  An array of n has the indices.*\n! Q1  for \[2\]: the same$", _cell.Text);
    }

    [Fact]
    public void The_students_line_is_not_the_librarys()
    {
        Check.Question("Q1", (Tensor x) => Lambda(x)).Close([1], [2]);
        Assert.Matches(@"line \d+ in Lambda: ShapeException: ", _cell.Text);
        static Tensor Lambda(Tensor x) => x + Tensor.Zeros([7, 8, 9]).Reshape(5, 5);
    }

    [Fact]
    public void An_interruption_is_the_one_thing_a_check_lets_through()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => Check.Question("Q1", (Tensor x) => { Cell.SetInterrupted(true); Cell.Checkpoint(); return x; }).Close([1], [2]));
        Cell.SetInterrupted(false);
        Assert.Equal(CheckOutcome.Failed, Check.Question("Q1", (Tensor x) => throw new OperationCanceledException()).Close([1], [2]).Outcome);
    }

    [Fact]
    public async Task What_a_cell_left_running_stops_inside_a_check_as_well() => await Task.Run(() =>
    {
        Cell.Begin();
        Cell.Abandon();
        Assert.ThrowsAny<OperationCanceledException>(() => Check.Question("Q1", (Tensor x) => { Cell.Checkpoint(); return x; }).Close([1], [2]));
    });

    [Fact]
    public void A_known_mistake_is_named_instead_of_anything_less_sure()
    {
        Check.Question("Q1", Double).Close([2, 4], [1, 2], wrongMeans: "no", mistakes: [new([9, 9], "no"), new([4, 8], "You doubled; halve.")]);
        Assert.Equal("✗ Q1  for [2, 4]: expected [1, 2], got [4, 8].\n  You doubled; halve.", _cell.Text);
    }

    [Fact]
    public void A_clue_that_explains_the_numbers_silences_the_guess_and_one_that_does_not_stands_beside_it()
    {
        Check.Question("Q1", (Tensor x) => -x).Close([2, 3], [2, 3], wrongMeans: "a guess");
        Assert.DoesNotContain("a guess", _cell.Text);
        Check.Question("Q1", (Tensor x) => x / 0).Close([2, 3], [2, 3], wrongMeans: "a guess");
        Assert.Matches("infinite.*a guess$", _cell.Text);
        foreach (var (clue, answer) in new (string, Func<Tensor, Tensor>)[]
        {
            ("one too short", x => x[1..]), ("one too long", x => Tensor.Concat([x, x[..1]])), ("1 is asked", x => x.Sum()), ("0.7 times", x => x * 0.7),
            ("at other places", x => x.Take([1, 0, 3, 2])),
        })
        {
            Check.Question("Q1", answer).Close([2, 3, 7, 5], [2, 3, 7, 5], wrongMeans: "a guess");
            Assert.Matches($"{clue}.*a guess$", _cell.Text);
        }
    }

    [Fact]
    public void Only_the_first_step_that_does_not_pass_gives_advice()
    {
        Check.Question("Q1", Double).Close([1], [2]).Close([1], [3], wrongMeans: "first").Close([1], [4], wrongMeans: "second");
        Assert.EndsWith("got [2].\n  first\n✗ Q1  for [1]: expected [4], got [2].", _cell.Text);
        Assert.DoesNotContain("second", _cell.Ours.ToJsonString());
    }

    [Fact]
    public void Changing_the_input_in_place_is_wrong_even_when_the_result_is_right()
    {
        Check.Question("Q1", (Tensor x) => { x[0] = x[0] * 2; return x; }).Close([1], [2]);
        Assert.StartsWith("✗ Q1  for [1]: the answer changes its input: expected [1], got [2].\n  The caller", _cell.Text);
        Assert.Equal(CheckOutcome.Wrong, Check.Question("Q1", (double[] x) => { Array.Sort(x); return x[0]; }).Close([3, 1], 1).Outcome);
        Assert.Equal(CheckOutcome.Wrong, Check.Question("Q1", (Rng r, List<int> x) => { x.Clear(); return 1; }).Close((new Rng(1), [3, 1]), 1).Outcome);
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", (Rng r, Tensor x) => r.Normal([2]) * 0 + x).Close((new Rng(1), [1, 2]), [1, 2]).Outcome);
    }

    [Fact]
    public void Gradients_that_stay_switched_off_are_wrong_and_switched_on_again()
    {
        Check.Question("Q1", (Tensor x) => { Tensor.NoGrad(); return x; }).Close([1], [1]).Close([2], [3]);
        Assert.StartsWith("✗ Q1  for [1]: gradients stay switched off after it\n  NoGrad lasts until it is disposed", _cell.Text);
        Assert.EndsWith("expected [3], got [2].", _cell.Text);
        Assert.True((new global::ImageLearn.Nn.Parameter([1]) * 2).RequiresGrad);
        using (Tensor.NoGrad()) Assert.Equal(CheckOutcome.Passed, Check.Question("Q2", (Tensor x) => x).Close([1], [1]).Outcome);
    }

    [Fact]
    public void What_steps_share_stays_as_it_is_when_an_answer_changes_its_input()
    {
        Tensor shared = Tensor.Of([1, 2]), second = Tensor.Of([5.0]);
        double[] numbers = [3, 1];
        List<Tensor> list = [Tensor.Of([7.0])];
        List<float[]> rows = [[9]];
        Tensor[] array = [Tensor.Of([8.0])];
        static Tensor Spoil(Tensor x) { x[0] = -1; return x; }

        var check = Check.Question("Q1", (Tensor x) => Spoil(x)).Close(shared, [-1, 2]).Shape(shared, [2]).Holds("it is new", (x, y) => shared[0] == 1, on: shared).Refuses("numbers", shared);
        Assert.All(check.Steps.SkipLast(1), step => Assert.Equal("the answer changes its input: expected [1, 2], got [-1, 2].", step.Message));
        Check.Question("Q1", (Tensor x, double[] n, Tensor y) => { Spoil(x); Spoil(y); n[0] = 0; return n; }).Close((shared, numbers, second), [0, 1]);
        Assert.StartsWith("✗ Q1", _cell.Text.Split('\n')[^2]);
        Check.Question("Q1", (List<Tensor> l, Tensor[] a, IReadOnlyList<Tensor> r) => Spoil(l[0]) + Spoil(a[0]) + Spoil(r[0])).Close((list, array, [second]), [-3]);
        Assert.Equal("✗", _cell.Text.Split('\n')[^2][..1]);

        Assert.Equal([1, 2], shared.Data.ToArray());
        Check.Question("Q1", (List<float[]> r) => { r[0][0] = -1; r.Add([]); return 1; }).Close(rows, 1);
        Assert.StartsWith("✗ Q1", _cell.Text.Split('\n')[^2]);
        Assert.Equal([5, 3, 1, 7, 8, 9], [second[0], .. numbers, list[0][0], array[0][0], Assert.Single(rows)[0]]);
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", (Tensor x) => x * 2).Close(shared, [2, 4]).Outcome);
    }

    [Fact]
    public void A_property_sees_the_input_that_the_answer_was_given()
    {
        var weights = Tensor.Of([2, 3]);
        weights.RequiresGrad = true;
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", (Tensor w) => (w * w).Sum()).Holds("its gradient is 2w", (w, y) =>
        {
            y.Backward();
            return w.Grad![1] == 6;
        }, on: weights).Outcome);
        Assert.Null(weights.Grad);
        // What was computed is handed on as it is: its gradient flows to where it came from.
        var computed = weights * 2;
        Check.Question("Q1", (Tensor x) => x * 1).Holds("it flows", (_, y) =>
        {
            y.Sum().Backward();
            return true;
        }, on: computed);
        Assert.Equal([2, 2], weights.Grad!.Data.ToArray());
    }

    [Fact]
    public void Several_arguments_and_several_results_are_tuples()
    {
        var check = Check.Question("Q1", (Tensor x, Tensor k, int stride) => (x * stride, k.Rank, "ok")).Close(([1, 2], [[1]], 3), ([3, 6], 2, "ok"));
        Assert.Equal(CheckOutcome.Passed, check.Outcome);
        Check.Question("Q1", (Tensor x, double f) => (x, f)).Close(([1, 2], 3), ([1, 2], 4));
        Assert.EndsWith("item 2: expected 4, got 3.", _cell.Text);
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", (Tensor a, Tensor b) => a + b).Close(([1], [2]), [3]).Outcome);
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", (int a, int b, int c, int d) => a + b + c + d).Close((1, 2, 3, 4), 10).Outcome);
    }

    [Fact]
    public void A_refusal_on_purpose_passes_an_accident_or_a_result_does_not()
    {
        Assert.Equal(CheckOutcome.Passed, Check.Question("Q1", (Tensor x) => x.Size == 0 ? throw new ArgumentException("empty") : x).Refuses("an empty batch", []).Outcome);
        Assert.Equal("✓ Q1  refuses an empty batch", _cell.Text);
        Check.Question("Q1", (Tensor x) => ((Tensor[])[])[x.Size]).Refuses("an empty batch", []);
        Assert.Contains("expected a refusal on purpose, an ArgumentException, got an accident: IndexOutOfRangeException.\n  Test the input first", _cell.Text);
        Check.Question("Q1", (Tensor x) => x.Size == 0 ? throw new InvalidOperationException("empty") : x).Refuses("an empty batch", []);
        Assert.Contains("expected a refusal on purpose, an ArgumentException, got InvalidOperationException.", _cell.Text);
        Check.Question("Q1", Double).Refuses("an empty batch", []);
        Assert.Contains("expected an exception, got [].", _cell.Text);
    }

    [Fact]
    public void A_loop_that_runs_off_an_array_is_told_where_to_look()
    {
        Check.Question("Q1", (Tensor x) => { var sums = new double[2]; for (int i = 0; i <= 2; i++) sums[i] = x[0]; return sums; }).Close([1], new double[] { 1, 1 });
        Assert.Contains("IndexOutOfRangeException", _cell.Text);
        Assert.Contains("Look at where the loop ends: < or <=", _cell.Text);
    }

    [Fact]
    public void A_property_that_stumbles_over_the_result_is_wrong_not_failed()
    {
        Check.Question("Q1", Double).Holds("has a third", (x, y) => y.Data[2] > 0, on: [1, 2]);
        Assert.StartsWith("✗ Q1  has a third: it cannot be tested: the result lacks what is looked at.", _cell.Text);
    }

    [Fact]
    public void A_property_that_asks_for_another_shape_says_so()
    {
        Check.Question("Q1", Double).Holds("has columns", (x, y) => y[0, 0] > 0, on: [1, 2]);
        Assert.StartsWith("✗ Q1  has columns: it cannot be tested. Index: shape [2] has 1 axis, but 2 indices were given.", _cell.Text);
        Assert.EndsWith("The result: [2, 4].", _cell.Text);
        Check.Question("Q1", (Tensor x) => x / 0 * 0).Holds("is 0", (x, y) => y[0] == 0, on: [1], wrongMeans: "guess");
        Assert.Matches(@"it does not hold. The result: \[NaN\].\n  The result has NaN .* guess$", _cell.Text);
        Check.Question("Q1", () => new Rng(1)).Holds("is even", _ => false, wrongMeans: "guess");
        Assert.EndsWith("is even: it does not hold.\n  guess", _cell.Text);
    }

    [Fact]
    public void What_a_student_wrote_is_escaped_in_html()
    {
        Check.Question("Q1", () => "<script>alert(1)</script>").Is("<b>");
        Assert.Contains("&lt;script&gt;", RecordingHost.HtmlOf(_cell.Outputs[0]));
        Assert.DoesNotContain("<script>", RecordingHost.HtmlOf(_cell.Outputs[0]));
    }
}
