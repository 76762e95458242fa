using System.Diagnostics;
using ImageLearn.Grading.Grade;
using Spectre.Console;

namespace ImageLearn.Cli.Display;

/// <summary>A grading as it goes on: one line that is written over on a terminal, a line every few seconds in a log.</summary>
sealed class GradingDisplay : IDisposable
{
    const int LogEverySeconds = 10, ScreenEveryMilliseconds = 150;

    readonly bool _isTerminal = AnsiConsole.Profile.Out.IsTerminal;
    readonly Stopwatch _last = new();
    int _written;

    public void Show(GradingProgress progress)
    {
        var isEnd = progress.Done == progress.Total;
        if (_last.IsRunning && !isEnd && _last.Elapsed < (_isTerminal ? TimeSpan.FromMilliseconds(ScreenEveryMilliseconds) : TimeSpan.FromSeconds(LogEverySeconds))) return;
        _last.Restart();
        var text = $"{progress.Done} of {Words.Count(progress.Total, "student")}"
            + (progress.Kept > 0 ? $", {progress.Kept} unchanged" : "")
            + (progress.Flagged > 0 ? $", {progress.Flagged} to look at" : "")
            + (progress.Left is { } left && !isEnd ? $", about {Words.Duration(left)} left" : "")
            + (progress.Running.Count > 0 ? $": {string.Join(", ", progress.Running.Take(4))}" : "");
        if (!_isTerminal)
        {
            Console.WriteLine(text);
            return;
        }
        if (text.Length >= Console.WindowWidth) text = text[..Math.Max(0, Console.WindowWidth - 2)] + "…";
        Console.Write($"\r{text.PadRight(_written)}");
        _written = text.Length;
    }

    public void Dispose()
    {
        if (_isTerminal && _written > 0) Console.Write($"\r{"".PadRight(_written)}\r");
    }
}
