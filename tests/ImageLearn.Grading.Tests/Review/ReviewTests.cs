using System.Net.Http.Json;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Review;
using ImageLearn.Grading.Units;
using Xunit.Abstractions;

namespace ImageLearn.Grading.Tests.Review;

/// <summary>What a marker does through the page's requests, and what of it stands in the gradebook.</summary>
public sealed class ReviewTests(ITestOutputHelper output) : IAsyncLifetime
{
    readonly ReviewedClass _class = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _class.DisposeAsync().AsTask();

    double? PointsOf(string submission, string question = "Q1.2") => _class.Book.StandingMarks().GetValueOrDefault((submission, question))?.Points;

    [Theory]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { 0 }, 1)]
    [InlineData(new[] { 1, 0 }, 3)]
    [InlineData(new[] { 0, 1, 2, 2 }, 4)]
    public async Task Criteria_add_up_and_are_in_the_gradebook_when_the_reply_comes(int[] criteria, double sum)
    {
        var (id, client) = (_class.Submit("ada", "because"), await _class.ClientAsync());
        var result = await client.MarkAsync(id, "", criteria);
        Assert.Equal((true, sum), ((bool)result["saved"]!, (double)result["answer"]!["mark"]!["points"]!));
        var mark = _class.Book.StandingMarks()[(id, "Q1.2")];
        Assert.Equal((sum, "ann", string.Join(',', criteria.Distinct().Order())), (mark.Points, mark.Marker, string.Join(',', mark.Criteria)));
        Assert.Equal(sum + 1, MarkBook.Of(_class.Book, new()).Single().Points);
    }

    [Fact]
    public async Task What_a_question_cannot_have_is_refused_and_not_written()
    {
        var (id, client) = (_class.Submit("ada", "because"), await _class.ClientAsync());
        foreach (var (request, complaint) in ((object, string)[])[
            (new { submission = id, question = "Q1.2", saw = "", criteria = (int[])[3] }, "Q1.2 has 3 criteria, and the mark names number 4."),
            (new { submission = id, question = "Q1.2", saw = "", points = 4.5 }, "Q1.2 is worth 4 points, and 4.5 were given."),
            (new { submission = id, question = "Q1.2", saw = "", points = -1 }, "Give 0 to 4."),
            (new { submission = id, question = "Q9", saw = "" }, "Unit 01 has no question Q9."),
            (new { submission = "x", question = "Q1.2", saw = "" }, "There is no submission x"),
            (new { submission = id, question = "Q1.2" }, "not as the page writes it")])
        {
            var response = await client.PostAsJsonAsync("mark", request);
            Assert.Equal(400, (int)response.StatusCode);
            Assert.Contains(complaint, await response.Content.ReadAsStringAsync());
        }
        Assert.Empty(_class.Book.ManualMarks());
    }

    [Fact]
    public async Task Of_two_markers_the_second_is_told_of_the_first_and_no_mark_is_lost()
    {
        var id = _class.Submit("ada", "because");
        var (ann, bob) = (await _class.ClientAsync("ann"), await _class.ClientAsync("bob"));
        Assert.True((bool)(await ann.MarkAsync(id, "", [0, 1]))["saved"]!);
        var late = await bob.MarkAsync(id, "", [2]);
        Assert.Equal((false, "ann", 3.0), ((bool)late["saved"]!, (string)late["answer"]!["mark"]!["marker"]!, (double)late["answer"]!["mark"]!["points"]!));
        Assert.Equal(3, PointsOf(id));

        Assert.True((bool)(await bob.MarkAsync(id, (string)late["answer"]!["saw"]!, [2]))["saved"]!); // knowingly
        Assert.Equal(1, PointsOf(id));
        Assert.Equal(["ann", "bob"], _class.Book.ManualMarks(id).Select(mark => mark.Marker));
    }

    [Fact]
    public async Task Two_markers_at_full_speed_lose_no_mark()
    {
        var ids = Enumerable.Range(0, 25).Select(i => _class.Submit($"s{i}", "because")).ToList();
        var (ann, bob) = (await _class.ClientAsync("ann"), await _class.ClientAsync("bob"));
        var saved = await Task.WhenAll(MarkAllAsync(ann, ids), MarkAllAsync(bob, ids.AsEnumerable().Reverse()));
        // Each answer was marked first by one of them, and the other was told.
        Assert.Equal(25, saved.Sum());
        Assert.Equal(25, _class.Book.ManualMarks().Count);
        Assert.All(ids, id => Assert.Equal(3, PointsOf(id)));

        static async Task<int> MarkAllAsync(HttpClient marker, IEnumerable<string> ids)
        {
            var saved = 0;
            foreach (var id in ids)
                if ((bool)(await marker.MarkAsync(id, "", [0, 1]))["saved"]!) saved++;
            return saved;
        }
    }

    [Fact]
    public async Task Marks_that_follow_each_other_at_once_keep_their_order()
    {
        var (id, client) = (_class.Submit("ada", "because"), await _class.ClientAsync());
        var saw = "";
        for (var i = 0; i < 30; i++) saw = (string)(await client.MarkAsync(id, saw, points: i % 5))["answer"]!["saw"]!;
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (double?)(i % 5)), _class.Book.ManualMarks(id).Select(mark => mark.Points));
        await client.MarkAsync(id, saw);
        Assert.Null(PointsOf(id)); // taken back
    }

    [Fact]
    public async Task Flagged_answers_come_first_then_those_that_wait_and_one_answer_comes_once()
    {
        _class.Submit("done", "because");
        var (done, flagged) = (_class.Submit("done", "because"), _class.Submit("eve", "hm", [FlagKind.Died]));
        var waiting = Enumerable.Range(0, 5).Select(i => _class.Submit($"s{i}", "because")).ToHashSet();
        _class.Book.Mark(done, "Q1.2", 2, "bob");
        var client = await _class.ClientAsync();
        var queue = (await client.ReadAsync("queue?unit=01&question=Q1.2")).AsArray();
        Assert.Equal([flagged, .. queue.Skip(1).Take(5).Select(item => (string)item!["submission"]!), done], queue.Select(item => (string)item!["submission"]!));
        Assert.True(waiting.SetEquals(queue.Skip(1).Take(5).Select(item => (string)item!["submission"]!)));
        Assert.NotEqual(waiting.ToList(), queue.Skip(1).Take(5).Select(item => (string)item!["submission"]!)); // not in the order of names

        var settled = await client.ChangeAsync("flag", new { submission = flagged, question = "Q1.2", open = false });
        Assert.True((bool)settled["flags"]![0]!["settled"]!);
        Assert.Empty(_class.Book.Flags());
        await client.ChangeAsync("flag", new { submission = done, question = "Q1.2", open = true });
        Assert.Equal((done, FlagKind.Review, "ann"), Assert.Single(_class.Book.Flags()) switch { var flag => (flag.Submission, flag.Kind, flag.RaisedBy) });
    }

    [Fact]
    public async Task Names_are_told_only_when_asked_for()
    {
        var id = _class.Submit("ada", "because");
        var client = await _class.ClientAsync();
        foreach (var path in (string[])["questions", "queue?unit=01&question=Q1.2", $"answer?submission={id}&question=Q1.2", $"cells?submission={id}&question=Q1.2"])
            Assert.DoesNotContain("ada", await client.GetStringAsync(path));
        Assert.Equal("ada Family", (string?)(await client.AnswerAsync(id, names: true))["name"]);
    }

    [Fact]
    public async Task A_comment_is_kept_and_its_text_offered_again()
    {
        var (id, other) = (_class.Submit("ada", "because"), _class.Submit("bob", "why not"));
        var (ann, bob) = (await _class.ClientAsync("ann"), await _class.ClientAsync("bob"));
        await ann.ChangeAsync("comment", new { submission = id, question = "Q1.2", text = "Name the region." });
        await bob.ChangeAsync("comment", new { submission = id, question = "Q1.2", text = "And the cause." });
        await ann.ChangeAsync("phrase", new { submission = id, question = "Q1.2", text = "Which region?" });
        for (var i = 0; i < 2; i++) await ann.ChangeAsync("phrase", new { submission = id, question = "Q1.2", text = "Name the region." });
        Assert.Equal(["Name the region.", "And the cause."], _class.Book.Comments(id, "Q1.2").Select(comment => comment.Text));
        Assert.Equal(["Name the region.", "Which region?"], (await bob.AnswerAsync(other))["phrases"]!.AsArray().Select(text => (string)text!));
        await ann.ChangeAsync("comment", new { submission = id, question = "Q1.2", text = "" });
        Assert.Equal(["And the cause."], _class.Book.Comments(id).Select(comment => comment.Text));
    }

    [Fact]
    public async Task The_next_answer_of_two_thousand_comes_at_once()
    {
        var text = string.Join("\n\n", Enumerable.Repeat("The residual is large at the edge, since the patch is not flat there.", 20));
        for (var i = 0; i < 2000; i++) _class.Submit($"s{i}", $"{text} {i}", i % 50 == 0 ? [FlagKind.Died] : null);
        var client = await _class.ClientAsync();
        var queue = (await client.ReadAsync("queue?unit=01&question=Q1.2")).AsArray().Select(item => (string)item!["submission"]!).ToList();
        Assert.Equal(2000, queue.Count);
        var times = new List<double>();
        foreach (var id in queue.Take(60))
        {
            var before = TimeProvider.System.GetTimestamp();
            var saw = (string)(await client.AnswerAsync(id))["saw"]!;
            await client.GetStringAsync($"cells?submission={id}&question=Q1.2");
            times.Add(TimeProvider.System.GetElapsedTime(before).TotalMilliseconds);
            await client.MarkAsync(id, saw, [0]);
        }
        output.WriteLine($"The next answer: median {times.Order().ElementAt(30):0.0} ms, longest {times.Max():0.0} ms.");
        Assert.True(times.Order().ElementAt(30) < 100, $"The median is {times.Order().ElementAt(30):0} ms.");
    }

    [Fact]
    public async Task A_gradebook_without_the_unit_is_refused() => Assert.Contains("has no answers to mark in unit 07",
        (await Assert.ThrowsAsync<CourseException>(() => ReviewServer.StartAsync(_class.Book, "07", "ann"))).Message);
}
