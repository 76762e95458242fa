using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Tests.Gradebooks;

/// <summary>A gradebook of one unit with two questions, that lives as long as a test.</summary>
sealed class TemporaryGradebook : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;
    readonly GradingRun _run;

    public TemporaryGradebook()
    {
        Book = Gradebook.Open(FilePath, create: true);
        _run = Book.Begin("01", new Dictionary<string, string> { ["tool"] = "1" },
            [new("01", "Q1.1", 0, "Double", QuestionKind.Code, 3, 0, null), new("01", "Q1.2", 1, "Why", QuestionKind.Free, 2, 2, new([new("names it", 1), new("says why", 1)]))], resume: false);
    }

    public string FilePath => Path.Combine(_folder, "gradebook.db");

    public Gradebook Book { get; }

    /// <summary>Hands in answers and lets the machine give <paramref name="points"/> for the first; gives back the submission's id.</summary>
    public string Submit(string student, double points = 3, string first = "a", string second = "b", int day = 1, IReadOnlyList<Flag>? flags = null)
    {
        var content = first + second;
        var id = Gradebook.IdOf("01", student, content);
        Book.Save(new(student, student), new(id, student, "01", $"{student}.ipynb", new DateTimeOffset(2026, 11, day, 12, 0, 0, TimeSpan.Zero), content, SubmissionState.Graded, "key", 0.5, ["a cell was put back"], _run.Id),
            notebook: NotebookText.Unit().ToJson(),
            [
                new(id, "Q1.1", points, points == 3 ? AnswerOutcome.Right : AnswerOutcome.Wrong, "It is told.", [new("Q1.1", "three", "wrong", "expected 6, got 5.")], [new("seven", 2, points == 3, "a hidden reason")], first, false, _run.Id),
                new(id, "Q1.2", 0, AnswerOutcome.ByHand, "", [], [], second, false, _run.Id),
            ], flags ?? []);
        return id;
    }

    /// <summary>Hands in what is no notebook.</summary>
    public void SubmitUnreadable(string student) => Book.Save(new(student, student),
        new(Gradebook.IdOf("01", student, "x"), student, "01", $"{student}.ipynb", null, "x", SubmissionState.Unreadable, "key", 0, [], _run.Id), null, [], []);

    public void Dispose()
    {
        Book.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
