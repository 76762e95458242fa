using System.Diagnostics;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Verify;

/// <summary>What verify found in a unit, in which <paramref name="Attempts"/> attempts of mistake banks were tried.</summary>
public sealed record UnitReport(Unit Unit, int Exercises, int Attempts, double Seconds, IReadOnlyList<Finding> Findings)
{
    public int Errors => Findings.Count(finding => finding.Severity == Severity.Error);
    public int Warnings => Findings.Count - Errors;
}

/// <summary>Checks units as DESIGN.md, section 5 demands: how they are written, how solution and student's copy run, and that what they teach holds.</summary>
/// <param name="worker">The limits of the workers in which the notebooks run, without their folder.</param>
/// <param name="jobs">How many notebooks run at a time.</param>
public sealed class Verifier(WorkerOptions worker, int jobs)
{
    readonly SemaphoreSlim _turn = new(jobs);

    /// <summary>Checks one unit; several may be checked at once, and share the jobs.</summary>
    public async Task<UnitReport> VerifyAsync(Unit unit, CancellationToken cancel = default)
    {
        var clock = Stopwatch.StartNew();
        var file = Path.GetFileName(unit.SolutionPath);
        NotebookDocument Load() => NotebookDocument.Load(unit.SolutionPath);
        NotebookDocument solution, copy;
        IReadOnlyList<Exercise> exercises;
        try
        {
            solution = Load();
            copy = StudentCopy.Of(solution, file);
            exercises = Exercise.All(solution);
        }
        catch (Exception e) when (e is CourseException or NotebookFormatException)
        {
            // Nothing else can be said of it before this is mended.
            var (place, message) = e.Message.Split(": ", 2) is [var head, var rest] ? (head, rest) : (file, e.Message);
            return new(unit, 0, 0, clock.Elapsed.TotalSeconds, [new(place, message)]);
        }

        var findings = new Findings(file, solution);
        var studentFindings = new Findings($"{file} (student's copy)", copy);
        WritingRules.Check(solution, unit.Name, exercises, findings);
        VariantRules.Check(solution, findings);
        HiddenTestRules.Check(solution, findings);
        LengthRules.Check(copy, studentFindings);
        if (Releaser.StateOf(unit, copy) is not CopyState.Current and var state)
            studentFindings.Add(null, $"{(state == CopyState.Missing ? "it is not there" : "it is not what the solution makes")}. Run `imagelearn release {unit.Name}`.");

        // Mistakes are tried in a document of their own, whose cells they change.
        var again = Load();
        var bankDocument = Load();
        var bankFindings = new Findings(file, bankDocument);
        var bank = new MistakeBank(bankDocument, Exercise.All(bankDocument), bankFindings);
        var samples = VariantRules.Samples(Load());
        var sampleRuns = Task.WhenAll(samples.Select(sample => RunAsync(sample, unit.SolutionPath, cancel)));
        var runs = await Task.WhenAll(
            RunAsync(solution, unit.SolutionPath, cancel),
            RunAsync(again, unit.SolutionPath, cancel),
            RunAsync(copy, unit.StudentPath, cancel),
            bank.Attempts > 0 ? RunAsync(bank.Notebook, unit.SolutionPath, cancel) : Task.FromResult(new NotebookRun([], 0)));
        SolutionRunRules.Check(runs[0], exercises, findings);
        var sampleFindings = samples.Select((sample, i) => new Findings($"{file} (the numbers of {Variant.StudentOf(sample)})", sample)).ToList();
        foreach (var (i, run) in (await sampleRuns).Index()) SolutionRunRules.Check(run, Exercise.All(samples[i]), sampleFindings[i]);
        RepeatRules.Check(runs[0], runs[1], findings);
        StudentRunRules.Check(runs[2], runs[0], studentFindings);
        if (bank.Attempts > 0) bank.Check(runs[3], bankFindings);
        return new(unit, exercises.Count, bank.Attempts, clock.Elapsed.TotalSeconds, [.. findings.All, .. sampleFindings.SelectMany(sample => sample.All), .. bankFindings.All, .. studentFindings.All]);
    }

    async Task<NotebookRun> RunAsync(NotebookDocument notebook, string path, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var options = new RunOptions { Worker = worker with { WorkingDirectory = Path.GetDirectoryName(path) }, AfterFailure = AfterFailure.GoOn, AfterDeath = AfterDeath.Replay };
            return await NotebookRunner.RunAsync(notebook, options, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }
}
