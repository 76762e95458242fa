using System.Collections;

namespace ImageLearn.Output;

/// <summary>
/// Shows how far a long loop has come: one display with a bar, the count, the rate and the time left.
/// <code>
/// var training = Progress.Over(800, "training");
/// foreach (int epoch in training) training.Note = $"loss {Train():F3}";
/// </code>
/// A loop inside a loop shows as a second line of the same display.
/// </summary>
public static class Progress
{
    /// <summary>Counts 0, 1, … <paramref name="count"/> - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static ProgressLoop<int> Over(int count, string label = "") => Over(Enumerable.Range(0, count), label);

    /// <summary>Goes through <paramref name="items"/>; the total is known when the sequence knows it without running.</summary>
    public static ProgressLoop<T> Over<T>(IEnumerable<T> items, string label = "") => new(items, label, TimeProvider.System);
}

/// <summary>
/// A loop that shows its progress. Use it with <c>foreach</c>; or, where the work is no simple loop, with
/// <c>using (var p = Progress.Over(n, "…"))</c> and one <see cref="Step"/> for each piece of work done.
/// </summary>
/// <remarks>
/// The display is refreshed about ten times a second. Its last state holds no time, so that an executed notebook is the same
/// in every run; states before it carry the metadata <c>imagelearn.volatile: true</c>.
/// </remarks>
public sealed class ProgressLoop<T> : IEnumerable<T>, IDisposable
{
    readonly IEnumerable<T> _items;
    readonly string _label;
    readonly TimeProvider _clock;
    ProgressLevel? _level;

    internal ProgressLoop(IEnumerable<T> items, string label, TimeProvider clock) => (_items, _label, _clock) = (items, label, clock);

    /// <summary>A short text beside the bar, e.g. the loss. It is shown at the next refresh, and stays in the last state.</summary>
    public string Note { get; set; } = "";

    /// <summary>Counts one piece of work as done. Stops the cell here when the user has interrupted it.</summary>
    /// <exception cref="OperationCanceledException">The user interrupted the cell.</exception>
    public void Step()
    {
        (_level ??= Begin()).Step(Note);
        Cell.Checkpoint();
    }

    /// <summary>Ends the display: with all done, or saying where the loop stopped.</summary>
    public void Dispose()
    {
        _level?.End(Note);
        _level = null;
    }

    /// <summary>The items, each counted as done when the next one is asked for.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        _level ??= Begin();
        try
        {
            foreach (var item in _items)
            {
                yield return item;
                Step();
            }
        }
        finally { Dispose(); }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    ProgressLevel Begin() => ProgressLevel.Begin(_label, _items.TryGetNonEnumeratedCount(out int total) ? total : null, _clock);
}
