using ImageLearn.Plotting;

namespace ImageLearn.Checks;

/// <summary>The steps of a check whose answer is a value. Made by <see cref="Check"/>.</summary>
public sealed class AnswerCheck<TOut>
{
    readonly CheckReport _report;
    readonly Func<TOut> _answer;
    bool _known;
    TOut _value = default!;

    internal AnswerCheck(string question, Func<TOut> answer) => (_report, _answer) = (new(question), answer);

    /// <summary>What the check found so far; null before its first step.</summary>
    public CheckOutcome? Outcome => _report.Outcome;

    /// <summary>The steps that ran.</summary>
    public IReadOnlyList<CheckStep> Steps => _report.Steps;

    /// <summary>The answer is <paramref name="expected"/>: numbers within the tolerance, everything else exactly.</summary>
    /// <param name="expected">What it should be. Whoever reads the cell sees it; use <see cref="Sealed"/> where that tells too much.</param>
    /// <param name="within">|answer - expected| ≤ within · max(1, |expected|).</param>
    /// <param name="unit">The unit of a number, e.g. "pixels".</param>
    /// <param name="wrongMeans">The likely mistake when it is something else. Not said when something surer is known.</param>
    /// <param name="mistakes">Wrong answers that are known beforehand, and what each means.</param>
    public AnswerCheck<TOut> Is(TOut expected, double within = 1e-5, string unit = "", string? wrongMeans = null, IReadOnlyList<Mistake<TOut>>? mistakes = null) =>
        Step("the answer", y => Comparison.Of(Form(expected), Form(y), within, wrongMeans, Comparison.Forms(mistakes), input: null, unit));

    /// <summary>The answer has this shape.</summary>
    public AnswerCheck<TOut> Shape(Shape expected, string? wrongMeans = null) =>
        Step($"shape {expected}", y => Comparison.OfShape(expected, Form(y), wrongMeans));

    /// <summary>The answer has a property, e.g. <c>.Holds("the accuracy is at least 75 %", run => run.Accuracy >= 0.75)</c>.</summary>
    public AnswerCheck<TOut> Holds(string name, Func<TOut, bool> property, string? wrongMeans = null) =>
        Step(name, y => Comparison.OfProperty(() => property(y), Form(y), wrongMeans));

    /// <summary>The answer is one of these. Says nothing about which is right.</summary>
    public AnswerCheck<TOut> OneOf(params IReadOnlyList<TOut> choices) => Step("one of the choices", y =>
        choices.Any(choice => Seal.Same(Form(choice), Form(y))) ? Verdict.Passed
            : Verdict.Wrong($"{ValueText.Of(Form(y))} is not among the choices.", $"Answer with one of {string.Join(", ", choices.Select(choice => ValueText.Of(Form(choice))))}."));

    /// <summary>The answer holds each of these once, in some order. Says nothing about which order is right.</summary>
    public AnswerCheck<TOut> OrderOf(TOut items) => Step("each item once", y =>
        Seal.SameItems(Form(items), Form(y)) ? Verdict.Passed
            : Verdict.Wrong($"{ValueText.Of(Form(y))} is not an ordering of them.", $"Write each of {ValueText.Of(Form(items))} once."));

    /// <summary>
    /// The answer is the one that was sealed with <see cref="Check.Seal"/>: a choice, a whole number, a shape or an ordering, which the cell
    /// does not give away. Texts are compared without regard to case and space around them.
    /// </summary>
    public AnswerCheck<TOut> Sealed(string seal, string? wrongMeans = null) => Step("the answer", y =>
        Check.Seal(_report.Question, y) == seal ? Verdict.Passed : Verdict.Wrong($"{ValueText.Of(Form(y))} is not it.", wrongMeans));

    /// <summary>The answer is a figure with at least so many curves or layers, each with data, a title, labelled axes and an alternative text.</summary>
    public AnswerCheck<TOut> Figure(int traces = 1, string? wrongMeans = null) => Step("the figure", y => FigureCheck.Of(y, traces, wrongMeans));

    /// <summary>The answer is a figure in which a trace draws these numbers.</summary>
    /// <param name="channel">Which of the trace's numbers.</param>
    /// <param name="expected">What they should be: [points], or [rows, columns] for <see cref="Channel.Z"/>.</param>
    /// <param name="trace">Which trace, from 0.</param>
    /// <param name="within">|drawn - expected| ≤ within · max(1, |expected|).</param>
    /// <param name="wrongMeans">The likely mistake when they are others. Not said when something surer is known.</param>
    public AnswerCheck<TOut> Draws(Channel channel, Tensor expected, int trace = 0, double within = 1e-5, string? wrongMeans = null) =>
        Step($"trace {trace + 1}, {channel.ToString().ToLowerInvariant()}", y => FigureCheck.OfNumbers(y, channel, trace, Form(expected), within, wrongMeans));

    /// <summary>The question and what was found, e.g. <c>Q2.2.2: passed</c>.</summary>
    public override string ToString() => _report.ToString();

    AnswerCheck<TOut> Step(string name, Func<TOut, Verdict> judge)
    {
        _report.Run(name, () =>
        {
            if (!_known) (_value, _known) = (_answer(), true);
            return judge(_value);
        }, stopWhenFailed: true);
        return this;
    }

    static ProbeValue Form(object? value) => ProbeValue.Unlimited(value);
}
