using ImageLearn.Nn;

namespace ImageLearn.Tests.Nn;

public class SummaryTests
{
    static Sequential Net()
    {
        var rng = new Rng(1);
        return new(new Conv2d(1, 8, 3, rng, padding: 1), new BatchNorm2d(8), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(8 * 14 * 14, 10, rng));
    }

    [Fact]
    public void A_summary_lists_layers_output_shapes_and_parameters()
    {
        var net = Net();
        foreach (var p in net[0].Parameters) p.RequiresGrad = false;
        string expected = """
            name  layer                              output shape    parameters
            ───────────────────────────────────────────────────────────────────
                  input                              [2, 1, 28, 28]
            0     Conv2d(1 → 8, kernel 3, padding 1)  [2, 8, 28, 28]          80
            1     BatchNorm2d(8)                     [2, 8, 28, 28]          16
            2     Relu                               [2, 8, 28, 28]           0
            3     MaxPool2d(2)                       [2, 8, 14, 14]           0
            4     Flatten                            [2, 1568]                0
            5     Linear(1568 → 10)                  [2, 10]             15,690
            ───────────────────────────────────────────────────────────────────
            Sequential: 15,786 parameters, 15,706 of them trainable
            """;
        string[] Words(string text) => text.Split((char[])[' ', '\n', '─'], StringSplitOptions.RemoveEmptyEntries);
        var summary = net.Summary([2, 1, 28, 28]);
        Assert.Equal(Words(expected), Words(summary.ToString()));
        Assert.Single(summary.ToString().Split('\n').Where(line => line.EndsWith("parameters") || line.EndsWith("15,690")).Select(line => line.Length).Distinct());
        Assert.Contains(">15,690</td>", summary.ToMimeBundle().Data["text/html"]!.GetValue<string>());
    }

    [Fact]
    public void A_summary_leaves_the_model_as_it_was()
    {
        var net = Net();
        net[2].Eval();
        var before = net.StateDict();
        net.Summary([1, 1, 28, 28]);
        Assert.True(net.Training && net[1].Training && !net[2].Training);
        foreach (var (name, value) in net.StateDict()) Assert.Equal(before[name].Data.ToArray(), value.Data.ToArray());
    }
}
