using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Grade;

/// <summary>How notebooks are run: compiled by one worker for all, and then, if their code can do no more than compute, in workers that run many; else, each in its own.</summary>
/// <param name="Compiler">Compiles them.</param>
/// <param name="Options">The limits and surroundings of a worker of its own.</param>
/// <param name="Pool">The workers that run many; null for a notebook with files of its own, which are not there.</param>
sealed record Workers(CompileService Compiler, WorkerOptions Options, WorkerPool? Pool = null)
{
    /// <summary>Runs a notebook to its end.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="after">For cells that are read as if they stood further up: the number of the cell that each follows.</param>
    /// <param name="forms">Which forms of a value are kept.</param>
    /// <param name="cancel">Stops the worker.</param>
    public async Task<NotebookRun> RunAsync(NotebookDocument notebook, IReadOnlyDictionary<NotebookCell, int> after, OutputForms forms, CancellationToken cancel)
    {
        var images = await Compiler.CompileAsync([.. notebook.Cells.Where(NotebookRunner.IsRun)], after, cancel);
        var options = new RunOptions
        {
            Worker = Options with { Compiled = images.Count > 0, Forms = forms },
            AfterFailure = AfterFailure.GoOn,
            AfterDeath = AfterDeath.Replay,
            After = after,
            Images = images,
        };
        if (Pool is not null && images.Count > 0 && images.Values.All(image => image.OnlyComputes))
        {
            var run = await NotebookRunner.RunAsync(notebook, options with { Pool = Pool }, cancel);
            if (!run.Cells.Any(IsShortOfMemory)) return run;
        }
        return await NotebookRunner.RunAsync(notebook, options, cancel);
    }

    /// <summary>What others have left in the memory of a worker may count against this notebook.</summary>
    static bool IsShortOfMemory(CellRun cell) => cell.Death is { Cause: not (DeathCause.TimeLimit or DeathCause.StackOverflow) } || cell.Error?.Name == nameof(OutOfMemoryException);
}
