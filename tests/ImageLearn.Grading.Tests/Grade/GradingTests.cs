using ImageLearn.Grading.Gradebooks;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Grade;

/// <summary>Whole gradings of a small class.</summary>
public sealed class GradingTests : IDisposable
{
    readonly GradedClass _class = new();

    public void Dispose() => _class.Dispose();

    [Fact]
    public async Task Right_answers_get_all_points_wrong_ones_lose_their_question_and_empty_ones_all()
    {
        _class.Submit("ada");
        _class.Submit("bob", "static double Twice(double x) => x + 3;");
        _class.Submit("carl", "static double Twice(double x) => x > 0 ? 2 * x : 0;");
        _class.Submit("dora", notebook =>
        {
            GradedClass.Cell(notebook, "q1-3").Source = "static Tensor Large() => [50, 60, 7];";
            GradedClass.Cell(notebook, "q1-2").Source = "static double FourTimes(double x) { throw new InvalidOperationException(\"what now\"); }";
        });
        File.Copy(_class.Unit.StudentPath, Path.Combine(_class.Submissions, "eve.ipynb"));
        var report = await _class.GradeAsync();

        Assert.Equal(5, report.Progress.Done);
        Assert.Equal("3 2 1 0", _class.Points("ada"));
        Assert.Equal("0 2 1 0", _class.Points("bob"));
        Assert.Equal("2 2 1 0", _class.Points("carl"));
        Assert.Equal("3 0 0 0", _class.Points("dora"));
        Assert.Equal("0 0 0 0", _class.Points("eve"));
        Assert.Equal(AnswerOutcome.ByHand, _class.Mark("ada", "Q1.4").Outcome);
        Assert.Equal((AnswerOutcome.Wrong, AnswerOutcome.Partly, AnswerOutcome.Failed, AnswerOutcome.NotAttempted),
            (_class.Mark("dora", "Q1.3").Outcome, _class.Mark("carl", "Q1.1").Outcome, _class.Mark("dora", "Q1.2").Outcome, _class.Mark("eve", "Q1.4").Outcome));
        Assert.Contains("what now", _class.Mark("dora", "Q1.2").Message);
    }

    [Fact]
    public async Task A_question_that_builds_on_a_wrong_one_is_graded_with_the_references_answer_to_it()
    {
        _class.Submit("bob", "static double Twice(double x) => 17;");
        _class.Submit("eve", notebook => notebook.Cells.RemoveAll(cell => cell.Source.Contains("var start") || cell.Source.Contains("static double Twice")));
        await _class.GradeAsync();
        foreach (var student in (string[])["bob", "eve"])
        {
            Assert.Equal("0 2 1 0", _class.Points(student));
            Assert.True(_class.Mark(student, "Q1.2").WithReference);
            Assert.Empty(_class.Mark(student, "Q1.2").Checks);   // nothing goes to the student from a process that held the reference's answers
            Assert.Contains("reference's answers", _class.Mark(student, "Q1.2").Message);
        }
        Assert.Contains(_class.Read(book => book.Submissions(student: "bob").Single()).Repairs, repair => repair.StartsWith("Q1.2 was graded with the reference"));
    }

    /// <summary>A list is filled by a cell that only uses it. It is filled as well for the answer that is run once more, whether the reference's answer shows that this matters or not.</summary>
    [Theory]
    [InlineData("Twice(factors[0] * x)")]
    [InlineData("Twice(Twice(x))")]
    public async Task What_other_cells_do_to_a_variable_is_done_for_a_question_that_is_graded_with_the_references_answers(string reference)
    {
        var solution = GradedClass.Solution();
        solution.Cells.InsertRange(2, [NotebookText.Code("var factors = new List<double>();"), NotebookText.Code("factors.Add(2);"), NotebookText.Code("display(factors.Count);")]);
        var answer = GradedClass.Cell(solution, "q1-2");
        answer.Source = answer.Source.Replace("static ", "").Replace("Twice(Twice(x))", reference);
        GradedClass.Cell(solution, "q1-2-check").Source = GradedClass.Cell(solution, "q1-2-check").Source.Replace("static ", "");
        _class.Change(solution);
        _class.Submit("bob", notebook =>
        {
            GradedClass.Cell(notebook, "q1-1").Source = "static double Twice(double x) => 17;";
            GradedClass.Cell(notebook, "q1-2").Source = "double FourTimes(double x) => factors[0] * Twice(x);";
        });
        await _class.GradeAsync();
        Assert.Equal(("0 2 1 0", true), (_class.Points("bob"), _class.Mark("bob", "Q1.2").WithReference));
    }

    /// <summary>What is right, and stands where or how nobody thought of, counts; and a wrong answer there costs only its own question.</summary>
    [Fact]
    public async Task Right_answers_in_odd_notebooks_get_all_points()
    {
        const string Wrong = "static double Twice(double x) => 6;", Odd = """
            #nullable enable
            #pragma warning disable CS0168
            record Pair(double A, double? B);
            static Dictionary<double, double> cache = new();
            static IEnumerable<double> Both(double x) { yield return x; yield return x; }
            static async Task<double> Later(double x) { await Task.Yield(); return x; }
            static unsafe double Raw(double x) { double* p = &x; return *p; }
            #region the answer
            static double Twice(double number)
            {
                System.Globalization.CultureInfo.CurrentCulture = new("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
                Console.Error.WriteLine($"warning {number}");
                if (cache.TryGetValue(number, out var known)) return known;
                var (big, halves) = (new double[2_000_000], new double[2]);
                Parallel.For(0, 2, i => halves[i] = number);
                var thread = new System.Threading.Thread(() => big[7] = 1);
                thread.Start();
                thread.Join();
                try { throw new InvalidOperationException("inside"); } catch (InvalidOperationException) { }
                var pair = new Pair(Raw(halves[0]), Both(number).Last());
                return cache[number] = Later(pair.A + pair.B ?? 0).Result;
            }
            #endregion
            """;
        var stub = GradedClass.Cell(NotebookDocument.Load(_class.Unit.StudentPath), "q1-1").Source;
        _class.Submit("odd", Odd);
        _class.Submit("returns", Odd, "if (start > 0) return;", "#if false", "/*");
        _class.Submit("below", notebook => Below(notebook, "static double Twice(double x) => 2 * x;"));
        _class.Submit("below and wrong", notebook => Below(notebook, Wrong));
        _class.Submit("tries", notebook => notebook.Cells.Insert(notebook.Cells.IndexOf(GradedClass.Cell(notebook, "q1-2")), new(CellKind.Code, "start = 100; doubled = Twice(start);")));
        _class.Submit("takes a name", notebook => notebook.Cells.Insert(notebook.Cells.IndexOf(GradedClass.Cell(notebook, "q1-2")), new(CellKind.Code, "class doubled { }")));
        _class.Submit("helper in the check", notebook =>
        {
            // The check calls the answer, which calls what stands in the check.
            GradedClass.Cell(notebook, "q1-1").Source = "static double Twice(double x) => Add(x, x);";
            var check = GradedClass.Cell(notebook, "q1-1-check");
            check.Source = "static double Two() => 2;\nstatic double Add(double a, double b) => Half(a + b) * Two();\nstatic double Half(double x) => x / Two();\nstatic double Mine() => Twice(2);\n" + check.Source;
        });
        await _class.GradeAsync();
        Assert.All((string[])["odd", "returns", "below", "tries", "helper in the check"], student => Assert.Equal("3 2 1 0", _class.Points(student)));
        Assert.Equal("0 2 1 0", _class.Points("below and wrong"));

        // Where nobody can tell, a person looks.
        Assert.Contains("could not be asked", _class.Mark("takes a name", "Q1.2").Message);
        Assert.Equal(("Q1.2", FlagKind.NoEvidence), _class.Flags("takes a name").Select(flag => (flag.Question, flag.Kind)).Single());

        void Below(NotebookDocument notebook, string answer)
        {
            var cell = GradedClass.Cell(notebook, "q1-1");
            cell.Source = stub;
            notebook.Cells.Insert(notebook.Cells.IndexOf(cell) + 1, new(CellKind.Code, answer));
        }
    }

    [Fact]
    public async Task A_question_may_ask_for_the_students_own_prerequisites()
    {
        var solution = GradedClass.Solution();
        GradedClass.Cell(solution, "q1-2").Metadata.With("imagelearn.ownPrerequisites", true);
        _class.Change(solution);
        _class.Submit("bob", "static double Twice(double x) => 17;");
        await _class.GradeAsync();
        Assert.Equal("0 0 1 0", _class.Points("bob"));
    }

    [Fact]
    public async Task A_probe_sees_the_names_that_its_check_cell_sees()
    {
        // Later cells may use any name anew, also those that the checks and probes use.
        _class.Submit("ada", notebook => notebook.Cells.AddRange([new(CellKind.Code, "static string Known(double x) => \"mine\"; static int Twice(int x) => 0; string doubled = \"\"; class Probe { }"), new(CellKind.Code, "Twice(3)")]));
        await _class.GradeAsync();
        Assert.Equal("3 2 1 0", _class.Points("ada"));
    }

    [Fact]
    public async Task Grading_again_touches_only_what_changed()
    {
        _class.Submit("ada");
        _class.Submit("bob");
        await _class.GradeAsync();
        var id = _class.Read(book => book.Submissions(student: "ada").Single().Id);
        _class.Read(book => book.Mark(id, "Q1.4", 2, "ann"));
        Assert.Equal(2, (await _class.GradeAsync()).Progress.Kept);

        _class.Submit("bob", "static double Twice(double x) => 0;");
        Directory.Delete(Path.Combine(_class.Submissions, "ada"), recursive: true);
        _class.Submit("ada", notebook => GradedClass.Cell(notebook, "q1-4").Source = "Another reason.");
        await _class.GradeAsync();
        Assert.Equal(["Q1.4"], _class.Read(book => book.Flags().Select(flag => flag.Question)));

        // A probe is mended: the marks that it changes change, the mark by hand stays.
        var solution = GradedClass.Solution();
        GradedClass.Cell(solution, "q1-3-check").Source = GradedClass.Cell(solution, "q1-3-check").Source.Replace("> 40", "> 49");
        _class.Change(solution);
        await _class.GradeAsync();
        Assert.Equal(2, _class.Read(book => book.StandingMarks()[(id, "Q1.4")].Points));
    }

    [Fact]
    public async Task A_run_that_is_stopped_goes_on_and_nothing_is_left_behind()
    {
        for (var i = 0; i < 6; i++) _class.Submit($"s{i}", $"static double Twice(double x) => 2 * x + {i % 2};");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _class.GradeAsync(jobs: 1, cancel: stop.Token, observer: progress => { if (progress.Done == 2) stop.Cancel(); }));
        Assert.InRange(_class.Read(book => book.Submissions().Count), 2, 5);
        var first = _class.Read(book => book.Runs().Single());
        Assert.Null(first.Ended);

        var report = await _class.GradeAsync(resume: true);
        Assert.InRange(report.Progress.Kept, 2, 5);
        Assert.Equal(first.Id, _class.Read(book => book.Runs().Single().Id));
        Assert.Equal(["3 2 1 0", "0 2 1 0"], [_class.Points("s4"), _class.Points("s5")]);
        Assert.Equal(["gradebook.db", "reference-01-doubling.json"], Directory.EnumerateFileSystemEntries(_class.Output).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Four_shards_together_are_one_run()
    {
        for (var i = 0; i < 7; i++) _class.Submit($"s{i}", $"static double Twice(double x) => 2 * x + {i % 3};");
        await _class.GradeAsync();
        var parts = Enumerable.Range(0, 4).Select(i => Path.Combine(_class.Course.Root, "part" + i)).ToList();
        foreach (var (part, i) in parts.Select((part, i) => (part, i))) await _class.GradeAsync(shard: (i, 4), output: part);
        var merged = Path.Combine(_class.Course.Root, "merged.db");
        GradebookMerge.Merge(merged, [.. parts.Select(part => Path.Combine(part, "gradebook.db"))]);
        static List<object> Marks(Gradebook book) => [.. book.Submissions().Select(submission => (submission.Id, submission.Student, submission.State)),
            .. book.AutoMarks().Select(mark => (mark.Submission, mark.Question, mark.Points, mark.Outcome, mark.Answer, mark.Message))];
        using var whole = Gradebook.Open(_class.GradebookPath);
        using var joined = Gradebook.Open(merged);
        Assert.Equal(7 + 4 * 7, Marks(whole).Count);
        Assert.Equal(Marks(whole), Marks(joined));
    }

    [Fact]
    public async Task What_a_student_sees_holds_nothing_of_the_hidden_tests()
    {
        _class.Submit("eve", "static double Twice(double x) { Console.WriteLine($\"asked for {x}\"); return x; }",
            """AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Console.WriteLine($"loaded {loaded.LoadedAssembly}");""");
        await _class.GradeAsync();
        var (notebook, marks) = _class.Read(book => (book.Notebook(book.Submissions().Single().Id)!.ToJson(), book.AutoMarks()));
        var seen = notebook + string.Join('\n', marks.Select(mark => mark.Message + string.Join(' ', mark.Checks)));
        Assert.Contains("asked for 3", seen);
        foreach (var secret in (string[])["seven", "asked for 7", "1.25", "9.5", "all are large", "> 40", "Probe.", "BEGIN HIDDEN"]) Assert.DoesNotContain(secret, seen);
    }
}
