using System.Text.Json.Nodes;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Grading.Runs;

/// <summary>Where a run of notebooks stands; called for every cell that starts or ends, and for every notebook, from any thread.</summary>
public interface IRunObserver
{
    void Started(string notebook, int cells);

    /// <summary>A cell starts or has ended.</summary>
    void Cell(string notebook, CellRun cell);

    void Ended(NotebookReport report);
}

/// <summary>A notebook that was run, with what its pages say of it. Its name is the file's, without the ending.</summary>
public sealed record NotebookReport(string Name, NotebookSummary Summary, NotebookRun Run)
{
    /// <summary>Null when all went well; otherwise in a few words what did not.</summary>
    public string? Problem => Run.Cells.Where(cell => cell.IsFailure).ToList() switch
    {
        [] => null,
        [var cell] => $"cell [{cell.Number}] {(cell.Death is null ? "failed" : "ended its process")}",
        var cells => $"{cells.Count} cells failed",
    };
}

/// <summary>Runs notebooks, several at a time, and writes each with its outputs and as a page, and an index of them all.</summary>
public sealed class CourseRunner
{
    readonly IReadOnlyDictionary<string, (string Path, NotebookDocument Document)> _notebooks;
    readonly string _output;
    readonly int _jobs;

    /// <summary>Reads the notebooks; nothing is run or written yet.</summary>
    /// <param name="paths">The notebooks.</param>
    /// <param name="outputFolder">Where the results go.</param>
    /// <param name="jobs">How many run at a time.</param>
    /// <exception cref="NotebookFormatException">One of the files is not a notebook.</exception>
    /// <exception cref="CourseException">Two have the same name, or one would be overwritten.</exception>
    public CourseRunner(IReadOnlyList<string> paths, string outputFolder, int jobs)
    {
        _jobs = jobs;
        _output = Path.GetFullPath(outputFolder);
        var notebooks = new Dictionary<string, (string, NotebookDocument)>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths.Select(path => Path.GetFullPath(path)).Distinct())
        {
            if (Path.GetDirectoryName(path) == _output) throw new CourseException($"{path} lies in the folder that the results go to. Choose another one with --out.");
            if (!notebooks.TryAdd(Path.GetFileNameWithoutExtension(path), (path, NotebookDocument.Load(path))))
                throw new CourseException($"Two of the notebooks are called {Path.GetFileName(path)}, and the results of one would overwrite the other's. Run them one after the other, with --out.");
        }
        _notebooks = notebooks;
        Estimate = new(RunEstimate.Load(TimingsPath), notebooks.ToDictionary(notebook => notebook.Key, notebook => notebook.Value.Item2.Cells.Count(NotebookRunner.IsRun)), jobs);
    }

    /// <summary>How long it still takes.</summary>
    public RunEstimate Estimate { get; }

    /// <summary>How many cells they have together.</summary>
    public int Cells => _notebooks.Values.Sum(notebook => notebook.Document.Cells.Count(NotebookRunner.IsRun));

    /// <summary>The page that leads to all others.</summary>
    public string IndexPath => Path.Combine(_output, "index.html");

    string TimingsPath => Path.Combine(_output, "timings.json");

    /// <summary>Runs them all. Each is written as soon as it has ended, whole or not at all.</summary>
    /// <param name="options">Limits and what to do after a failure; folder and progress are set here.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="cancel">Stops the workers.</param>
    public async Task<IReadOnlyList<NotebookReport>> RunAsync(RunOptions options, IRunObserver observer, CancellationToken cancel)
    {
        Directory.CreateDirectory(_output);
        using var turn = new SemaphoreSlim(_jobs);
        var reports = await Task.WhenAll(_notebooks.Keys.Select(async name =>
        {
            await turn.WaitAsync(cancel);
            try
            {
                return await RunAsync(name, options, observer, cancel);
            }
            finally
            {
                turn.Release();
            }
        }));
        AtomicFile.Write(IndexPath, CourseIndex.Render([.. reports.Select(Entry)]));
        Estimate.Save(TimingsPath);
        return reports;
    }

    async Task<NotebookReport> RunAsync(string name, RunOptions options, IRunObserver observer, CancellationToken cancel)
    {
        var (path, document) = _notebooks[name];
        observer.Started(name, document.Cells.Count(NotebookRunner.IsRun));
        var folder = Path.GetDirectoryName(path)!;
        var run = await NotebookRunner.RunAsync(document, options with { Worker = options.Worker with { WorkingDirectory = folder }, OnProgress = OnCell }, cancel);
        Estimate.Ended(name);

        var notebookFile = $"{name}.ipynb";
        document.Save(Path.Combine(_output, notebookFile)); // also gives an id to each cell that has none
        AtomicFile.Write(Path.Combine(_output, $"{name}.html"), NotebookPage.Render(document, new()
        {
            IndexLink = "index.html",
            NotebookLink = Uri.EscapeDataString(notebookFile),
            PictureFolder = folder,
            Seconds = run.Cells.Where(cell => cell.Status != CellRunStatus.NotRun).ToDictionary(cell => cell.Cell.Id, cell => cell.Seconds),
        }));
        var summary = NotebookSummary.Of(document);
        var report = new NotebookReport(name, summary with { Purpose = (document.Metadata["imagelearn"] as JsonObject)?["what"]?.ToString() ?? summary.Purpose }, run);
        observer.Ended(report);
        return report;

        void OnCell(CellRun cell)
        {
            if (cell.Status == CellRunStatus.Running) Estimate.Started(name, cell.Number - 1);
            else Estimate.Ended(name, cell.Number - 1, cell.Seconds);
            observer.Cell(name, cell);
        }
    }

    static CourseEntry Entry(NotebookReport report) =>
        new(report.Name.Split('-')[0], report.Summary, report.Run.Seconds, report.Problem, $"{Uri.EscapeDataString(report.Name)}.html", $"{Uri.EscapeDataString(report.Name)}.ipynb");
}
