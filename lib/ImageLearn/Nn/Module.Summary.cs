using ImageLearn.Output;

namespace ImageLearn.Nn;

public abstract partial class Module
{
    /// <summary>What each layer makes of an input, and how many parameters it has. In use, on zeros, without gradients; the model is as before afterwards.</summary>
    /// <param name="input">The shape of an input, the batch included, e.g. <c>[1, 3, 32, 32]</c>.</param>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    public ModelSummary Summary(Shape input)
    {
        var modules = NamedModules.ToArray();
        var before = modules.Select(static named => named.Module.Training).ToArray();
        Dictionary<Module, Shape> outputs = [];
        var hooks = modules.Select(named => named.Module.RegisterForwardHook((module, _, y) => outputs[module] = y.Shape)).ToArray();
        try
        {
            Eval();
            using (Tensor.NoGrad()) Forward(Tensor.Zeros(input));
        }
        finally
        {
            foreach (var hook in hooks) hook.Dispose();
            for (int i = 0; i < modules.Length; i++) modules[i].Module.Training = before[i];
        }
        var rows = modules.Where(static named => !named.Module.NamedChildren.Any() || named.Module.OwnParameters.Any()).Select(named => new LayerSummary(
            named.Name, $"{named.Module}", outputs.GetValueOrDefault(named.Module), named.Module.OwnParameters.Sum(static own => (long)own.Value.Size)));
        return new(GetType().Name, input, [.. rows], Parameters.Sum(static p => (long)p.Size), Parameters.Where(static p => p.RequiresGrad).Sum(static p => (long)p.Size));
    }
}

/// <summary>A layer in a <see cref="ModelSummary"/>.</summary>
/// <param name="Name">Its place in the model, e.g. <c>features.0</c>.</param>
/// <param name="Layer">What it is, e.g. <c>Linear(64 → 36)</c>.</param>
/// <param name="Output">The shape of its output; null if the model did not use it.</param>
/// <param name="Parameters">How many numbers training changes in it.</param>
public sealed record LayerSummary(string Name, string Layer, Shape? Output, long Parameters);

/// <summary>The layers of a model as a table.</summary>
/// <param name="Model">The model's type.</param>
/// <param name="Input">The shape of the input it was tried with.</param>
/// <param name="Layers">Every layer, in the order they are declared.</param>
/// <param name="Parameters">How many numbers its parameters hold, those shared by layers counted once.</param>
/// <param name="Trainable">How many of them are not frozen.</param>
[TypeFormatterSource(typeof(RichFormatterSource))]
public sealed record ModelSummary(string Model, Shape Input, IReadOnlyList<LayerSummary> Layers, long Parameters, long Trainable) : IRichOutput
{
    static readonly string[] Head = ["name", "layer", "output shape", "parameters"];

    string[][] Cells => [Head, ["", "input", $"{Input}", ""], .. Layers.Select(static layer => (string[])[layer.Name, layer.Layer, layer.Output?.ToString() ?? "not used", Number(layer.Parameters)])];

    string Total => $"{Model}: {Number(Parameters)} parameters{(Trainable == Parameters ? "" : $", {Number(Trainable)} of them trainable")}";

    static string Number(long n) => n.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The table in columns of text.</summary>
    public override string ToString()
    {
        var cells = Cells;
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(column => cells.Max(row => row[column].Length))];
        string Line(string[] row) => string.Join("  ", row.Select((cell, i) => i == 3 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd();
        return string.Join('\n', [Line(cells[0]), new('─', widths.Sum() + 6), .. cells.Skip(1).Select(Line), new('─', widths.Sum() + 6), Total]);
    }

    /// <inheritdoc/>
    public MimeBundle ToMimeBundle()
    {
        string Row(string[] row, string tag) => $"<tr>{string.Concat(row.Select((cell, i) => $"<{tag} style=\"text-align:{(i == 3 ? "right" : "left")};padding:2px 10px\">{System.Net.WebUtility.HtmlEncode(cell)}</{tag}>"))}</tr>";
        var cells = Cells;
        return MimeBundle.Plain(ToString()).With("text/html", $"<table style=\"color:inherit\"><caption style=\"caption-side:bottom;text-align:left;color:inherit\">{System.Net.WebUtility.HtmlEncode(Total)}</caption><thead>{Row(cells[0], "th")}</thead><tbody>{string.Concat(cells.Skip(1).Select(row => Row(row, "td")))}</tbody></table>");
    }
}
