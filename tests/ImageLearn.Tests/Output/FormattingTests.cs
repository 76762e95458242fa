using System.Collections;
using System.Collections.Immutable;
using ImageLearn.Output;

namespace ImageLearn.Tests.Output;

[Collection(nameof(RunningCell))]
public sealed class FormattingTests
{
    enum Colour { Red, Green }
    record Point(double X, double Y);
    record Named(string Name, int[] Values);
    record Teller(int X) { public override string ToString() => $"my own {X}"; }
    sealed class Layer { public int Units { get; init; } = 3; public string Broken => throw new InvalidOperationException("not built"); public float Rate = 0.5f; public int this[int i] => i; }
    sealed class Mute { public override string ToString() => throw new InvalidOperationException("no words"); }
    sealed class Rich : IRichOutput { public MimeBundle ToMimeBundle() => MimeBundle.Plain("rich").With("text/html", "<b>rich</b>"); }
    sealed class Broken : IRichOutput { public MimeBundle ToMimeBundle() => throw new InvalidOperationException("cannot draw"); }
    sealed class Loop { public Loop? Next { get; set; } }

    static string Text(object? value) => (string)Formatting.ToMimeBundle(value).Data["text/plain"]!;
    static string? Html(object? value) => (string?)Formatting.ToMimeBundle(value).Data["text/html"];

    public static TheoryData<object?, string> Texts => new()
    {
        { null, "null" },
        { "as it is, \"quotes\" and all", "as it is, \"quotes\" and all" },
        { 3, "3" }, { 0.1, "0.1" }, { 1234567.5, "1234567.5" }, { 1.5f, "1.5" }, { double.NaN, "NaN" }, { 12.5m, "12.5" }, { -0.0, "-0" },
        { 'x', "'x'" }, { true, "true" }, { Colour.Green, "Green" },
        { new DateTime(2026, 11, 20, 14, 3, 9), "2026-11-20 14:03:09" }, { new TimeSpan(1, 2, 3), "01:02:03" },
        { (1, "a", (2.5, false)), "(1, \"a\", (2.5, false))" },
        { new[] { 1, 2, 3 }, "[1, 2, 3]" },
        { new[] { "a", null }, "[\"a\", null]" },
        { new[,] { { 1, 2 }, { 3, 4 } }, "[[1, 2], [3, 4]]" },
        { new double[2, 1, 2], "[[[0, 0]], [[0, 0]]]" },
        { new[] { new[] { 1 }, [] }, "[[1], []]" },
        { ImmutableArray.Create(1, 2), "[1, 2]" },
        { Enumerable.Range(0, 3).Select(i => i * i), "[0, 1, 4]" },
        { Enumerable.Range(0, 1000).ToArray(), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … 980 more]" },
        { new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, "[\"a\": 1, \"b\": 2]" },
        { new Hashtable { ["k"] = 1 }, "[\"k\": 1]" },
        { new Point(1, 2.5), "Point { X = 1, Y = 2.5 }" },
        { new Named("n", [1, 2]), "Named { Name = \"n\", Values = [1, 2] }" },
        { new { Loss = 0.5, Epoch = 3 }, "{ Loss = 0.5, Epoch = 3 }" },
        { new Teller(3), "my own 3" },
        { new Layer(), "Layer { Units = 3, Broken = InvalidOperationException: not built, Rate = 0.5 }" },
        { new Mute(), "(ToString of a value of type Mute threw InvalidOperationException: no words)" },
        { new[] { new Mute() }, "[(ToString of a value of type Mute threw InvalidOperationException: no words)]" },
        { new ArgumentException("bad"), "ArgumentException: bad" },
        { typeof(Dictionary<string, List<int[]>>), "Dictionary<String, List<Int32[]>>" },
        { new Broken(), "(Showing a value of type Broken threw InvalidOperationException: cannot draw)" },
        { new object(), "Object" },
    };

    [Theory, MemberData(nameof(Texts))]
    public void Every_value_has_a_text(object? value, string text) => Assert.Equal(text, Text(value));

    [Fact]
    public void Numbers_are_written_the_same_in_every_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        var comma = (System.Globalization.CultureInfo)before.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            Thread.CurrentThread.CurrentCulture = comma;
            Assert.Equal("1,5", $"{1.5}");      // the culture is in force
            Assert.Equal("[1.5, { Rate = 0.25 }]", Text(new object[] { 1.5, new { Rate = 0.25m } }));
        }
        finally { Thread.CurrentThread.CurrentCulture = before; }
    }

    [Fact]
    public void Only_the_first_elements_of_a_sequence_are_asked_for()
    {
        int asked = 0;
        IEnumerable<int> Forever() { while (true) yield return asked++; }
        Assert.EndsWith("18, 19, …]", Text(Forever()));
        Assert.InRange(asked, 20, 50);     // text and table
        Assert.StartsWith("[[0, 1,", Text(Enumerable.Range(0, int.MaxValue).Select(_ => Enumerable.Range(0, int.MaxValue))));
    }

    [Fact]
    public void A_sequence_that_throws_shows_what_came_before() =>
        Assert.Matches(@"^\[1, 0, \(Enumerating a value of type .* threw DivideByZeroException: .*\)\]$", Text(Enumerable.Range(1, 5).Select(i => i == 3 ? throw new DivideByZeroException() : 2 / i - 1).Select(x => x)));

    [Fact]
    public void Rings_and_towers_end()
    {
        var ring = new Loop();
        ring.Next = new Loop { Next = ring };
        Assert.Equal("Loop { Next = Loop { Next = Loop { Next = Loop } } }", Text(ring));
        object tower = 0;
        for (int i = 0; i < 10_000; i++) tower = new[] { tower };
        Assert.Equal("[[[Object[]]]]", Text(tower));
    }

    [Fact]
    public void The_text_of_nested_sequences_is_bounded()
    {
        var big = Enumerable.Range(0, 100).Select(_ => Enumerable.Range(0, 100).Select(_ => new string('x', 10_000)).ToArray()).ToArray();
        Assert.InRange(Text(big).Length, 1000, 10_000);
    }

    [Fact]
    public void A_task_is_not_waited_for()
    {
        var never = new TaskCompletionSource<int>();
        Assert.Contains("Task", Text(never.Task));
        Assert.Contains("Task", Text(new { Running = never.Task }));
    }

    [Fact]
    public void Records_dictionaries_and_sequences_of_records_are_tables()
    {
        const string Cell = "td style=\"text-align:left\"";
        Assert.Equal($"<table><tr><{Cell}>X</td><{Cell}>1</td></tr><tr><{Cell}>Y</td><{Cell}>2</td></tr></table>", Html(new Point(1, 2)));
        Assert.Equal("<table><tr><th>key</th><th>value</th></tr><tr><td>a</td><td>1</td></tr></table>",
            Html(new Dictionary<string, int> { ["a"] = 1 })!.Replace(" style=\"text-align:left\"", ""));
        Assert.Equal("<table><tr><th>X</th><th>Y</th></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
            Html(new List<Point> { new(1, 2), new(3, 4) })!.Replace(" style=\"text-align:left\"", ""));
        Assert.EndsWith("<tr><td>…</td></tr></table>", Html(Enumerable.Range(0, 21).Select(i => new Point(i, i))));
        foreach (var plain in (object[])[3, "<b>", new[] { 1, 2 }, new Teller(1), (1, 2), new object[] { new Point(1, 2), 3 }, Array.Empty<Point>(), new object()])
            Assert.Null(Html(plain));
    }

    [Fact]
    public void What_stands_in_a_table_is_escaped() => Assert.DoesNotContain("<script>", Html(new { Name = "<script>" }));

    [Fact]
    public void A_value_that_knows_how_to_show_itself_does()
    {
        Assert.Equal("<b>rich</b>", Html(new Rich()));
        var bundle = MimeBundle.Plain("x");
        Assert.Same(bundle, Formatting.ToMimeBundle(bundle));
    }

    [Fact]
    public void An_interruption_ends_a_slow_sequence()
    {
        using var cell = new RecordingHost();
        IEnumerable<int> Slow() { yield return 1; ImageLearn.Output.Cell.SetInterrupted(true); yield return 2; yield return 3; }
        Assert.ThrowsAny<OperationCanceledException>(() => Formatting.ToMimeBundle(Slow()));
    }
}
