using System.Text.Json;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Runs;

/// <summary>
/// How long a run of notebooks still takes: from what each cell took last time, and, where that is not known,
/// from the mean of the cells that have ended. It may be asked and told from any thread.
/// </summary>
/// <param name="before">Seconds of each cell, by notebook, in an earlier run.</param>
/// <param name="cells">How many cells each notebook of this run has.</param>
/// <param name="jobs">How many notebooks run at a time.</param>
/// <param name="time">The clock; the system's by default.</param>
public sealed class RunEstimate(IReadOnlyDictionary<string, double[]> before, IReadOnlyDictionary<string, int> cells, int jobs, TimeProvider? time = null)
{
    readonly TimeProvider _time = time ?? TimeProvider.System;
    readonly Lock _lock = new();

    // A notebook that has other cells now is another notebook.
    readonly Dictionary<string, double[]> _before = before.Where(past => cells.TryGetValue(past.Key, out var count) && count == past.Value.Length).ToDictionary();
    readonly Dictionary<string, double?[]> _now = cells.ToDictionary(notebook => notebook.Key, notebook => new double?[notebook.Value]);
    readonly Dictionary<string, (int Cell, long Since)> _running = [];

    /// <summary>A cell, counted from 0, starts.</summary>
    public void Started(string notebook, int cell)
    {
        lock (_lock) _running[notebook] = (cell, _time.GetTimestamp());
    }

    /// <summary>A cell has ended.</summary>
    public void Ended(string notebook, int cell, double seconds)
    {
        lock (_lock)
        {
            _now[notebook][cell] = seconds;
            _running.Remove(notebook);
        }
    }

    /// <summary>A notebook has ended, perhaps before its last cell.</summary>
    public void Ended(string notebook)
    {
        lock (_lock) _now[notebook] = [.. _now[notebook].Select(seconds => seconds ?? 0)];
    }

    /// <summary>The time that is left, or null as long as nothing is known. It is at least what the longest notebook needs, which cannot be shared.</summary>
    public TimeSpan? Left
    {
        get
        {
            lock (_lock)
            {
                var ended = _now.Values.SelectMany(cells => cells).OfType<double>().ToList();
                if (ended.Count == 0 && _before.Count == 0) return null;
                var mean = ended.Count > 0 ? ended.Average() : _before.Values.SelectMany(cells => cells).DefaultIfEmpty(0).Average();
                var left = _now.Select(notebook => notebook.Value.Select((seconds, cell) => seconds is null ? LeftOf(notebook.Key, cell, mean) : 0).Sum()).ToList();
                return TimeSpan.FromSeconds(Math.Max(left.DefaultIfEmpty(0).Max(), left.Sum() / jobs));
            }
        }
    }

    double LeftOf(string notebook, int cell, double mean)
    {
        var expected = _before.TryGetValue(notebook, out var past) ? past[cell] : mean;
        return _running.TryGetValue(notebook, out var running) && running.Cell == cell ? Math.Max(0, expected - _time.GetElapsedTime(running.Since).TotalSeconds) : expected;
    }

    /// <summary>The seconds of each cell that <see cref="Save"/> has written; nothing when there is no such file, or it says something else.</summary>
    public static Dictionary<string, double[]> Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    /// <summary>Writes what this run took, for the next one; notebooks of earlier runs stay in it.</summary>
    public void Save(string path)
    {
        var all = new SortedDictionary<string, double[]>(Load(path), StringComparer.Ordinal);
        lock (_lock)
            foreach (var (name, seconds) in _now) all[name] = [.. seconds.Select(cell => Math.Round(cell ?? 0, 3))];
        AtomicFile.Write(path, JsonSerializer.Serialize(all));
    }
}
