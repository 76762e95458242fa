using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ImageLearn.Checks;
using ImageLearn.Imaging;

namespace ImageLearn.Tests.Checks;

public sealed class ProbeValueTests
{
    static ProbeValue RoundTrip(ProbeValue value) => ProbeValue.FromJson(JsonNode.Parse(value.ToJson().ToJsonString()));

    static string Json(object? value) => ProbeValue.Of(value).ToJson().ToJsonString();

    // data: base64.b64encode(np.array([[1.5, -0.0], [np.nan, np.inf]], '<f4')), and '<f8' of [0.1, -1e300, 5e-324]
    [Fact]
    public void Numbers_are_the_bytes_that_NumPy_writes()
    {
        Assert.Equal("""{"kind":"numbers","type":"float32","shape":[2,2],"data":"AADAPwAAAIAAAMB/AACAfw=="}""",
            Json(new Tensor([2, 2], [1.5f, -0f, BitConverter.Int32BitsToSingle(0x7fc00000), float.PositiveInfinity])).Replace("\\u002B", "+"));
        Assert.Equal("""{"kind":"numbers","type":"float64","shape":[3],"data":"mpmZmZmZuT+cdQCIPOQ3/gEAAAAAAAAA"}""", Json((double[])[0.1, -1e300, 5e-324]).Replace("\\u002B", "+"));
    }

    [Fact]
    public void Every_bit_of_a_number_survives()
    {
        foreach (var value in (double[])[0, -0.0, 0.1, double.Epsilon, double.MaxValue, 1 / 3.0, double.NegativeInfinity, double.NaN, long.MaxValue])
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(((ProbeValue.Number)RoundTrip(new ProbeValue.Number(value))).Value));
        int[] bits = [0x7fc00001, unchecked((int)0xff800000), 1, unchecked((int)0x80000000)];    // NaN with a payload, -∞, the smallest, -0
        var back = (ProbeValue.Numbers)RoundTrip(ProbeValue.Of(new Tensor([4], [.. bits.Select(BitConverter.Int32BitsToSingle)])));
        Assert.Equal(bits, back.Singles.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Any_value_of_the_supported_kinds_comes_back_as_itself() => Prop.ForAll<double[], string?, int>((numbers, text, n) =>
    {
        bool truth = n % 2 == 0;
        var value = ProbeValue.Of((numbers, text, truth, n, new[] { (text, n) }, new Dictionary<string, object?> { ["b"] = truth, ["a"] = null }));
        var back = RoundTrip(value);
        return ProbeValue.Matches(value, back, within: 0) is { IsMatch: true } && back.ToJson().ToJsonString() == value.ToJson().ToJsonString();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sequences_of_numbers_are_one_thing_whatever_holds_them()
    {
        string expected = Json((double[])[1, 2, 3]);
        Assert.Equal(expected, Json(new List<int> { 1, 2, 3 }));
        Assert.Equal(expected, Json((1, 2.0, 3f)));
        Assert.Equal(expected, Json(Enumerable.Range(1, 3)));
        Assert.Equal(expected, Json((long[])[1, 2, 3]));
        Assert.Equal(expected, Json((Half[])[(Half)1, (Half)2, (Half)3]));
        Assert.Equal([2, 3], ((ProbeValue.Numbers)ProbeValue.Of(new byte[2, 3])).Shape);
    }

    [Fact]
    public void Other_values_have_their_kinds()
    {
        Assert.Equal("""{"kind":"text","value":"Monday"}""", Json(DayOfWeek.Monday));
        Assert.Equal("""{"kind":"text","value":"x"}""", Json('x'));
        Assert.Equal("""{"kind":"text","value":"9007199254740993"}""", Json((1L << 53) + 1));
        Assert.Equal("""{"kind":"number","value":"9007199254740992"}""", Json(1L << 53));
        Assert.Equal("""{"kind":"null"}""", Json(null));
        Assert.Equal("""{"kind":"list","items":[]}""", Json(Array.Empty<double>()));
        Assert.Equal(Json(new Tensor([1, 2], [0, 1])), Json(Image.FromTensor([[0, 1]])));
        Assert.Equal(Json((double[])[1, -2]), Json(new Complex(1, -2)));
        Assert.Equal(Json(new Dictionary<string, int> { ["b"] = 1, ["a"] = 2 }), Json(new SortedDictionary<string, int> { ["a"] = 2, ["b"] = 1 }));
        Assert.IsType<ProbeValue.Unsupported>(ProbeValue.Of(new object()));
        Assert.IsType<ProbeValue.Unsupported>(ProbeValue.Of(new string[2, 2]));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_because_JSON_cannot_hold_it() =>
        Assert.Equal("a\uFFFDb", ((ProbeValue.Text)RoundTrip(ProbeValue.Of("a\uD800b"))).Value);

    sealed class ToldOff(string message) : ArgumentException(message);

    [Fact]
    public void An_exception_is_its_type_with_the_types_above_and_its_message()
    {
        var error = (ProbeValue.Error)RoundTrip(ProbeValue.Of(new AggregateException(new ToldOff("no batch"))));
        Assert.Equal([typeof(ToldOff).FullName!, "System.ArgumentException", "System.SystemException", "System.Exception"], error.Types);
        Assert.Equal("no batch", error.Message);
        Assert.IsType<ProbeValue.Error>(ProbeValue.Of(Enumerable.Range(0, 3).Select(i => 1 / i)));
        Assert.Equal(1000, ProbeValue.Of(new Exception(new string('x', 5000))).Message.Length);
    }

    [Fact]
    public void Too_much_is_refused_with_what_to_do()
    {
        static IEnumerable<string> Forever() { while (true) yield return "x"; }
        object loop = new List<object?>();
        ((List<object?>)loop).Add(loop);
        foreach (var (value, reason) in (ReadOnlySpan<(object, string)>)[
            (Tensor.Zeros([1024, 1025]), "more than 1,048,576 numbers"),
            (Forever(), "more than 100,000 items"),
            (Enumerable.Range(0, int.MaxValue), "more than 1,048,576 items"),
            (new string('x', ProbeValue.MaxCharacters + 1), "more than 1,048,576 characters"),
            (loop, "nested more than 16 deep")])
            Assert.Contains(reason, Assert.IsType<ProbeValue.Unsupported>(ProbeValue.Of(value)).Reason);
        Assert.IsType<ProbeValue.Numbers>(ProbeValue.Of(Tensor.Zeros([1024, 1024])));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kind":7}""")]
    [InlineData("""{"kind":"nonsense"}""")]
    [InlineData("""{"kind":"number","value":0.1}""")]
    [InlineData("""{"kind":"number","value":"ten"}""")]
    [InlineData("""{"kind":"bool","value":"true"}""")]
    [InlineData("""{"kind":"text"}""")]
    [InlineData("""{"kind":"text","kind":"text","value":""}""")]
    [InlineData("""{"kind":"list","items":{}}""")]
    [InlineData("""{"kind":"list","items":[null]}""")]
    [InlineData("""{"kind":"error","types":[],"message":""}""")]
    [InlineData("""{"kind":"error","types":"x","message":""}""")]
    [InlineData("""{"kind":"numbers","type":"float32","shape":[1],"data":"AAA="}""")]
    [InlineData("""{"kind":"numbers","type":"float32","shape":[1],"data":"?"}""")]
    [InlineData("""{"kind":"numbers","type":"float16","shape":[1],"data":"AAA="}""")]
    [InlineData("""{"kind":"numbers","type":"float32","shape":[-1],"data":""}""")]
    [InlineData("""{"kind":"numbers","type":"float32","shape":[1e99],"data":""}""")]
    [InlineData("""{"kind":"numbers","type":"float32","shape":[null],"data":""}""")]
    [InlineData("""{"kind":"numbers","type":"float32","shape":[2147483647,2147483647,4],"data":""}""")]
    [InlineData("""{"kind":"numbers","type":"float32","shape":1,"data":"AAAAAA=="}""")]
    public void What_is_not_exactly_the_form_is_refused(string json) =>
        Assert.StartsWith("Not a probe value", Assert.ThrowsAny<FormatException>(() => ProbeValue.FromJson(JsonNode.Parse(json))).Message);

    [Fact]
    public void Lists_nested_without_end_are_refused()
    {
        JsonNode json = JsonNode.Parse("""{"kind":"null"}""")!;
        for (int i = 0; i < ProbeValue.MaxDepth; i++) json = new JsonObject { ["kind"] = "list", ["items"] = new JsonArray(json) };
        ProbeValue.FromJson(json);
        Assert.Throws<FormatException>(() => ProbeValue.FromJson(new JsonObject { ["kind"] = "list", ["items"] = new JsonArray(json) }));
    }

    [Theory]
    [InlineData(0.5, 0.5009, 1e-3, true)]
    [InlineData(0.5, 0.502, 1e-3, false)]
    [InlineData(1000, 1000.9, 1e-3, true)]          // relative beyond 1
    [InlineData(1000, 1001.1, 1e-3, false)]
    [InlineData(-1000, -1000.9, 1e-3, true)]
    [InlineData(0, 0.001, 1e-3, true)]
    [InlineData(0, -0.0, 0, true)]
    [InlineData(double.NaN, double.NaN, 0, true)]
    [InlineData(double.NaN, 0, 1e9, false)]
    [InlineData(0, double.NaN, 1e9, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 0, true)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, 1e9, false)]
    [InlineData(double.PositiveInfinity, double.MaxValue, 1e9, false)]
    [InlineData(1, double.PositiveInfinity, 1e9, false)]
    [InlineData(double.MaxValue, -double.MaxValue, 1, false)]    // the difference overflows
    public void Numbers_match_within_an_absolute_tolerance_up_to_one_and_a_relative_one_beyond(double expected, double actual, double within, bool match)
    {
        Assert.Equal(match, ProbeValue.Matches(new ProbeValue.Number(expected), new ProbeValue.Number(actual), within).IsMatch);
        Assert.Equal(match, ProbeValue.Matches(ProbeValue.Of(new[] { 1, expected }), ProbeValue.Of(new[] { 1, actual }), within).IsMatch);
    }

    public static TheoryData<object?, object?, string> Mismatches => new()
    {
        { 1, 2, "expected 1, got 2 (within 0.001)" },
        { 1, "1", "expected a number, got a text" },
        { "a", "b", "expected \"a\", got \"b\"" },
        { true, false, "expected True, got False" },
        { null, 1, "expected null, got a number" },
        { Tensor.Zeros([2, 3]), Tensor.Zeros([3, 2]), "expected shape [2, 3], got [3, 2]" },
        { new[,] { { 1, 2 }, { 3, 4 } }, new[,] { { 1, 2 }, { 5, 5 } }, "element [1, 0] is 5, expected 3; 2 of 4 differ (within 0.001)" },
        { (1, "a"), (1, "b"), "item 1: expected \"a\", got \"b\"" },
        { new[] { "a" }, new[] { "a", "b" }, "expected 1 items, got 2" },
        { 1, new ArgumentException("no"), "expected a number, got System.ArgumentException: no" },
        { new ArgumentException("no"), 1, "expected an exception (System.ArgumentException), got a number" },
        { new ArgumentException("no"), new NullReferenceException("oh"), "expected System.ArgumentException, got System.NullReferenceException: oh" },
        { 1, new object(), "the value cannot be compared: Object. It is no tensor, number, text, truth value, nor a list of these. Give its parts." },
        { new object(), new object(), "the expected value cannot be compared: Object. It is no tensor, number, text, truth value, nor a list of these. Give its parts." },
    };

    [Theory, MemberData(nameof(Mismatches))]
    public void A_mismatch_says_where_and_how(object? expected, object? actual, string reason)
    {
        var match = ProbeValue.Matches(RoundTrip(ProbeValue.Of(expected)), RoundTrip(ProbeValue.Of(actual)), 1e-3);
        Assert.False(match.IsMatch);
        Assert.Equal(reason, match.Reason);
    }

    [Fact]
    public void An_expected_exception_matches_its_own_and_derived_types_with_any_message()
    {
        Assert.True(ProbeValue.Matches(ProbeValue.Of(new ArgumentException("a")), ProbeValue.Of(new ToldOff("b")), 0).IsMatch);
        Assert.False(ProbeValue.Matches(ProbeValue.Of(new ToldOff("b")), ProbeValue.Of(new ArgumentException("a")), 0).IsMatch);
    }

    [Fact]
    public void Float32_and_float64_of_the_same_numbers_match() =>
        Assert.True(ProbeValue.Matches(ProbeValue.Of(Tensor.Of([1, 2])), ProbeValue.Of(new[] { 1, 2 }), 0).IsMatch);

    [Theory, InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_tolerance_is_zero_or_more(double within) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbeValue.Matches(new ProbeValue.Null(), new ProbeValue.Null(), within));
}
