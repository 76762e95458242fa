using System.Net;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Feedback;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Tests.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Tests.Feedback;

/// <summary>What the pages say of a gradebook, and what they keep to themselves.</summary>
public sealed class FeedbackTests : IDisposable
{
    readonly TemporaryGradebook _temporary = new();

    public void Dispose() => _temporary.Dispose();

    string Folder => Path.Combine(Path.GetDirectoryName(_temporary.FilePath)!, "feedback");

    FeedbackReport Write(IReadOnlyDictionary<string, Mistakes>? banks = null, Policy? policy = null) =>
        FeedbackWriter.Write(_temporary.Book, policy ?? new(), "01", Folder, banks ?? new Dictionary<string, Mistakes>());

    string Page(string name) => File.ReadAllText(Path.Combine(Folder, "01", name + ".html"));

    string Class => File.ReadAllText(Path.Combine(Folder, "01-class.html"));

    /// <summary>What a reader sees.</summary>
    static string Seen(string html) => Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(html, "<(style|script)>.*?</\\1>", "", RegexOptions.Singleline), "<[^>]+>", " ")), @"\s+", " ");

    [Fact]
    public void Each_student_gets_a_page_with_marks_messages_and_comments()
    {
        var ada = _temporary.Submit("ada", points: 1);
        _temporary.Submit("bob");
        _temporary.Book.Mark(ada, "Q1.2", 1, "ann", "a private reason", criteria: [1]);
        _temporary.Book.Write(ada, "Q1.2", "Name it next time.", "ann");
        _temporary.Book.Write(ada, "", "A good start.", "ann");
        var report = Write();

        Assert.Equal((2, Path.Combine(Folder, "01")), (report.Students, report.Folder));
        Assert.Equal(["ada.html", "bob.html"], Directory.EnumerateFileSystemEntries(report.Folder).Select(Path.GetFileName).Order());
        var seen = Seen(Page("ada"));
        foreach (var told in (string[])["feedback for ada", "2 of 5 points", "Q1.1 Double ◐ partly right 1 of 3", "It is told.", "– names it", "✓ says why", "Name it next time.", "A good start.", "a cell was put back"])
            Assert.Contains(told, seen);
        Assert.Contains("3 of 5 points , 1 question still to be read", Seen(Page("bob")));
        Assert.DoesNotContain("Name it next time.", Page("bob"));
        // Beside the answer: behind the check, which is the last cell of Q1.1.
        Assert.Matches(@"END SOLUTION.*Check.*END HIDDEN TESTS Q1\.1 ◐ partly right 1 of 3 points It is told", seen);
    }

    [Fact]
    public void Nothing_that_students_may_not_see_is_on_any_page()
    {
        var id = _temporary.Submit("ada", points: 1);
        _temporary.Book.Save(new("eve", "eve"), _temporary.Book.Submission(id)! with { Id = "e", Student = "eve", Content = "e" }, NotebookText.Unit().ToJson(), [.. _temporary.Book.AutoMarks(id).Select(mark => mark with { Submission = "e" })],
            [new("e", "Q1.1", FlagKind.Contradiction, "The probe 'seven': a secret value", "", DateTimeOffset.UtcNow)]);
        _temporary.Book.Mark(id, "Q1.2", 1, "ann", "a private reason");
        _temporary.Book.Raise(id, "Q1.1", "looks like bob's", "ann");
        Write();
        foreach (var page in (string[])[Page("ada"), Page("eve"), Class])
            foreach (var secret in (string[])["hidden reason", "seven'", "a secret value", "a private reason"]) Assert.DoesNotContain(secret, Seen(page));
        foreach (var page in (string[])[Page("ada"), Page("eve")]) Assert.DoesNotMatch("looks like bob|contradicts|forge", Seen(page));
        Assert.Contains("eve Q1.1 What came back for a hidden probe contradicts itself", Seen(Class));
        Assert.Contains("looks like bob's", Seen(Class));
    }

    [Fact]
    public void What_others_wrote_is_text()
    {
        const string Evil = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'>";
        var id = _temporary.Submit("../" + Evil);
        _temporary.Book.Name("../" + Evil, Evil);
        _temporary.Book.Write(id, "Q1.1", Evil, Evil);
        _temporary.Book.Raise(id, "", Evil, Evil);
        _temporary.Book.Save(_temporary.Book.Students()[0], _temporary.Book.Submission(id)! with { Repairs = [Evil], Path = Evil }, NotebookText.Notebook(NotebookText.Markdown(Evil), NotebookText.Code(Evil)).ToJson(),
            [.. _temporary.Book.AutoMarks(id).Select(mark => mark with { Points = 0, Outcome = AnswerOutcome.Wrong, Message = Evil })], []);
        Write();
        var file = Assert.Single(Directory.EnumerateFileSystemEntries(Path.Combine(Folder, "01")));
        Assert.Matches(@"^[\w.-]+\.html$", Path.GetFileName(file));
        foreach (var page in (string[])[File.ReadAllText(file), Class])
        {
            Assert.DoesNotContain("<script>alert", page);
            Assert.DoesNotContain("<img src=x", page);
            Assert.Contains("alert('x')", Seen(page));
        }
        Assert.True(Regex.Count(Seen(File.ReadAllText(file)), Regex.Escape("onerror=alert(1)>\"'>")) >= 5); // name, comment, its author, repair, message
        Assert.Contains($"href=\"01/{Path.GetFileName(file)}\"", Class);
    }

    [Theory]
    [InlineData("""{"output_type": "error", "ename": "E", "evalue": "m", "traceback": [null]}""")]
    [InlineData("""{"output_type": "error", "ename": 3, "evalue": {}, "traceback": [{}]}""")]
    [InlineData("""{"output_type": "stream", "name": ["stdout"], "text": {"a": 1}}""")]
    public void Outputs_that_are_none_cost_nobody_a_page(string output)
    {
        var id = _temporary.Submit("ada");
        _temporary.Submit("bob");
        var notebook = NotebookText.Unit().ToJson();
        var forged = new Regex("\"outputs\": \\[\\]").Replace(notebook, $"\"outputs\": [{output}]", 1);
        Assert.NotEqual(notebook, forged);
        _temporary.Book.Save(new("ada", "ada"), _temporary.Book.Submission(id)!, forged, _temporary.Book.AutoMarks(id), []);
        Write();
        Assert.Contains("cannot be shown here", Seen(Page("ada")));
        Assert.Contains("Q1.1 Double ✓ right 3 of 3", Seen(Page("ada")));
        Assert.Contains("Twice", Page("bob"));
    }

    [Fact]
    public void Figures_of_the_class_are_right()
    {
        _temporary.Submit("ada");
        _temporary.Submit("bob", points: 0);
        var cleo = _temporary.Submit("cleo", points: 1);
        _temporary.Submit("dan", points: 0, first: "z");
        _temporary.Book.Mark(cleo, "Q1.2", 2, "ann");
        var bank = new Dictionary<string, Mistakes> { ["Q1.1"] = new(Wrong: [new("never", ["x"], ["something else"]), new("within", ["x"], ["old"]), new("teller", ["x"], ["IS", "told"])]) };
        var figures = ClassFigures.Of(MarkBook.Of(_temporary.Book, new(), "01"), _temporary.Book, bank);

        Assert.Equal([2, 0, 0, 0, 0, 0, 2, 0, 0, 0], figures.Histogram); // 0, 0, 3 of 5, 3 of 5
        Assert.Equal((1.5, 1.5), (figures.Mean, figures.Median));
        var (doubling, why) = (figures.Questions[0], figures.Questions[1]);
        Assert.Equal((3 + 0 + 1 + 0) / 12.0, doubling.Share!.Value, 12);
        Assert.Equal((1, 1, 2), (doubling.Counts[Standing.Full], doubling.Counts[Standing.Part], doubling.Counts[Standing.None]));
        Assert.Null(why.Share); // three wait
        Assert.Equal((1, 3), (why.Counts[Standing.Full], why.Counts[Standing.Waiting]));
        Assert.Equal([new CommonMistake("Q1.1", "teller", "It is told.", 3)], figures.Mistakes);
        Write(bank);
        Assert.Contains("4 of 4 students handed in · mean 1.5, median 1.5 of 5 points · 3 answers to mark by hand", Seen(Class));
        Assert.Contains("Q1.1 Double 3 33 % 1 1 2", Seen(Class));
    }

    [Fact]
    public void The_same_mistake_with_other_numbers_is_the_same_and_an_earlier_attempt_does_not_count()
    {
        foreach (var (student, message) in ((string, string)[])[("ada", "expected 6, got 5.5"), ("bob", "expected 6, got -1e-05"), ("cleo", "no number at all")])
        {
            var id = _temporary.Submit(student, points: 0);
            _temporary.Book.Save(new(student, student), _temporary.Book.Submission(id)!, null, [.. _temporary.Book.AutoMarks(id).Select(mark => mark with { Message = message })], []);
        }
        _temporary.Submit("cleo", points: 1, first: "earlier", day: 2);
        var figures = ClassFigures.Of(MarkBook.Of(_temporary.Book, new(), "01"), _temporary.Book, new Dictionary<string, Mistakes>());
        Assert.Equal([2, 1], figures.Mistakes.Select(mistake => mistake.Count));
        Assert.Equal("It is told.", figures.Mistakes[1].Message);
    }

    [Fact]
    public void Who_handed_in_nothing_or_nothing_readable_gets_a_page_that_says_so()
    {
        var id = _temporary.Submit("ada");
        _temporary.Book.Save(new("zed", "zed"), _temporary.Book.Submission(id)! with { Id = "z", Student = "zed", State = SubmissionState.Unreadable }, null, [], [new("z", "", FlagKind.Unreadable, "line 9: the JSON ends", "", DateTimeOffset.UtcNow)]);
        _temporary.Book.Save(new("yan", "yan"), _temporary.Book.Submission(id)! with { Id = "y", Student = "yan", Unit = "02" }, null, [], []);
        Assert.Equal(3, Write().Students);
        Assert.Contains("could not be read as a notebook", Seen(Page("zed")));
        Assert.Contains("Nothing was handed in.", Seen(Page("yan")));
        Assert.Contains("2 of 3 students handed in", Seen(Class));
    }

    [Fact]
    public void Being_late_excused_and_extra_is_told()
    {
        _temporary.Submit("ada", day: 12);
        var path = Path.Combine(Path.GetDirectoryName(_temporary.FilePath)!, "policy.yaml");
        File.WriteAllText(path, "due: { \"01\": 2026-11-11 00:00 +00:00 }\nlate: { percentPerDay: 10 }\nextraCredit: [01 Q1.1]\nexcused: [ { unit: \"01\", question: Q1.2 } ]");
        Write(policy: Policy.Load(path));
        Assert.Contains("3 of 3 extra", Seen(Page("ada")));
        Assert.Contains("– does not count", Seen(Page("ada")));
        Assert.Contains("Handed in 2 days late", Seen(Page("ada")));
    }

    [Fact]
    public void Files_get_names_that_every_system_takes_and_that_differ()
    {
        string[] students = ["ada", "Ada", "a/b", "a\\b", "..", "con", "NUL.x", "ada@uni.edu", "Ünal", "", new('x', 300)];
        var names = FeedbackWriter.FileNames(students);
        Assert.Equal(("ada.html", "ada@uni.edu.html"), (names["ada"], names["ada@uni.edu"]));
        Assert.Equal(students.Length, names.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names.Values, name => Assert.Matches(@"^(?!(con|nul)(\.|$))[A-Za-z0-9_@-][A-Za-z0-9_.@-]{0,120}\.html$", name));
    }
}
