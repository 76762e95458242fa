using System.Globalization;
using ImageLearn.Grading.Runs;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Cli.Display;

/// <summary>A run in plain lines, for a log: two a notebook.</summary>
sealed class RunLog(RunEstimate estimate) : IRunObserver
{
    public void Started(string notebook, int cells) => Console.WriteLine($"{notebook}: running {cells} cells");

    public void Cell(string notebook, CellRun cell) { }

    public void Ended(NotebookReport report) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{report.Name}: {report.Problem ?? "ok"}, {report.Run.Seconds:0.0} s{(estimate.Left is { TotalSeconds: > 1 } left ? $" (about {Words.Duration(left)} left)" : "")}"));
}
