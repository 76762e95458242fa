using System.Text.Json.Nodes;
using ImageLearn.Output;
using ImageLearn.Plotting;

namespace ImageLearn.Tests.Output;

public sealed class MeasuredTests
{
    [Fact]
    public void It_looks_like_the_value_and_is_marked_volatile()
    {
        var value = new[] { new { Measure = "time", Here = "2.1 ms" } };
        var (plain, measured) = (Formatting.ToMimeBundle(value), Formatting.ToMimeBundle(new Measured(value)));
        Assert.True(JsonNode.DeepEquals(plain.Data, measured.Data));
        Assert.Equal("""{"imagelearn":{"volatile":true}}""", measured.Metadata.ToJsonString());
    }

    [Fact]
    public void What_the_value_says_of_itself_stays()
    {
        var figure = Figure.Line(.., new double[] { 1, 2 }, alt: "rising", title: "Times");
        var ours = new Measured(figure).ToMimeBundle().Metadata["imagelearn"]!;
        Assert.Equal("rising", (string?)ours["figure"]!["alt"]);
        Assert.True((bool)ours["volatile"]!);
    }
}
