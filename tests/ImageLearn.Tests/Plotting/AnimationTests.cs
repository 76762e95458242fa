using ImageLearn.Plotting;

namespace ImageLearn.Tests.Plotting;

public class AnimationTests
{
    static Figure Growing => new Figure(alt: "A line that grows.", title: "</script><!-- growing").Add(Trace.Line(.., [5, 5], name: "still"))
        .Animate([Trace.Line(.., [1]), Trace.Line(.., [1, 2]), Trace.Line(.., [1, 2, 9])]).Frames(["one", "two", "three"], still: 1);

    [Fact]
    public void Plotly_gets_a_frame_for_each_step_that_changes_the_moving_trace_only()
    {
        var plotly = Growing.ToPlotly();
        Assert.Equal(3, plotly["frames"]!.AsArray().Count);
        Assert.All(plotly["frames"]!.AsArray(), static frame => Assert.Equal("[1]", frame!["traces"]!.ToJsonString()));
        Assert.Equal("[1,2,9]", plotly["frames"]![2]!["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("[1,2]", plotly["data"]![1]!["y"]!.ToJsonString());
        var slider = plotly["layout"]!["sliders"]![0]!;
        Assert.Equal(1, (int)slider["active"]!);
        Assert.Equal(["one", "two", "three"], slider["steps"]!.AsArray().Select(static step => step!["label"]!.GetValue<string>()));
        Assert.Equal(plotly["frames"]!.AsArray().Select(static frame => frame!["name"]!.GetValue<string>()), slider["steps"]!.AsArray().Select(static step => step!["args"]![0]![0]!.GetValue<string>()));
    }

    [Fact]
    public void Axes_are_those_of_all_frames_together() =>
        Assert.True((double)Growing.ToPlotly()["layout"]!["yaxis"]!["range"]![1]! > 9);

    [Fact]
    public void The_still_shows_the_chosen_frame_and_its_name()
    {
        Assert.Contains("two (2 of 3)", Growing.ToSvg());
        Assert.Contains("frame 3 (3 of 3)", new Figure("a").Animate([Trace.Line(.., [1]), Trace.Line(.., [1]), Trace.Line(.., [1])]).ToSvg());
    }

    [Fact]
    public void The_page_needs_nothing_from_outside_and_no_text_can_break_its_script()
    {
        var html = Growing.ToMimeBundle().Data["text/html"]!.GetValue<string>();
        Assert.Single(html.Split("</script>")[..^1]);
        Assert.DoesNotContain("<!--", html);
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", ""));
        Assert.Contains("<img alt=\"A line that grows.\" src=\"data:image/svg+xml;base64,", html);
        Assert.Equal(6, html.Split("data-frame=").Length - 1);
        Assert.DoesNotContain("script", Figure.Line(.., [1], alt: "still").ToMimeBundle().Data["text/html"]!.GetValue<string>());
    }
}
