using System.Collections.Concurrent;
using ImageLearn.Grading.Runs;
using ImageLearn.Notebooks.Execution;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImageLearn.Cli.Display;

/// <summary>A run on a terminal: one bar a notebook that runs, and below them the whole run with the time that is left. It goes away when the run ends.</summary>
sealed class RunDisplay(ProgressContext context, ProgressTask total) : IRunObserver
{
    readonly ConcurrentDictionary<string, ProgressTask> _bars = new();

    /// <summary>Shows the display while <paramref name="run"/> goes on.</summary>
    public static Task<T> ShowAsync<T>(RunEstimate estimate, int cells, Func<IRunObserver, Task<T>> run) => AnsiConsole.Progress()
        .AutoClear(true)
        .HideCompleted(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new CellsColumn(), new ElapsedTimeColumn(), new LeftColumn(estimate))
        .StartAsync(context => run(new RunDisplay(context, context.AddTask(LeftColumn.Total, maxValue: cells))));

    public void Started(string notebook, int cells) => _bars[notebook] = context.AddTaskBefore(Markup.Escape(notebook), total, maxValue: Math.Max(1, cells));

    public void Cell(string notebook, CellRun cell)
    {
        if (cell.Status == CellRunStatus.Running) return;
        _bars[notebook].Increment(1);
        total.Increment(1);
    }

    public void Ended(NotebookReport report)
    {
        // A notebook that stopped early has fewer cells to wait for.
        total.Increment(report.Run.Cells.Count(cell => cell.Status == CellRunStatus.NotRun));
        _bars[report.Name].StopTask();
        _bars[report.Name].Value = _bars[report.Name].MaxValue;
    }

    sealed class CellsColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text($"{task.Value:0}/{task.MaxValue:0} cells");
    }

    sealed class LeftColumn(RunEstimate estimate) : ProgressColumn
    {
        public const string Total = "all";

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Description == Total && estimate.Left is { } left ? $"about {Words.Duration(left)} left" : "");
    }
}
