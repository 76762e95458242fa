namespace ImageLearn.Checks;

/// <summary>The steps of a check whose answer is a function. Each runs the function once. Made by <see cref="Check"/>.</summary>
public sealed class FunctionCheck<TIn, TOut>
{
    readonly CheckReport _report;
    readonly Func<TIn, TOut> _answer;

    internal FunctionCheck(string question, Func<TIn, TOut> answer) => (_report, _answer) = (new(question), answer);

    /// <summary>What the check found so far; null before its first step.</summary>
    public CheckOutcome? Outcome => _report.Outcome;

    /// <summary>The steps that ran.</summary>
    public IReadOnlyList<CheckStep> Steps => _report.Steps;

    /// <summary>The result has this shape.</summary>
    /// <param name="input">What the answer is given.</param>
    /// <param name="expected">The shape.</param>
    /// <param name="wrongMeans">The likely mistake when it has another.</param>
    public FunctionCheck<TIn, TOut> Shape(TIn input, Shape expected, string? wrongMeans = null) =>
        Step($"shape {expected}", input, (_, _, y) => Comparison.OfShape(expected, Form(y), wrongMeans));

    /// <summary>The result is <paramref name="expected"/>.</summary>
    /// <inheritdoc cref="Close(string, TIn, TOut, double, string?, IReadOnlyList{Mistake{TOut}}?)"/>
    public FunctionCheck<TIn, TOut> Close(TIn input, TOut expected, double within = 1e-5, string? wrongMeans = null, IReadOnlyList<Mistake<TOut>>? mistakes = null) =>
        Close(Comparison.NameOf(Form(input)), input, expected, within, wrongMeans, mistakes);

    /// <summary>The result is <paramref name="expected"/>: numbers within the tolerance, everything else exactly.</summary>
    /// <param name="name">What is special about this input, e.g. "huge scores".</param>
    /// <param name="input">What the answer is given.</param>
    /// <param name="expected">What it should give.</param>
    /// <param name="within">|result - expected| ≤ within · max(1, |expected|).</param>
    /// <param name="wrongMeans">The likely mistake when it gives something else. Not said when something surer is known.</param>
    /// <param name="mistakes">Wrong results that are known beforehand, and what each means.</param>
    public FunctionCheck<TIn, TOut> Close(string name, TIn input, TOut expected, double within = 1e-5, string? wrongMeans = null, IReadOnlyList<Mistake<TOut>>? mistakes = null) =>
        Step(name, input, (_, before, y) => Comparison.Of(Form(expected), Form(y), within, wrongMeans, Comparison.Forms(mistakes), before));

    /// <summary>The result has a property, e.g. <c>.Holds("each row sums to one", (x, y) => …, on: Rng.Normal([7, 5], seed: 1))</c>.</summary>
    /// <param name="name">The property, as a sentence.</param>
    /// <param name="property">Whether it holds for an input and the result.</param>
    /// <param name="on">The input.</param>
    /// <param name="wrongMeans">The likely mistake when it does not.</param>
    public FunctionCheck<TIn, TOut> Holds(string name, Func<TIn, TOut, bool> property, TIn on, string? wrongMeans = null) =>
        Step(name, on, (x, _, y) => Comparison.OfProperty(() => property(x, y), Form(y), wrongMeans));

    /// <summary>The answer throws an <see cref="ArgumentException"/> on purpose instead of giving a result, e.g. for an empty batch.</summary>
    /// <param name="name">What has to be refused, e.g. "an empty batch".</param>
    /// <param name="input">The input.</param>
    /// <param name="wrongMeans">What to do when it is not refused.</param>
    public FunctionCheck<TIn, TOut> Refuses(string name, TIn input, string? wrongMeans = null)
    {
        _report.Run($"refuses {name}", () => Comparison.OfRefusal(() => Form(_answer(OwnCopy.Of(input))), wrongMeans));
        return this;
    }

    /// <summary>The question and what was found, e.g. <c>Q2.2.2: passed</c>.</summary>
    public override string ToString() => _report.ToString();

    /// <param name="name">What the step is called.</param>
    /// <param name="input">What the answer is given a copy of.</param>
    /// <param name="judge">Judges from that copy, from what it was before the call, and from the result.</param>
    FunctionCheck<TIn, TOut> Step(string name, TIn input, Func<TIn, ProbeValue, TOut, Verdict> judge)
    {
        _report.Run(name, () =>
        {
            var (own, before) = (OwnCopy.Of(input), Form(input));
            var verdict = judge(own, before, _answer(own));
            return Comparison.OfInput(before, Form(own)) ?? verdict;
        });
        return this;
    }

    static ProbeValue Form(object? value) => ProbeValue.Unlimited(value);
}
