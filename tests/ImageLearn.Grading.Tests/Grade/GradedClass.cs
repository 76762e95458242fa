using System.Text.Json.Nodes;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Sandboxes;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Tests.Grade;

/// <summary>A small course with a folder of submissions, which live as long as a test.</summary>
sealed class GradedClass : IDisposable
{
    static readonly WorkerOptions s_limits = new()
    {
        CellTimeLimit = TimeSpan.FromSeconds(8), NotebookTimeLimit = TimeSpan.FromSeconds(60), MemoryLimit = 1L << 30, OutputLimit = 4 << 20, TextLimit = 1 << 14,
    };

    readonly TemporaryCourse _course = new();

    public GradedClass()
    {
        Unit = _course.Add("01-doubling", Solution());
        Directory.CreateDirectory(Submissions);
    }

    public Unit Unit { get; private set; }

    public Course Course => _course.Course;

    public string Submissions => Path.Combine(_course.Course.Root, "submissions");

    public string Output => Path.Combine(_course.Course.Root, ".out", "grades");

    public string GradebookPath => Path.Combine(Output, "gradebook.db");

    /// <summary>Q1.1 doubles a number; Q1.2 builds on it; Q1.3 has no one right value; Q1.4 is written.</summary>
    public static NotebookDocument Solution()
    {
        static JsonObject Answer(string id, string question) => NotebookText.Json($$"""
            {"nbgrader": {"schema_version": 3, "grade_id": "{{id}}", "grade": false, "solution": true, "locked": false, "task": false}, "imagelearn": {"question": "{{question}}", "kind": "code"} }
            """);
        static JsonObject Check(string id, string question, int points) => NotebookText.Json($$"""
            {"nbgrader": {"schema_version": 3, "grade_id": "{{id}}", "grade": true, "solution": false, "locked": true, "task": false, "points": {{points}}}, "imagelearn": {"question": "{{question}}"} }
            """);
        static JsonObject Written() => NotebookText.Json("""
            {"nbgrader": {"schema_version": 3, "grade_id": "q1-4", "grade": true, "solution": true, "locked": false, "task": false, "points": 2},
             "imagelearn": {"question": "Q1.4", "kind": "free", "rubric": {"criteria": [{"text": "names it", "points": 1}, {"text": "says why", "points": 1}]}}}
            """);
        return NotebookText.Notebook(
            NotebookText.Markdown("# Doubling"),
            NotebookText.Code("var start = 3.0;"),
            NotebookText.Markdown("## Q1.1 Double a number (3 points)"),
            NotebookText.Code("static double Twice(double x)\n{\n    // BEGIN SOLUTION\n    return 2 * x;\n    // END SOLUTION\n}", Answer("q1-1", "Q1.1")),
            NotebookText.Code("""
                Check.Question("Q1.1", (double x) => Twice(x)).Close(3.0, 6.0);
                // BEGIN HIDDEN TESTS
                var seven = 7.0;
                Probe.Value("seven", () => Twice(seven), points: 2);
                Probe.Value("minus", () => Twice(-1.25), points: 1);
                // END HIDDEN TESTS
                """, Check("q1-1-check", "Q1.1", 3)),
            NotebookText.Code("var doubled = Twice(start);"),
            NotebookText.Markdown("## Q1.2 Four times (2 points)"),
            NotebookText.Code("static double FourTimes(double x)\n{\n    // BEGIN SOLUTION\n    return Twice(Twice(x));\n    // END SOLUTION\n}", Answer("q1-2", "Q1.2")),
            NotebookText.Code("""
                static double Known(double x) => FourTimes(x) + 0;
                Check.Question("Q1.2", (double x) => Known(x)).Close(1.0, 4.0);
                // BEGIN HIDDEN TESTS
                Probe.Value("nine", () => Known(9.5) + doubled, points: 2);
                // END HIDDEN TESTS
                """, Check("q1-2-check", "Q1.2", 2)),
            NotebookText.Markdown("## Q1.3 Some large numbers (1 point)"),
            NotebookText.Code("static Tensor Large()\n{\n    // BEGIN SOLUTION\n    return [50, 60, 70];\n    // END SOLUTION\n}", Answer("q1-3", "Q1.3")),
            NotebookText.Code("""
                Check.Question("Q1.3", () => Large()).Shape([3]);
                // BEGIN HIDDEN TESTS
                Probe.Holds("all are large", () => Large(), large => large.Min().Item() > 40, points: 1);
                // END HIDDEN TESTS
                """, Check("q1-3-check", "Q1.3", 1)),
            NotebookText.Markdown("## Q1.4 Why? (2 points)"),
            NotebookText.Markdown("Because.", Written()));
    }

    /// <summary>The student's copy with the answers of the solution.</summary>
    public NotebookDocument Perfect()
    {
        var copy = NotebookDocument.Load(Unit.StudentPath);
        foreach (var (cell, solved) in copy.Cells.Zip(NotebookDocument.Load(Unit.SolutionPath).Cells))
            if (NbgraderMetadata.Of(cell) is { Solution: true }) cell.Source = solved.Source;
        return copy;
    }

    /// <summary>A cell by nbgrader's name for it.</summary>
    public static NotebookCell Cell(NotebookDocument notebook, string gradeId) => notebook.Cells.Single(cell => NbgraderMetadata.Of(cell)?.GradeId == gradeId);

    /// <summary>Hands in the perfect notebook, changed.</summary>
    public void Submit(string student, Action<NotebookDocument>? change = null)
    {
        var notebook = Perfect();
        change?.Invoke(notebook);
        Directory.CreateDirectory(Path.Combine(Submissions, student));
        notebook.Save(Path.Combine(Submissions, student, "doubling.ipynb"));
    }

    /// <summary>Hands in the perfect notebook with another answer to Q1.1, and with cells before it.</summary>
    public void Submit(string student, string twice, params string[] before) => Submit(student, notebook =>
    {
        Cell(notebook, "q1-1").Source = twice;
        notebook.Cells.InsertRange(notebook.Cells.IndexOf(Cell(notebook, "q1-1")), before.Select(source => new NotebookCell(CellKind.Code, source)));
    });

    public void Change(NotebookDocument solution) => Unit = _course.Add("01-doubling", solution);

    public async Task<GradingReport> GradeAsync(int jobs = 2, bool resume = false, (int, int) shard = default, string? output = null, bool sandboxed = true, CancellationToken cancel = default, Action<GradingProgress>? observer = null, CourseSecret? secret = null)
    {
        var sandbox = GradingSandbox.Create(_course.Course, s_limits, require: false);
        if (!sandboxed) sandbox = sandbox.WithoutWalls();
        return await new GradingBatch(new(Submissions, Unit, output ?? Output, jobs, resume, shard, secret), sandbox, observer ?? (static _ => { })).RunAsync(cancel);
    }

    /// <summary>The machine's points by question, of the student's only submission.</summary>
    public string Points(string student, string? path = null)
    {
        using var book = Gradebook.Open(path ?? GradebookPath);
        return string.Join(' ', book.AutoMarks(book.Submissions(student: student).Single().Id).Select(mark => mark.Points));
    }

    public T Read<T>(Func<Gradebook, T> read)
    {
        using var book = Gradebook.Open(GradebookPath);
        return read(book);
    }

    public AutoMark Mark(string student, string question) => Read(book => book.AutoMarks(book.Submissions(student: student).Single().Id).Single(mark => mark.Question == question));

    public IReadOnlyList<Flag> Flags(string student) => Read(book => book.Flags(book.Submissions(student: student).Single().Id));

    public void Dispose() => _course.Dispose();
}
