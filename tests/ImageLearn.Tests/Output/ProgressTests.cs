using System.Text.Json.Nodes;
using ImageLearn.Output;

namespace ImageLearn.Tests.Output;

[Collection(nameof(RunningCell))]
public sealed class ProgressTests : IDisposable
{
    readonly RecordingHost _cell = new();
    readonly Clock _clock = new();

    public void Dispose() => _cell.Dispose();

    sealed class Clock : TimeProvider
    {
        long _ticks = TimeSpan.TicksPerDay;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => _ticks;
        public void Advance(double seconds) => _ticks += (long)(seconds * TimeSpan.TicksPerSecond);
    }

    ProgressLoop<T> Over<T>(IEnumerable<T> items, string label = "training") => new(items, label, _clock);

    string[] Frames => [.. _cell.Frames.Select(RecordingHost.TextOf)];

    static bool IsVolatile(MimeBundle bundle) => (bundle.Metadata["imagelearn"] as JsonObject)!.ContainsKey("volatile");

    [Fact]
    public void A_loop_shows_bar_count_rate_time_left_and_note()
    {
        var loop = Over(Enumerable.Range(0, 8));
        foreach (int i in loop)
        {
            _clock.Advance(10);
            loop.Note = $"loss {8 - i}";
        }
        Assert.Equal("[........................] training 0 of 8", Frames[0]);
        Assert.Equal("[############............] training 4 of 8 · 10 s each · 40 s left · loss 5", Frames[4]);
        Assert.Equal("training: 8 of 8 · loss 1", Frames[^1]);
        Assert.Single(_cell.Outputs);
    }

    [Fact]
    public void It_refreshes_ten_times_a_second_at_most()
    {
        foreach (int _ in Over(Enumerable.Range(0, 5000))) _clock.Advance(0.001);
        Assert.InRange(_cell.Frames.Count, 45, 55);
        Assert.Contains("1000/s", Frames[^2]);
    }

    [Fact]
    public void The_last_state_is_the_same_in_every_run_and_the_others_are_marked()
    {
        foreach (int _ in Over(Enumerable.Range(0, 3))) _clock.Advance(1);
        Assert.All(_cell.Frames[..^1], frame => Assert.True(IsVolatile(frame)));
        Assert.Equal("""{"progress":{"label":"training","done":3,"total":3}}""", _cell.Ours.ToJsonString());
        Assert.Equal("<div>training: 3 of 3</div>", RecordingHost.HtmlOf(_cell.Outputs[0]));
    }

    [Fact]
    public void A_loop_left_early_says_where_it_stopped()
    {
        foreach (int i in Over(Enumerable.Range(0, 8))) if (i == 3) break;
        Assert.Equal("training: stopped at 3 of 8", Frames[^1]);
        Assert.Throws<InvalidOperationException>(() => { foreach (int i in Over(Enumerable.Range(0, 8), "")) if (i == 5) throw new InvalidOperationException(); });
        Assert.Equal("stopped at 5 of 8", Frames[^1]);
    }

    [Fact]
    public void A_sequence_of_unknown_length_is_counted()
    {
        foreach (int _ in Over(Enumerable.Range(0, 4).Where(i => i >= 0))) _clock.Advance(2);
        Assert.Equal("training 2 · 2 s each", Frames[2]);
        Assert.DoesNotContain("<progress", RecordingHost.HtmlOf(_cell.Frames[2]));
        Assert.Equal("training: 4", Frames[^1]);
        foreach (var _ in Over(new[] { "a", "b" })) { }
        Assert.Equal("training: 2 of 2", Frames[^1]);
    }

    [Fact]
    public void A_loop_inside_a_loop_is_a_line_of_the_same_display()
    {
        foreach (int _ in Over(Enumerable.Range(0, 2), "epochs"))
            foreach (int __ in Over(Enumerable.Range(0, 2), "batches"))
                _clock.Advance(1);
        Assert.Single(_cell.Outputs);
        Assert.Contains("[............] epochs 0 of 2\n[############............] batches 1 of 2 · 1/s · 1 s left".Replace("[............]", "[........................]"), Frames);
        Assert.Equal("epochs: 2 of 2", Frames[^1]);

        foreach (int _ in Over(Enumerable.Range(0, 1), "next")) { }
        Assert.Equal(2, _cell.Outputs.Count);
    }

    [Fact]
    public void Steps_are_counted_by_hand_within_using()
    {
        using (var progress = Over(new int[3], "files"))
        {
            progress.Note = "a.png";
            progress.Step();
            _clock.Advance(1);
            progress.Step();
        }
        Assert.Equal(["[........................] files 0 of 3", "[########................] files 1 of 3 · a.png", "[################........] files 2 of 3 · 2/s · 1 s left · a.png", "files: stopped at 2 of 3 · a.png"], Frames);
    }

    [Fact]
    public void An_interruption_stops_the_loop_at_its_next_step()
    {
        int steps = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (int i in Over(Enumerable.Range(0, 100)))
            {
                steps++;
                if (i == 4) Cell.SetInterrupted(true);
            }
        });
        Assert.Equal(5, steps);
        Assert.Equal("training: stopped at 5 of 100", Frames[^1]);
    }

    [Fact]
    public void Loops_on_several_threads_share_the_display_of_the_loop_around_them()
    {
        foreach (int _ in Over(Enumerable.Range(0, 3), "outer"))
            Parallel.For(0, 8, i => { foreach (int __ in Over(Enumerable.Range(0, 50), $"inner {i}")) { } });
        Assert.Single(_cell.Outputs);
        Assert.Equal("outer: 3 of 3", Frames[^1]);
    }

    [Fact]
    public void No_items_are_no_trouble_and_a_negative_count_is()
    {
        foreach (int _ in Progress.Over(0, "nothing")) Assert.Fail();
        Assert.Equal("nothing: 0 of 0", Frames[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Progress.Over(-1));
    }

    [Theory]
    [InlineData(1, "59 s left")]
    [InlineData(2, "1 min 58 s left")]
    [InlineData(100, "1 h 38 min left")]
    public void Time_left_is_told_in_the_units_people_use(double seconds, string left)
    {
        foreach (int _ in Over(new int[60])) { if (_cell.Frames.Count > 1) break; _clock.Advance(seconds); }
        Assert.Contains(left, Frames[1]);
    }
}
