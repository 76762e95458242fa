using System.Text.Json.Nodes;
using ImageLearn.Output;

namespace ImageLearn.Tests.Output;

/// <summary>The cell of a test: keeps what is shown, as a notebook would, and how often it was updated.</summary>
sealed class RecordingHost : ICellHost, IDisposable
{
    readonly ICellHost _previous = Cell.Host;
    readonly List<(string? Id, MimeBundle Bundle)> _outputs = [];

    public RecordingHost() => Cell.Host = this;

    /// <summary>Everything that was shown, updates included, in order.</summary>
    public List<MimeBundle> Frames { get; } = [];

    /// <summary>What stands under the cell now.</summary>
    public IReadOnlyList<MimeBundle> Outputs => [.. _outputs.Select(output => output.Bundle)];

    public string Text => string.Join('\n', Outputs.Select(TextOf));
    public JsonNode Ours => Outputs[^1].Metadata["imagelearn"]!;

    public static string TextOf(MimeBundle bundle) => (string)bundle.Data["text/plain"]!;
    public static string HtmlOf(MimeBundle bundle) => (string)bundle.Data["text/html"]!;

    public void Display(MimeBundle bundle, string? displayId, bool update)
    {
        Frames.Add(bundle);
        int at = update ? _outputs.FindIndex(output => output.Id == displayId) : -1;
        if (update && at < 0) throw new InvalidOperationException($"Update of {displayId}, which was never shown.");
        if (update) _outputs[at] = (displayId, bundle);
        else _outputs.Add((displayId, bundle));
    }

    public void ClearOutput(bool wait) => _outputs.Clear();

    public void Dispose()
    {
        Cell.SetInterrupted(false);
        Cell.Host = _previous;
    }
}

/// <summary>Tests that use the one running cell, which is process-wide, run alone.</summary>
[CollectionDefinition(nameof(RunningCell), DisableParallelization = true)]
public sealed class RunningCell;
