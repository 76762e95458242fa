using ImageLearn.Grading.Runs;

namespace ImageLearn.Grading.Tests.Runs;

public class RunEstimateTests
{
    sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }
        public override long TimestampFrequency => 1000;
        public override long GetTimestamp() => (long)(Seconds * 1000);
    }

    static Dictionary<string, int> Cells => new() { ["a"] = 2, ["b"] = 1 };

    static Dictionary<string, double[]> Before => new() { ["a"] = [1, 9], ["b"] = [4] };

    [Fact]
    public void Without_an_earlier_run_nothing_is_known_until_a_cell_has_ended()
    {
        var estimate = new RunEstimate(new Dictionary<string, double[]>(), Cells, jobs: 1);
        Assert.Null(estimate.Left);

        estimate.Ended("a", 0, 3);
        Assert.Equal(TimeSpan.FromSeconds(6), estimate.Left);
    }

    [Fact]
    public void Cells_take_as_long_as_last_time_and_the_one_that_runs_what_is_left_of_it()
    {
        var clock = new Clock();
        var estimate = new RunEstimate(Before, Cells, jobs: 1, clock);
        Assert.Equal(TimeSpan.FromSeconds(14), estimate.Left);

        estimate.Started("a", 0);
        estimate.Ended("a", 0, 2);
        estimate.Started("a", 1);
        clock.Seconds = 6;
        Assert.Equal(TimeSpan.FromSeconds(9 - 6 + 4), estimate.Left);
        clock.Seconds = 60;
        Assert.Equal(TimeSpan.FromSeconds(4), estimate.Left);

        estimate.Ended("a");
        estimate.Ended("b");
        Assert.Equal(TimeSpan.Zero, estimate.Left);
    }

    [Fact]
    public void Jobs_share_the_work_but_not_the_longest_notebook()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), new RunEstimate(Before, Cells, jobs: 2).Left);
    }

    [Fact]
    public void A_notebook_with_other_cells_than_last_time_is_another_one()
    {
        var estimate = new RunEstimate(new Dictionary<string, double[]> { ["a"] = [100], ["b"] = [4] }, Cells, jobs: 1);
        Assert.Equal(TimeSpan.FromSeconds(4 + 4 + 4), estimate.Left);
    }

    [Fact]
    public void Timings_are_kept_for_the_next_run()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("imagelearn-test-").FullName, "timings.json");
        try
        {
            Assert.Empty(RunEstimate.Load(path));
            File.WriteAllText(path, """{"old": [5]}""");
            var estimate = new RunEstimate(new Dictionary<string, double[]>(), Cells, jobs: 1);
            estimate.Ended("a", 1, 0.25);
            estimate.Save(path);
            Assert.Equal("""{"a":[0,0.25],"b":[0],"old":[5]}""", File.ReadAllText(path));

            File.WriteAllText(path, "{");
            Assert.Empty(RunEstimate.Load(path));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
