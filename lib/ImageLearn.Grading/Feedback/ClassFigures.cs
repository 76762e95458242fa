using System.Text.RegularExpressions;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Feedback;

/// <summary>How a question went: the mean share of its points, over those who handed in (null while one waits for a marker, or when none counts), and how many answers stand how.</summary>
sealed record QuestionFigures(Question Question, double? Share, IReadOnlyDictionary<Standing, int> Counts);

/// <summary>A mistake that several may have made: what one of them was told, and what the mistake bank calls it (empty when it does not know it).</summary>
sealed record CommonMistake(string Question, string Name, string Message, int Count);

/// <summary>What there is to know about a class and a unit. The <paramref name="Marks"/> are those of all students, the rest is of those who handed in.</summary>
/// <param name="Marks">A mark for each student.</param>
/// <param name="Histogram">How many reached 0 to 10 %, … 90 to 100 % (and more) of the points.</param>
/// <param name="Mean">Points.</param>
/// <param name="Median">Points.</param>
/// <param name="Questions">In the order of the notebook.</param>
/// <param name="Mistakes">The most common first.</param>
/// <param name="Flags">What somebody should look at, of all attempts, with the student.</param>
sealed partial record ClassFigures(
    IReadOnlyList<UnitMark> Marks, IReadOnlyList<int> Histogram, double? Mean, double? Median, IReadOnlyList<QuestionFigures> Questions, IReadOnlyList<CommonMistake> Mistakes, IReadOnlyList<(Student Student, Flag Flag)> Flags)
{
    public IReadOnlyList<UnitMark> HandedIn => [.. Marks.Where(mark => mark.Submission is not null)];

    /// <summary>Those that took the longest to grade.</summary>
    public IEnumerable<UnitMark> Slowest(int count) => HandedIn.Where(mark => mark.Submission!.Seconds > 0).OrderByDescending(mark => mark.Submission!.Seconds).ThenBy(mark => mark.Student.Id, StringComparer.Ordinal).Take(count);

    public static ClassFigures Of(IReadOnlyList<UnitMark> marks, Gradebook gradebook, IReadOnlyDictionary<string, Mistakes> banks)
    {
        var handedIn = marks.Where(mark => mark.Submission is not null).ToList();
        var unit = marks.Select(mark => mark.Unit).FirstOrDefault();
        var machine = gradebook.AutoMarks(unit: unit).ToDictionary(mark => (mark.Submission, mark.Question));
        var histogram = new int[10];
        foreach (var mark in handedIn.Where(mark => mark.Of > 0)) histogram[Math.Clamp((int)(10 * mark.Points / mark.Of), 0, 9)]++;
        var points = handedIn.Select(mark => mark.Points).Order().ToList();

        var questions = handedIn.SelectMany(mark => mark.Questions.Select(question => (mark.Submission, Mark: question))).GroupBy(answer => answer.Mark.Question)
            .Select(answers => new QuestionFigures(answers.Key,
                Share([.. answers.Where(answer => !answer.Mark.IsExcused && answers.Key.Points > 0).Select(answer => answer.Mark.Points / answers.Key.Points)]),
                answers.CountBy(answer => Standing.Of(answer.Mark, machine.GetValueOrDefault((answer.Submission!.Id, answers.Key.Id)))).ToDictionary())).ToList();

        var counting = handedIn.Select(mark => mark.Submission!.Id).ToHashSet();
        var mistakes = machine.Values.Where(mark => counting.Contains(mark.Submission) && mark.Outcome is AnswerOutcome.Wrong or AnswerOutcome.Failed or AnswerOutcome.Partly && mark.Message != "")
            .GroupBy(mark => (mark.Question, Kind: Name(mark) is { Length: > 0 } name ? name : Numbers().Replace(mark.Message, "#")))
            .Select(same => new CommonMistake(same.Key.Question, Name(same.First()), same.MinBy(mark => mark.Message.Length)!.Message, same.Count()))
            .OrderByDescending(mistake => mistake.Count).ThenBy(mistake => mistake.Question, StringComparer.Ordinal).ThenBy(mistake => mistake.Message, StringComparer.Ordinal).ToList();

        var owners = gradebook.Submissions(unit).ToDictionary(submission => submission.Id, submission => submission.Student);
        var students = marks.ToDictionary(mark => mark.Student.Id, mark => mark.Student);
        var flags = gradebook.Flags().Where(flag => owners.ContainsKey(flag.Submission)).Select(flag => (students[owners[flag.Submission]], flag)).ToList();
        return new(marks, histogram, points.Count == 0 ? null : points.Average(), points.Count == 0 ? null : (points[(points.Count - 1) / 2] + points[points.Count / 2]) / 2, questions, mistakes, flags);

        static double? Share(IReadOnlyList<double?> shares) => shares.Contains(null) ? null : shares.Average();

        // The bank says which words a mistake is told with. "square" is not in the name LeastSquares.
        string Name(AutoMark mark) => banks.GetValueOrDefault(mark.Question)?.Wrong?.FirstOrDefault(wrong =>
            wrong.Message is { Count: > 0 } words && words.All(word => Regex.IsMatch(mark.Message, $@"(?<!\w){Regex.Escape(word)}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)))?.Name ?? "";
    }

    // What differs between two who made the same mistake.
    [GeneratedRegex(@"[-+−]?\d+([.,]\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Numbers();
}
