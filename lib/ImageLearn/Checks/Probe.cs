using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using ImageLearn.Output;
using ImageLearn.Plotting;

namespace ImageLearn.Checks;

/// <summary>
/// Asks for a value in the hidden part of a check cell. A probe never judges: it emits the value (or the exception) in the
/// output's metadata, and the grader compares it, in a process of its own, with what the reference solution gave.
/// </summary>
public static class Probe
{
    /// <summary>Evaluates <paramref name="value"/> and emits it as <c>imagelearn.probe</c>. Never throws.</summary>
    /// <param name="name">What is probed; unique in its cell.</param>
    /// <param name="value">A tensor, picture, number, text, truth value, array, tuple, list or dictionary of these; see <see cref="ProbeValue"/>.</param>
    /// <param name="within">The tolerance the grader compares with; see <see cref="ProbeValue.Matches"/>.</param>
    /// <param name="points">What a match is worth.</param>
    public static void Value(string name, Func<object?> value, double within = 1e-5, double points = 1)
    {
        ProbeValue result;
        try { result = ProbeValue.Of(value()); }
        catch (Exception e) when (!Cell.IsInterruption(e)) { result = ProbeValue.Of(e); }

        var bundle = MimeBundle.Plain(string.Create(CultureInfo.InvariantCulture, $"probe {name}: {ValueText.Of(result)}"));
        bundle.Metadata["imagelearn"] = new JsonObject
        {
            ["probe"] = new JsonObject
            {
                ["question"] = CheckReport.LatestQuestion,
                ["name"] = name,
                ["points"] = points,
                ["within"] = within,
                ["value"] = result.ToJson(),
            },
        };
        Cell.Show(bundle);
    }

    /// <summary>
    /// For an answer with more than one right value, such as a restored picture or the predictions of a network: what counts is whether it has a property.
    /// In the grader only the value comes from the submission; the property is asked where the reference solution ran.
    /// </summary>
    /// <param name="name">What is probed; unique in its cell.</param>
    /// <param name="value">The answer's value.</param>
    /// <param name="property">Whether a value is right. It may use all that the cell may, but for the answer itself.</param>
    /// <param name="points">What a right value is worth.</param>
    public static void Holds(string name, Func<Tensor> value, Func<Tensor, bool> property, double points = 1) =>
        Value(name, () => property(value()), within: 0, points);

    /// <summary>
    /// What keeps a reader from understanding a figure: "the figure has no title.", "the x axis has no label."; empty when nothing does. It is what the
    /// <c>Figure()</c> step of a check asks; beside the numbers that the figure draws it makes a probe that a bare drawing fails.
    /// </summary>
    public static string Lacks(Figure figure) => FigureCheck.Of(figure, traces: 1, wrongMeans: null).Message;

    /// <summary>The tensor that <see cref="Value"/> emitted elsewhere; for the grader.</summary>
    /// <param name="json">Its form, as <see cref="ProbeValue.ToJson"/> gives it.</param>
    /// <exception cref="FormatException">It is no tensor.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Tensor Given(string json) => ProbeValue.FromJson(JsonNode.Parse(json)) switch
    {
        ProbeValue.Numbers numbers => Tensor.Of([.. Enumerable.Range(0, numbers.Shape.Size).Select(i => numbers[i])]).Reshape(numbers.Shape),
        ProbeValue.Number number => number.Value,
        var other => throw new FormatException($"The probe's value is {ProbeValue.Kind(other)}, and a tensor is asked."),
    };
}
