using System.Collections.Concurrent;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Repair;

namespace ImageLearn.Grading.Grade;

/// <summary>
/// The unit as each student got it, and the reference's answers to it: the same for all, or, where questions have numbers of each student's own and the secret is given, one for all who have the
/// same numbers.
/// </summary>
/// <param name="common">The unit as everybody gets it.</param>
/// <param name="secret">What the numbers hang on; null when nobody has their own.</param>
/// <param name="students">All students, also those that another machine grades.</param>
/// <param name="answer">Computes the reference's answers to a unit.</param>
sealed class UnitVariants(ReleasedUnit common, CourseSecret? secret, IReadOnlyList<string> students, Func<ReleasedUnit, Task<ReferenceAnswers>> answer) : IAsyncDisposable
{
    const int MostNamed = 5;

    readonly ConcurrentDictionary<string, Lazy<Task<ReferenceAnswers>>> _answers = new();
    readonly Lazy<IReadOnlyList<(string Student, ReleasedUnit Unit)>> _all = new(() => [("", common), .. students.Select(student => (student, ReleasedUnit.Load(common.Unit, secret, student)))]);

    bool ArePersonal => secret is not null && common.Cells.Any(cell => cell.IsVariant);

    /// <summary>The unit with a student's numbers.</summary>
    public ReleasedUnit UnitOf(string student) => ArePersonal ? ReleasedUnit.Load(common.Unit, secret, student) : common;

    /// <summary>The reference's answers to it.</summary>
    public Task<ReferenceAnswers> AnswersTo(ReleasedUnit unit) => _answers.GetOrAdd(unit.Hash, _ => new(() => answer(unit))).Value;

    /// <summary>Why a notebook may not be graded at all.</summary>
    public string? Refusal(string? releasedTo) => secret is null && releasedTo is not null && common.Cells.Any(cell => cell.IsVariant)
        ? $"It was given out with numbers of its own, and without the course's secret nobody knows which. Grade again and name the file of the secret with which it was given out: --secret, or {CourseSecret.Variable} in the environment." : null;

    /// <summary>Whether the answers that are wrong are right for somebody else's numbers. That is evidence: two may also have talked about it.</summary>
    public async Task<IReadOnlyList<Flag>> FlagsAsync(ReleasedUnit own, string student, string submission, GradedSubmission graded, CancellationToken cancel)
    {
        if (!ArePersonal) return [];
        var flags = new List<Flag>();
        foreach (var question in own.Cells.Where(cell => cell.IsVariant).Select(cell => cell.Question!).Distinct())
        {
            var values = graded.Answers.Where(given => given.Test.Question == question && given.Test.Judge is null).ToList();
            var mine = await AnswersTo(own);
            if (values.Count == 0 || values.Exists(given => given.Value is null) || await FitAsync(mine)) continue;
            var fitting = new List<string>();
            foreach (var others in _all.Value.Where(other => other.Student != student && other.Unit.Hash != own.Hash).GroupBy(other => other.Unit.Hash))
                if (await FitAsync(await AnswersTo(others.First().Unit))) fitting.AddRange(others.Select(other => other.Student == "" ? "of the copy that is nobody's own" : $"of {other.Student}"));
            if (fitting.Count > 0)
                flags.Add(new(submission, question, FlagKind.Identity, $"The answer is wrong for this student's numbers, and right for those {string.Join(", ", fitting.Take(MostNamed))}{(fitting.Count > MostNamed ? $" and {fitting.Count - MostNamed} others" : "")}.", "", DateTimeOffset.UtcNow));

            async Task<bool> FitAsync(ReferenceAnswers answers)
            {
                foreach (var given in values)
                    if (!(await answers.MatchAsync(given.Test, given.Value!, cancel)).IsMatch) return false;
                return true;
            }
        }
        return flags;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var answers in _answers.Values.Where(answers => answers is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })) await answers.Value.Result.DisposeAsync();
    }
}
