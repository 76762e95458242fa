using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Marks;

/// <summary>What counts for a question. It has no <paramref name="Points"/> while it waits for a person; an excused one counts for nothing.</summary>
public sealed record QuestionMark(Question Question, double? Points, bool ByPerson, bool IsExtra, bool IsExcused);

/// <summary>What a student gets for a unit, of the attempt that counts; without a <paramref name="Submission"/> there is none.</summary>
/// <param name="Student">The student.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Submission">The attempt.</param>
/// <param name="Questions">Its questions.</param>
/// <param name="Points">The sum, the penalty taken off.</param>
/// <param name="Of">What could be reached without extra credit.</param>
/// <param name="LateDays">How many days it was late, free ones included.</param>
/// <param name="Penalty">The points that being late costs.</param>
public sealed record UnitMark(Student Student, string Unit, Submission? Submission, IReadOnlyList<QuestionMark> Questions, double Points, double Of, int LateDays, double Penalty)
{
    /// <summary>How many questions wait for a person.</summary>
    public int Waiting => Questions.Count(question => question is { Points: null, IsExcused: false });
}

/// <summary>Puts marks by machine and by people together, as the policy says.</summary>
public static class MarkBook
{
    /// <summary>The marks of all students for a unit (null: for all units), student by student.</summary>
    public static IReadOnlyList<UnitMark> Of(Gradebook gradebook, Policy policy, string? unit = null)
    {
        var questions = gradebook.Questions();
        var units = questions.Select(question => question.Unit).Distinct().OrderBy(number => policy.DueOf(number) ?? DateTimeOffset.MaxValue).ThenBy(number => number, StringComparer.Ordinal).ToList();
        var attempts = gradebook.Submissions().ToLookup(submission => (submission.Student, submission.Unit));
        var machine = gradebook.AutoMarks().ToDictionary(mark => (mark.Submission, mark.Question));
        var people = gradebook.StandingMarks();
        var marks = new List<UnitMark>();
        foreach (var student in gradebook.Students())
        {
            var freeDays = policy.Late.FreeDays; // spent in the order in which units are due
            foreach (var assignment in units.GroupBy(UnitName.AssignmentOf))
            {
                var own = assignment.Select(Counting).ToList();
                marks.AddRange(own.Where(mark => unit is null || unit == mark.Unit));
                freeDays -= Math.Min(freeDays, own.Max(mark => mark.LateDays));
            }

            UnitMark Counting(string number)
            {
                UnitMark Mark(Submission? submission) => Of(student, number, submission, [.. questions.Where(question => question.Unit == number)], policy, machine, people, freeDays);
                var own = attempts[(student.Id, number)].ToList();
                return own.Count == 0 ? Mark(null)
                    : policy.Attempts == AttemptRule.Last ? Mark(own[^1])
                    : own.Select(Mark).MaxBy(mark => mark.Points)!;
            }
        }
        return marks;
    }

    static UnitMark Of(Student student, string unit, Submission? submission, IReadOnlyList<Question> questions, Policy policy,
        Dictionary<(string, string), AutoMark> machine, IReadOnlyDictionary<(string, string), ManualMark> people, int freeDays)
    {
        var marks = questions.Select(question => new QuestionMark(question, Points(question), submission is not null && people.ContainsKey((submission.Id, question.Id)), policy.IsExtra(unit, question.Id), policy.IsExcused(unit, question.Id, student.Id))).ToList();
        var counting = marks.Where(mark => !mark.IsExcused).ToList();
        var of = counting.Where(mark => !mark.IsExtra).Sum(mark => mark.Question.Points);
        var points = counting.Sum(mark => mark.Points ?? 0);
        var late = LateDays(submission?.Submitted, policy.DueOf(unit), policy.Late);
        var penalty = policy.Late.MostDays is { } most && late > most ? points : Math.Min(points, Math.Max(0, late - freeDays) * policy.Late.PercentPerDay / 100 * of);
        return new(student, unit, submission, marks, points - penalty, of, late, penalty);

        double? Points(Question question)
        {
            if (submission is null) return 0;
            if (people.TryGetValue((submission.Id, question.Id), out var person)) return person.Points;
            if (!machine.TryGetValue((submission.Id, question.Id), out var mark)) return 0;
            return question.ByHand > 0 && mark.Outcome != AnswerOutcome.NotAttempted ? null : mark.Points;
        }
    }

    static int LateDays(DateTimeOffset? submitted, DateTimeOffset? due, LatePolicy late) =>
        submitted is { } at && due is { } limit && at > limit.AddMinutes(late.GraceMinutes) ? (int)Math.Ceiling((at - limit).TotalDays) : 0;
}
