namespace ImageLearn.Checks;

/// <summary>
/// Checks an answer at once, in the notebook. Steps run as they are written, in order, and show in one output whether the
/// answer passed, is not attempted yet, is wrong (what was expected, what came, the likely mistake) or threw an exception.
/// A check never throws.
/// <code>
/// Check.Question("Q2.2.2", Softmax)
///     .Shape([[1, 2], [3, 4]], [2, 2])
///     .Close("huge scores", [[1000, 1001]], [[0.26894, 0.73106]], within: 1e-5, wrongMeans: "Subtract each row's maximum before Exp.");
/// Check.Question("Q4", (Tensor y, Tensor target) => Loss(y, target)).Close(([1, 2], [1, 4]), 2);
/// Check.Question("Q9", WeightShape).Is([32, 3, 5, 5]);
/// </code>
/// </summary>
/// <remarks>
/// Functions of one, two or three tensors that return a tensor can be named as they are. For any other signature C# needs to
/// see the types: write a lambda with typed parameters. Several arguments are given to a step as a tuple.
/// Every step gives the answer a copy of the input that is its own, and also looks whether the answer changed it in place.
/// </remarks>
public static class Check
{
    /// <summary>An answer that takes nothing: a number, a text, a shape, a figure, the result of a training run. It runs once.</summary>
    public static AnswerCheck<TOut> Question<TOut>(string question, Func<TOut> answer) => new(question, answer);

    /// <summary>An answer that is a function of one tensor.</summary>
    public static FunctionCheck<Tensor, Tensor> Question(string question, Func<Tensor, Tensor> answer) => new(question, answer);

    /// <summary>An answer that is a function of two tensors.</summary>
    public static FunctionCheck<(Tensor, Tensor), Tensor> Question(string question, Func<Tensor, Tensor, Tensor> answer) => new(question, x => answer(x.Item1, x.Item2));

    /// <summary>An answer that is a function of three tensors.</summary>
    public static FunctionCheck<(Tensor, Tensor, Tensor), Tensor> Question(string question, Func<Tensor, Tensor, Tensor, Tensor> answer) => new(question, x => answer(x.Item1, x.Item2, x.Item3));

    /// <summary>An answer that is a function of one argument of any type.</summary>
    public static FunctionCheck<TIn, TOut> Question<TIn, TOut>(string question, Func<TIn, TOut> answer) => new(question, answer);

    /// <summary>An answer that is a function of two arguments of any types.</summary>
    public static FunctionCheck<(T1, T2), TOut> Question<T1, T2, TOut>(string question, Func<T1, T2, TOut> answer) => new(question, x => answer(x.Item1, x.Item2));

    /// <summary>An answer that is a function of three arguments of any types.</summary>
    public static FunctionCheck<(T1, T2, T3), TOut> Question<T1, T2, T3, TOut>(string question, Func<T1, T2, T3, TOut> answer) => new(question, x => answer(x.Item1, x.Item2, x.Item3));

    /// <summary>An answer that is a function of four arguments of any types.</summary>
    public static FunctionCheck<(T1, T2, T3, T4), TOut> Question<T1, T2, T3, T4, TOut>(string question, Func<T1, T2, T3, T4, TOut> answer) => new(question, x => answer(x.Item1, x.Item2, x.Item3, x.Item4));

    /// <summary>
    /// A fingerprint of the right answer for <see cref="AnswerCheck{TOut}.Sealed"/>. It keeps the answer out of sight, no more:
    /// whoever tries all choices finds it, here as in the notebook.
    /// </summary>
    public static string Seal(string question, object? answer) => Checks.Seal.Of(question, ProbeValue.Unlimited(answer));
}
