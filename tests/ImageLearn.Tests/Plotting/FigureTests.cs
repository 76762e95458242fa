using System.Text.Json.Nodes;
using System.Xml.Linq;
using ImageLearn.Imaging;
using ImageLearn.Plotting;

namespace ImageLearn.Tests.Plotting;

public class FigureTests
{
    static JsonNode FirstTrace(Figure figure) => figure.ToPlotly()["data"]![0]!;

    static string Numbers(JsonNode? array) => array!.ToJsonString();

    [Fact]
    public void Numbers_come_from_tensors_arrays_lists_ranges_and_any_sequence()
    {
        Tensor tensor = [[1, 2], [3, 4.5]];
        foreach (var y in new Numbers[] { tensor, new double[] { 1, 2, 3, 4.5 }, new List<double> { 1, 2, 3, 4.5 }, [.. new[] { 1, 2, 3, 4.5 }.Where(static v => v > 0)] })
        {
            var trace = FirstTrace(Figure.Line(.., y, alt: "a line"));
            Assert.Equal("[0,1,2,3]", Numbers(trace["x"]));
            Assert.Equal("[1,2,3,4.5]", Numbers(trace["y"]));
        }
        Assert.Equal("[5,6,7,8]", Numbers(FirstTrace(Figure.Line(5..9, tensor, alt: "a line"))["x"]));
    }

    [Fact]
    public void What_a_trace_draws_can_be_asked_for()
    {
        Tensor z = [[1, double.NaN], [3, 4]];
        var figure = Figure.Line(.., [5, double.PositiveInfinity, 7], alt: "a line").Add(Trace.Heatmap(z));
        Assert.Equal([0, 1, 2], figure.Drawn(Channel.X).Data.ToArray());
        Assert.Equal([5, float.NaN, 7], figure.Drawn(Channel.Y).Data.ToArray());
        Assert.Equal([2, 2], figure.Drawn(Channel.Z, trace: 1).Shape);
        Assert.Equal([1, float.NaN, 3, 4], figure.Drawn(Channel.Z, trace: 1).Data.ToArray());
        Assert.Equal([3, 1], Figure.Bar(["a", "b"], [3, 1], alt: "bars").Drawn(Channel.Y).Data.ToArray());

        Assert.Equal("Drawn: trace 0 is a scatter, which draws no numbers as Z.", Assert.Throws<ArgumentException>(() => figure.Drawn(Channel.Z)).Message);
        Assert.Equal("Drawn: there is no trace -1, the figure has 2, counted from 0.", Assert.Throws<ArgumentException>(() => figure.Drawn(Channel.X, -1)).Message);
    }

    [Fact]
    public void What_came_from_float32_is_written_as_short_as_float32_and_doubles_keep_their_digits()
    {
        Assert.Equal("[0.1]", Numbers(FirstTrace(Figure.Line([0], Tensor.Of([0.1]), alt: "a"))["y"]));
        Assert.Equal("[0.12345678901234566]", Numbers(FirstTrace(Figure.Line([0], [0.12345678901234566], alt: "a"))["y"]));
    }

    [Fact]
    public void What_is_not_finite_is_null_for_Plotly_and_a_gap_in_the_drawing()
    {
        var figure = Figure.Line(.., [1, 2, double.NaN, 3, double.PositiveInfinity, 2, 1], alt: "a line with two gaps");
        Assert.Equal("[1,2,null,3,null,2,1]", Numbers(FirstTrace(figure)["y"]));
        var line = XDocument.Parse(figure.ToSvg()).Descendants().Single(static element => element.Name.LocalName == "path" && element.Attribute("fill")!.Value == "none");
        Assert.Equal(2, line.Attribute("d")!.Value.Count(static c => c == 'M'));
    }

    [Fact]
    public void A_line_far_outside_the_range_is_cut_at_the_border_of_the_panel()
    {
        var figure = Figure.Line(.., [0, 1e300, -1e300, 1], alt: "a wild line").Axes(yRange: (0, 1));
        Assert.DoesNotContain("E+", figure.ToSvg());
        Assert.True(figure.ToSvg().Length < 10_000);
    }

    [Fact]
    public void Many_points_are_thinned_to_what_the_pixels_can_show_but_extremes_stay()
    {
        var wave = new double[200_000];
        for (int i = 0; i < wave.Length; i++) wave[i] = Math.Sin(i / 3000.0);
        wave[123_456] = 9;
        var svg = Figure.Line(.., wave, alt: "a wave with one spike").ToSvg();
        Assert.InRange(svg.Length, 5_000, 80_000);
        var ys = XDocument.Parse(svg).Descendants().Last(static element => element.Attribute("stroke")?.Value == "#0072B2").Attribute("d")!.Value
            .Split('M', 'L').Where(static point => point != "").Select(static point => double.Parse(point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.True(ys.Min() < ys.Average() - 100, "the spike is gone");
    }

    [Fact]
    public void A_logarithmic_axis_leaves_out_what_has_no_logarithm()
    {
        var figure = Figure.Line(.., [100, 10, 0, -5, 1], alt: "a line").Axes(yLog: true);
        var axis = figure.ToPlotly()["layout"]!["yaxis"]!;
        Assert.Equal("log", axis["type"]!.GetValue<string>());
        Assert.Equal((-0.08, 2.08), (Math.Round((double)axis["range"]![0]!, 6), Math.Round((double)axis["range"]![1]!, 6)));
    }

    [Fact]
    public void Pictures_have_square_pixels_and_rows_downwards_heat_maps_rows_upwards()
    {
        var layout = Figure.Image([[0, 1, 2], [3, 4, 5]], alt: "six squares").ToPlotly()["layout"]!;
        Assert.Equal(("[1.5,-0.5]", "x"), (Numbers(layout["yaxis"]!["range"]), layout["yaxis"]!["scaleanchor"]!.GetValue<string>()));
        layout = Figure.Heatmap([[0, 1, 2], [3, 4, 5]], alt: "six cells", x: [10, 20, 30], y: [0, 1]).ToPlotly()["layout"]!;
        Assert.Equal(("[-0.5,1.5]", "[5,35]"), (Numbers(layout["yaxis"]!["range"]), Numbers(layout["xaxis"]!["range"])));
    }

    [Fact]
    public void A_large_picture_goes_to_Plotly_as_a_picture_with_the_same_colours()
    {
        var values = Rng.Uniform([200, 150], seed: 1);
        var source = FirstTrace(Figure.Image(values, alt: "noise", range: (0, 1)))["source"]!.GetValue<string>();
        var picture = Image.Decode(Convert.FromBase64String(source.Split(',')[1]));
        for (int i = 0; i < values.Size; i += 97) Assert.Equal(Math.Round(values.Data[i] * 255), picture.Sample(i, 0), 1.0);
    }

    [Fact]
    public void A_histogram_counts_every_value_once()
    {
        var trace = FirstTrace(Figure.Histogram([0, 0.5, 1, 1, 1.5, 2.999, 3, double.NaN], alt: "counts", bins: 3));
        Assert.Equal(7, trace["y"]!.AsArray().Sum(static count => (double)count!));
        Assert.Equal("[2,3,1,1]", Numbers(trace["y"]));
        Assert.Equal("[0.5,1.5,2.5,3.5]", Numbers(trace["x"]));
    }

    /// <summary>Neither 0.3 / 0.1 nor the float32 of 0.7 may fall into the bin before.</summary>
    [Fact]
    public void A_value_on_a_border_counts_to_the_right()
    {
        double[] tenths = [.. Enumerable.Range(0, 20).Select(static i => i / 10.0)];
        foreach (var values in new Numbers[] { tenths, Tensor.Of(tenths) })
            Assert.Equal($"[{string.Join(",", tenths.Select(static _ => 1))}]", Numbers(FirstTrace(Figure.Histogram(values, alt: "one in each", bins: 20))["y"]));
    }

    [Theory]
    [InlineData(0.0, 1.0, false, 10), InlineData(1.0, -1.0, false, 10), InlineData(null, null, true, 10), InlineData(null, null, false, 5000)]
    public void Bars_stay_within_the_panel_whatever_its_axis(double? low, double? high, bool log, int bins)
    {
        var values = Rng.Normal([5000], seed: 1);
        var svg = XDocument.Parse(Figure.Histogram(log ? values * values : values, alt: "bars", bins: bins).Axes(xLog: log, xRange: low is null ? null : (low.Value, high!.Value)).ToSvg());
        static double At(XElement element, string name) => (double)element.Attribute(name)!;
        XElement[] boxes = [.. svg.Descendants().Where(static element => element.Name.LocalName == "rect")], lines = [.. svg.Descendants().Where(static element => element.Attribute("stroke")?.Value == "#8C959F")];
        double left = lines.Min(static line => At(line, "x1")), right = lines.Max(static line => At(line, "x2"));
        Assert.True(boxes.Length > 1);
        Assert.All(boxes.Skip(1), box => Assert.True(At(box, "x") >= left - 0.5 && At(box, "width") >= 0 && At(box, "x") + At(box, "width") <= right + 0.5, $"{box}"));
    }

    [Fact]
    public void Two_histograms_stand_at_their_own_places()
    {
        var plotly = new Figure("two").Add(Trace.Histogram([0, 1, 2], bins: 2), Trace.Histogram([5, 5.5, 6], bins: 2)).ToPlotly()["data"]!.AsArray();
        Assert.All(plotly, static trace => Assert.All(trace!["offset"]!.AsArray().Zip(trace["width"]!.AsArray()), static pair => Assert.Equal(-(double)pair.Second! / 2, (double)pair.First!)));
    }

    [Fact]
    public void Histograms_that_share_a_panel_are_seen_through_each_other()
    {
        static XElement[] Bars(Figure figure) => [.. XDocument.Parse(figure.ToSvg()).Descendants().Where(static element => element.Name.LocalName == "rect" && element.Attribute("fill-opacity")?.Value == "0.6")];
        Trace one = Trace.Histogram([0, 1, 2], bins: 2, name: "one"), other = Trace.Histogram([1, 2, 3], bins: 2, name: "other");
        var both = new Figure("two").Add(one, other);
        Assert.Equal(2 * (3 + 1), Bars(both).Length);                      // three bars each, and the squares of the legend
        Assert.All(both.ToPlotly()["data"]!.AsArray(), static trace => Assert.Equal(0.6, (double)trace!["marker"]!["opacity"]!));
        Assert.Empty(Bars(new Figure("one").Add(one)));
        Assert.Empty(Bars(new Figure("names").Add(Trace.Bar(["a"], [1], "a"), Trace.Bar(["a"], [2], "b"))));
    }

    /// <summary>There is no epoch 1.5; but between two measured places there is something.</summary>
    [Fact]
    public void An_axis_along_which_a_range_counts_has_whole_marks()
    {
        static string Marks(Numbers x) => string.Join(' ', XDocument.Parse(new Figure("loss", xTitle: "epoch").Add(Trace.Line(x, [30, 20, 10])).ToSvg()).Descendants()
            .Where(static element => element.Name.LocalName == "text" && element.Attribute("text-anchor")?.Value == "middle").Select(static element => element.Value).Where(static text => text is not ("loss" or "epoch")));
        Assert.Equal("1 2 3", Marks(1..4));
        Assert.Equal("0 1 2", Marks(..));
        Assert.Contains("1.2", Marks((double[])[1, 2, 3]));
        var plotly = new Figure("loss").Add(Trace.Line(1..4, [30, 20, 10])).ToPlotly();
        Assert.Equal(1, (int)plotly["layout"]!["xaxis"]!["dtick"]!);
        Assert.Null(plotly["layout"]!["yaxis"]!["dtick"]);
    }

    [Fact]
    public void Of_values_however_small_the_steps_are_kept() =>
        Assert.Equal("[[1E-20,2E-20]]", Numbers(FirstTrace(Figure.Heatmap([[1e-20, 2e-20]], alt: "small"))["z"]));

    [Fact]
    public void A_line_of_one_point_is_seen()
    {
        var figure = Figure.Line(.., [double.NaN, 5], alt: "one point");
        Assert.Equal("lines+markers", FirstTrace(figure)["mode"]!.GetValue<string>());
        Assert.Contains("fill=\"#0072B2\"", figure.ToSvg());
        Assert.Equal("lines", FirstTrace(Figure.Line(.., [4, 5], alt: "two"))["mode"]!.GetValue<string>());
    }

    [Fact]
    public void A_photograph_does_not_swell_the_notebook_and_keeps_its_place()
    {
        var figure = Figure.Image(Image.Make(4000, 30, PixelFormat.Grey, 8, static (pixel, _) => pixel % 251), alt: "a photograph");
        var trace = FirstTrace(figure);
        var shown = Image.Decode(Convert.FromBase64String(trace["source"]!.GetValue<string>().Split(',')[1]));
        Assert.Equal((1000, 8), (shown.Width, shown.Height));
        Assert.Equal((4, 1.5), ((int)trace["dx"]!, (double)trace["x0"]!));
        Assert.Equal("[-0.5,3999.5]", Numbers(figure.ToPlotly()["layout"]!["xaxis"]!["range"]));
        Assert.Equal(1, (int)FirstTrace(Figure.Image(Image.Make(30, 20, PixelFormat.Grey, 8, static (_, _) => 0), alt: "small"))["dx"]!);
    }

    [Fact]
    public void Many_columns_make_a_wider_figure_and_no_smaller_panels()
    {
        foreach (var panel in new Func<Panel>[] { static () => Trace.Surface(Rng.Uniform([5, 5], seed: 1)), static () => new Panel("", "x", "y").Add(Trace.Line(.., [1, 2])), static () => Trace.Image(Tensor.Ones([9, 9])) })
        {
            var layout = ImageLearn.Plotting.Svg.FigureLayout.Of(Figure.Grid(1, 16, [.. Enumerable.Range(0, 16).Select(_ => panel())], alt: "sixteen"));
            Assert.All(layout.Panels, place => Assert.True(place.Room.Width >= 24 && place.Room.Height >= 24 && place.Room.Right <= layout.Width, $"{place.Room} of {layout.Width}"));
            Assert.All(layout.Panels.Zip(layout.Panels.Skip(1)), static pair => Assert.True(pair.Second.Room.X >= pair.First.Room.Right));
        }
    }

    [Fact]
    public void Series_without_a_colour_get_one_that_no_other_has()
    {
        var data = new Figure(alt: "three lines").Add(Trace.Line(.., [1, 2]), Trace.Line(.., [2, 3], color: Palette.Blue), Trace.Line(.., [3, 4])).ToPlotly()["data"]!.AsArray();
        Assert.Equal(["#D55E00", "#0072B2", "#009E73"], data.Select(static trace => trace!["line"]!["color"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Empty_flat_and_hopeless_data_still_draw(bool log)
    {
        foreach (var y in new double[][] { [], [5], [5, 5, 5], [0, 0], [double.NaN], [-1, -2], [1e-300, 1e300], [1, 1.7e308] })
        {
            var figure = Figure.Line(.., y, alt: "edge").Axes(yLog: log);
            Assert.DoesNotContain("NaN", figure.ToSvg());
            Assert.DoesNotContain("∞", figure.ToSvg());
            figure.ToPlotly().ToJsonString();
        }
        Figure.Heatmap([[double.NaN]], alt: "nothing").ToMimeBundle();
        Figure.Surface([[1, 1], [1, 1]], alt: "flat").ToMimeBundle();
        Figure.Image([[3]], alt: "one pixel").ToMimeBundle();
    }

    public static TheoryData<Action, string> Mistakes => new()
    {
        { static () => Figure.Line([1, 2], [1, 2, 3], alt: "a"), "Line: x has 2 numbers and y has 3. Every point needs both; '..' in place of x counts from 0." },
        { static () => Figure.Line(.., [1], alt: " "), "Figure: the alt text is empty. Say in a sentence what the figure shows, for readers who cannot see it." },
        { static () => Figure.Bar(["a"], [1, 2], alt: "a"), "Bar: there are 1 labels and 2 heights. Every bar needs both." },
        { static () => Figure.Heatmap(Tensor.Zeros([2, 2, 2]), alt: "a"), "Heatmap: expected a matrix [rows, columns], got [2, 2, 2]. Take one slice of it, or Reshape." },
        { static () => Figure.Heatmap(Tensor.Zeros([2, 3]), alt: "a", x: [0, 1]), "Heatmap: x has 2 positions, but z has 3 columns. Give one position for each of the columns." },
        { static () => Figure.Heatmap(Tensor.Zeros([0, 3]), alt: "a"), "Heatmap: the matrix is empty, [0, 3]. Look at the step that made it: what did it leave?" },
        { static () => Figure.Image(Tensor.Zeros([2, 2]), alt: "a", range: (1, 0)), "The range of the colours goes from 1 to 0. Give two finite numbers, the lower first." },
        { static () => new Panel().Animate([Trace.Heatmap([[0, 1]]), Trace.Heatmap([[0, 5]])]), "Panel: one colour bar cannot tell colours from 0 to 1 and colours from 0 to 5. Give all traces and frames the same range, or colorBar: null." },
        { static () => new Panel().Animate([Trace.Line(.., [1]), Trace.Surface(Tensor.Zeros([2, 2]))]), "Panel: a surface cannot share a panel with flat traces. Give it a panel of its own, in a Figure.Grid." },
        { static () => Figure.Bar(["a"], [1], alt: "a").Axes(xLog: true), "Axes: names, as bars have them, stand at 0, 1, 2 …, which a logarithmic axis has no place for. Leave out xLog or yLog." },
        { static () => Figure.Line(.., [1], alt: "a").Axes(yLog: true, yNames: ["a"]), "Axes: names, as bars have them, stand at 0, 1, 2 …, which a logarithmic axis has no place for. Leave out xLog or yLog." },
        { static () => Figure.Surface(Tensor.Zeros([2, 2]), alt: "a").Axes(xNames: ["a", "b"]), "Panel: the axes of a surface end where its data ends, and it carries no notes. Leave out Axes and Annotate." },
        { static () => Trace.Histogram([1], bins: 0), "Histogram: 0 bins cannot be drawn. Ask for 1 or more, up to about a million." },
        { static () => new Figure("a").Animate([Trace.Line(.., [1]), Trace.Line(.., [2])]).Frames(["one", "two"], still: 2), "Frames: still is 2, but there are 2 frames, counted from 0." },
        { static () => Trace.Contour(Tensor.Zeros([3, 2]), y: [0, 1, 5]), "Contour: y is not evenly spaced: position 1 is 1, expected 2.5. Sample the function on an even grid." },
        { static () => Figure.Grid(1, 1, [Trace.Line(.., [1]), Trace.Line(.., [1])], alt: "a"), "Figure.Grid: 2 panels do not fit 1 rows of 1. Give between 1 and rows × columns panels." },
        { static () => Figure.Grid(1, 2, [Trace.Line(.., [1]), Trace.Line(.., [1])], alt: "a").Add(Trace.Line(.., [1])), "Add: this figure has 2 panels. Call Add on the panel, before it goes into Figure.Grid." },
        { static () => Figure.Line(.., [1], alt: "a").Add(Trace.Surface(Tensor.Zeros([2, 2]))), "Panel: a surface cannot share a panel with flat traces. Give it a panel of its own, in a Figure.Grid." },
        { static () => Figure.Surface(Tensor.Zeros([2, 2]), alt: "a").Annotate(0, 0, "top"), "Panel: the axes of a surface end where its data ends, and it carries no notes. Leave out Axes and Annotate." },
        { static () => Figure.Heatmap(Tensor.Zeros([2, 2]), alt: "a").Axes(yLog: true), "Axes: pictures, heat maps, contours and surfaces have even cells, which a logarithmic axis would bend. Plot the logarithm of the values, or sample at logarithms of the positions." },
        { static () => new Panel().Animate([Trace.Line(.., [1]), Trace.Line(.., [2])]).Animate([Trace.Line(.., [1]), Trace.Line(.., [1]), Trace.Line(.., [2])]), "Animate: one trace has 2 frames and another 3. All animated traces need the same number." },
        { static () => Figure.Line(.., [1], alt: "a").Axes(yRange: (3, 3)), "Axes: yRange from 3 to 3 is no range. Give two different finite numbers." },
        { static () => Figure.Line(.., [1], alt: "a").Axes(yLog: true, yRange: (0, 3)), "Axes: yRange from 0 to 3 reaches zero, which a logarithmic axis never does. Begin above 0." },
        { static () => new Figure("a").Animate([]), "Animate: there are no frames. Give the trace of each frame." },
        { static () => new Figure("a").Animate([Trace.Line(.., [1]), Trace.Line(.., [2])]).Frames(["one"]), "Frames: there are 1 names, but 2 frames. Give each frame a name." },
    };

    [Fact]
    public void Axes_take_names_in_place_of_numbers_and_leave_empty_ones_out()
    {
        var figure = Figure.Heatmap(Tensor.Zeros([3, 2]), alt: "counts").Axes(xNames: ["yes", "no"], yNames: ["cat", "", "owl"], yRange: (2.5, -0.5));
        var texts = XDocument.Parse(figure.ToSvg()).Descendants().Where(static element => element.Name.LocalName == "text" && element.Value.Any(char.IsLetter))
            .ToDictionary(static element => element.Value, static element => (X: (double)element.Attribute("x")!, Y: (double)element.Attribute("y")!));
        Assert.Equal(["cat", "no", "owl", "yes"], texts.Keys.Order());
        Assert.True(texts["yes"].X < texts["no"].X && texts["cat"].Y < texts["owl"].Y, "the first name stands left, and where the range begins at its end on top");
        var layout = figure.ToPlotly()["layout"]!;
        Assert.Equal(["yes", "no"], layout["xaxis"]!["ticktext"]!.AsArray().Select(static name => name!.GetValue<string>()));
        Assert.Equal([0, 1, 2], layout["yaxis"]!["tickvals"]!.AsArray().Select(static place => place!.GetValue<double>()));
    }

    [Fact]
    public void Of_bars_that_are_counted_not_each_needs_its_number_where_they_stand_close()
    {
        static string[] Labels(IEnumerable<string> names) => [.. XDocument.Parse(Figure.Grid(1, 2, [
            new Panel().Add(Trace.Bar([.. names], [.. names.Select(_ => 1.0)])), new Panel().Add(Trace.Line(.., [1, 2]))], title: "", alt: "bars").ToSvg())
            .Descendants().Where(static element => element.Name.LocalName == "text").Select(static element => element.Value).Where(names.Contains)];
        Assert.Equal(["0", "2", "4", "6", "8"], Labels(Enumerable.Range(0, 25).Select(i => $"{i}")).Take(5));
        Assert.Equal(["60", "65", "70", "75"], Labels(Enumerable.Range(58, 40).Select(i => $"{i}")).Take(4));
        Assert.Equal(["3", "4", "5", "6"], Labels(["3", "4", "5", "6"]));
        Assert.Equal(25, Labels(Enumerable.Range(0, 25).Select(i => $"no {i}")).Length); // names are not to be guessed
    }

    [Fact]
    public void What_was_refused_leaves_no_trace()
    {
        var figure = Figure.Line(.., [1, 2], alt: "a line").Axes(yLog: true);
        var before = figure.ToPlotly().ToJsonString();
        Assert.Throws<ArgumentException>(() => figure.Add(Trace.Heatmap([[1]])));
        Assert.Throws<ArgumentException>(() => figure.Axes(xLog: true, yRange: (0, 1)));
        Assert.Equal(before, figure.ToPlotly().ToJsonString());
    }

    [Fact]
    public void A_range_cuts_pictures_heat_maps_and_contours_at_the_border()
    {
        Tensor z = Rng.Normal([20, 20], seed: 3);
        var figure = Figure.Heatmap(z, alt: "a part").Add(Trace.Contour(z)).Axes(xRange: (5, 10), yRange: (0, 4));
        Assert.Equal(2, XDocument.Parse(figure.ToSvg()).Root!.Elements().Count(static element => element.Name.LocalName == "svg"));
        var picture = Figure.Image(z, alt: "a part").Axes(yRange: (2, 8)).ToPlotly()["layout"]!["yaxis"]!["range"]!;
        Assert.Equal("[8,2]", Numbers(picture));
    }

    [Theory, MemberData(nameof(Mistakes))]
    public void Mistakes_are_told_with_both_numbers_and_the_remedy(Action mistake, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<Exception>(mistake).Message);
}
