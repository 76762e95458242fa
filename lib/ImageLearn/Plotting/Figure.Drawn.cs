using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageLearn.Plotting;

/// <summary>What numbers a trace draws.</summary>
public enum Channel
{
    /// <summary>Positions to the right, of a line, of points or of a histogram.</summary>
    X,
    /// <summary>Heights, of a line, of points or of bars.</summary>
    Y,
    /// <summary>Values as colours or as a surface: a heat map, contours, a matrix drawn as a picture.</summary>
    Z,
}

public sealed partial class Figure
{
    /// <summary>
    /// The numbers that a trace draws, to be looked at or compared: [points], or [rows, columns] for <see cref="Channel.Z"/>. Where a
    /// number was not finite it is NaN. Of an animation, those of the frame that a printed page shows.
    /// </summary>
    /// <param name="channel">Which numbers.</param>
    /// <param name="trace">Which trace, from 0, in the order in which they were added, panel by panel.</param>
    /// <exception cref="ArgumentException">The figure has no such trace, or the trace no such numbers.</exception>
    public Tensor Drawn(Channel channel, int trace = 0)
    {
        var traces = (JsonArray)ToPlotly()["data"]!;
        if (trace < 0 || trace >= traces.Count) throw new ArgumentException($"Drawn: there is no trace {trace}, the figure has {traces.Count}, counted from 0.");
        if (traces[trace]![channel.ToString().ToLowerInvariant()] is not JsonArray { Count: > 0 } numbers)
            throw new ArgumentException($"Drawn: trace {trace} is a {traces[trace]!["type"]}, which draws no numbers as {channel}.");
        return channel == Channel.Z
            ? Tensor.Of(numbers.Deserialize<double?[][]>()!.Select(static row => Array.ConvertAll(row, static value => value ?? double.NaN)).ToArray())
            : Tensor.Of(Array.ConvertAll(numbers.Deserialize<double?[]>()!, static value => value ?? double.NaN));
    }
}
