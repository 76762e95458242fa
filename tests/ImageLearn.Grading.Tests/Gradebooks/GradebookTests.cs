using System.Reflection;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;
using Microsoft.Data.Sqlite;

namespace ImageLearn.Grading.Tests.Gradebooks;

public sealed class GradebookTests : IDisposable
{
    readonly TemporaryGradebook _temporary = new();

    Gradebook Book => _temporary.Book;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_is_saved_is_read_again()
    {
        var id = _temporary.Submit("ada", points: 2);
        var submission = Assert.Single(Book.Submissions("01"));
        Assert.Equal((id, "ada", SubmissionState.Graded), (submission.Id, submission.Student, submission.State));
        Assert.Equal(["a cell was put back"], submission.Repairs);
        var mark = Book.AutoMarks(id)[0];
        Assert.Equal((2, AnswerOutcome.Wrong, "a hidden reason", "three"), (mark.Points, mark.Outcome, mark.Evidence[0].Reason, mark.Checks[0].Name));
        Assert.Equal(NotebookText.Unit().ToJson(), Book.Notebook(id)!.ToJson());
        Assert.Equal("says why", Book.Questions("01")[1].Rubric!.Criteria[1].Text);
    }

    [Fact]
    public void A_full_disk_is_one_sentence_and_costs_nothing_that_was_written()
    {
        var id = _temporary.Submit("ada");
        var connection = (SqliteConnection)typeof(Gradebook).GetField("_connection", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(Book)!;
        Limit(Scalar("pragma page_count"));
        var told = Assert.Throws<CourseException>(() => Book.Mark(id, "Q1.2", 1, "ann", new string('x', 1 << 20)));
        Assert.StartsWith($"{_temporary.FilePath} cannot be written: the disk is full.", told.Message);
        Assert.Equal(id, Assert.Single(Book.Submissions()).Id);

        Limit(1_000_000);
        Book.Mark(id, "Q1.2", 1, "ann", new string('x', 1 << 20));
        Assert.Equal(1, Book.StandingMarks()[(id, "Q1.2")].Points);

        void Limit(long pages) => Scalar($"pragma max_page_count = {pages}");

        long Scalar(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }
    }

    [Fact]
    public void A_mark_by_hand_survives_grading_again_and_the_latest_counts()
    {
        var id = _temporary.Submit("ada");
        Book.Mark(id, "Q1.2", 1, "ann", "half of it", [0]);
        Book.Mark(id, "Q1.2", 2, "bob");
        _temporary.Submit("ada", points: 0);
        Assert.Equal((2.0, "bob"), (Book.StandingMarks()[(id, "Q1.2")].Points, Book.StandingMarks()[(id, "Q1.2")].Marker));
        Assert.Equal(["ann", "bob"], Book.ManualMarks(id).Select(mark => mark.Marker));
        Assert.Equal(0, Book.AutoMarks(id)[0].Points);

        Book.Mark(id, "Q1.2", null, "bob");
        Assert.Empty(Book.StandingMarks());
    }

    [Fact]
    public void A_mark_follows_the_answer_to_the_next_attempt_and_a_changed_answer_is_flagged()
    {
        Book.Mark(_temporary.Submit("ada", second: "because"), "Q1.2", 2, "ann");
        var same = _temporary.Submit("ada", first: "better", second: "because", day: 2);
        var changed = _temporary.Submit("ada", first: "better", second: "never mind", day: 3);
        var other = _temporary.Submit("eve", second: "because");
        var marks = Book.StandingMarks("01");
        Assert.Equal(2, marks[(same, "Q1.2")].Points);
        Assert.False(marks.ContainsKey((changed, "Q1.2")));
        Assert.False(marks.ContainsKey((other, "Q1.2")));
        Assert.Equal((changed, "Q1.2", FlagKind.AnswerChanged), Assert.Single(Book.Flags()) switch { var flag => (flag.Submission, flag.Question, flag.Kind) });

        Book.Mark(changed, "Q1.2", 0, "ann");
        Assert.Empty(Book.Flags());
    }

    [Fact]
    public void Rows_that_did_not_change_keep_the_run_that_wrote_them()
    {
        var id = _temporary.Submit("ada", points: 3);
        var first = Book.AutoMarks(id)[0].Run;
        var second = Book.Begin("01", new Dictionary<string, string> { ["tool"] = "2" }, Book.Questions("01"), resume: false);
        var marks = Book.AutoMarks(id);
        Book.Save(new("ada", "ada"), Book.Submission(id)! with { Run = second.Id }, null, [marks[0] with { Run = second.Id }, marks[1] with { Run = second.Id, Message = "another" }], []);
        Assert.Equal([first, second.Id], Book.AutoMarks(id).Select(mark => mark.Run));
    }

    [Fact]
    public void A_flag_that_was_settled_stays_settled_and_one_that_no_longer_holds_goes()
    {
        var id = Gradebook.IdOf("01", "ada", "ab");
        Flag Died(string message) => new(id, "Q1.1", FlagKind.Died, message, "", DateTimeOffset.UtcNow);
        _temporary.Submit("ada", flags: [Died("once"), Died("twice")]);
        Book.Settle(Book.Flags(id)[0], "ann");
        _temporary.Submit("ada", flags: [Died("once")]);
        Assert.Empty(Book.Flags(id));
        Assert.Equal("once", Assert.Single(Book.Flags(id, settled: true)).Message);
    }

    [Fact]
    public void A_run_that_was_cut_off_goes_on()
    {
        var versions = new Dictionary<string, string> { ["tool"] = "1" };
        var first = Book.Runs()[0];
        Assert.Equal(first.Id, Book.Begin("01", versions, [], resume: true).Id);
        Book.End(first);
        Assert.NotEqual(first.Id, Book.Begin("01", versions, [], resume: true).Id);
    }

    [Fact]
    public async Task Several_that_open_a_new_gradebook_at_once_do_not_get_in_each_others_way()
    {
        var folder = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;
        try
        {
            for (var round = 0; round < 20; round++)
            {
                var path = Path.Combine(folder, $"{round}.db");
                using var start = new Barrier(4);
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
                {
                    start.SignalAndWait();
                    using var book = Gradebook.Open(path, create: true);
                    Assert.Empty(book.Students());
                }, TaskCreationOptions.LongRunning)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Two_markers_at_once_lose_no_mark()
    {
        var ids = Enumerable.Range(0, 8).Select(i => _temporary.Submit($"s{i}")).ToList();
        using var other = Gradebook.Open(_temporary.FilePath);
        Parallel.Invoke(
            () => ids.ForEach(id => Book.Mark(id, "Q1.2", 1, "ann")),
            () => ids.ForEach(id => other.Mark(id, "Q1.1", 2, "bob")));
        Assert.Equal(16, Book.StandingMarks("01").Count);
    }

    [Fact]
    public void A_comment_takes_the_place_of_its_authors_earlier_one()
    {
        var id = _temporary.Submit("ada");
        Book.Write(id, "Q1.2", "first", "ann");
        Book.Write(id, "Q1.2", "hello", "bob");
        Book.Write(id, "Q1.2", "second", "ann");
        Assert.Equal(["hello", "second"], Book.Comments(id).Select(comment => comment.Text));
        Book.Write(id, "Q1.2", "", "bob");
        Assert.Equal(["second"], Book.Comments(id, "Q1.2").Select(comment => comment.Text));
    }

    [Fact]
    public void A_gradebook_of_a_later_version_is_refused_and_so_is_a_file_that_is_none()
    {
        _temporary.Book.Dispose();
        using (var raw = new SqliteConnection($"Data Source={_temporary.FilePath};Pooling=False"))
        {
            raw.Open();
            using var command = raw.CreateCommand();
            command.CommandText = "pragma user_version = 99";
            command.ExecuteNonQuery();
        }
        Assert.Contains("has version 99", Assert.Throws<CourseException>(() => Gradebook.Open(_temporary.FilePath)).Message);
        File.WriteAllText(_temporary.FilePath, "no database, but text that is long enough to be looked at");
        Assert.Contains("cannot be opened as a gradebook", Assert.Throws<CourseException>(() => Gradebook.Open(_temporary.FilePath)).Message);
        Assert.Contains("There is no gradebook", Assert.Throws<CourseException>(() => Gradebook.Open(_temporary.FilePath + "x")).Message);
    }
}
