using System.Collections;
using ImageLearn.Output;

namespace ImageLearn.Tests.Output;

/// <summary>Foreign types follow the convention with attributes and formatters of their own, here as in another library.</summary>
public sealed class ConventionTests
{
    [AttributeUsage(AttributeTargets.Class)]
    sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;
    }

    [TypeFormatterSource(typeof(Source))]
    class Molecule(string formula) { public string Formula => formula; }

    sealed class Isotope(string formula) : Molecule(formula);

    sealed class Source
    {
        public IEnumerable CreateTypeFormatters() => new object[] { new Formatter("text/html", "old"), new Formatter("text/plain", ""), new Formatter("text/html", "H2O only", only: "H2O"), "no formatter" };
    }

    sealed class Formatter(string mimeType, string says, string? only = null)
    {
        public string MimeType => mimeType;
        public bool Format(object instance, TextWriter writer)
        {
            var molecule = (Molecule)instance;
            if (only is not null && molecule.Formula != only) return false;
            writer.Write($"{says} {molecule.Formula}".Trim());
            return true;
        }
    }

    [TypeFormatterSource(typeof(Throws))] sealed class Unlucky;
    sealed class Throws { public IEnumerable CreateTypeFormatters() => throw new InvalidOperationException("no formatters today"); }
    [TypeFormatterSource(typeof(object))] sealed class Empty;

    [Fact]
    public void A_type_that_follows_the_convention_is_shown_by_its_formatters_latest_first()
    {
        var water = Formatting.ByConvention(new Molecule("H2O"))!;
        Assert.Equal("H2O only H2O", (string?)water.Data["text/html"]);
        Assert.Equal("H2O", (string?)water.Data["text/plain"]);
        Assert.Equal("old CO2", (string?)Formatting.ToMimeBundle(new Isotope("CO2")).Data["text/html"]);
    }

    [Fact]
    public void A_source_without_formatters_leaves_the_value_to_the_others()
    {
        Assert.Null(Formatting.ByConvention(new Empty()));
        Assert.Null(Formatting.ByConvention(3));
        Assert.Equal("Empty", (string?)Formatting.ToMimeBundle(new Empty()).Data["text/plain"]);
    }

    [Fact]
    public void A_source_that_throws_is_reported() =>
        Assert.Equal("(Showing a value of type Unlucky threw InvalidOperationException: no formatters today)", (string?)Formatting.ToMimeBundle(new Unlucky()).Data["text/plain"]);

    [ImageLearn.Output.TypeFormatterSource(typeof(RichFormatterSource))]
    sealed class Picture(MimeBundle bundle) : IRichOutput { public MimeBundle ToMimeBundle() => bundle; }

    /// <summary>What .NET Interactive makes of one of our values.</summary>
    static string? Html(MimeBundle bundle) => (string?)Formatting.ByConvention(new Picture(bundle))!.Data["text/html"];

    [Fact]
    public void Our_values_show_themselves_through_the_convention()
    {
        Assert.Equal("<i>x</i>", Html(MimeBundle.Plain("x").With("text/html", "<i>x</i>")));
        Assert.Equal("<svg/>", Html(MimeBundle.Plain("x").With("image/svg+xml", "<svg/>")));
        Assert.Equal("<img src=\"data:image/png;base64,AAAA\" alt=\"a &lt;cat&gt;\">", Html(MimeBundle.Plain("a <cat>").With("image/png", "AAAA")));
        Assert.Equal("<pre>a &lt;cat&gt;</pre>", Html(MimeBundle.Plain("a <cat>")));
        Assert.Equal("x", (string?)Formatting.ByConvention(new Picture(MimeBundle.Plain("x")))!.Data["text/plain"]);
    }

    /// <summary>A type of the library without the attribute would be shown by its properties in .NET Interactive.</summary>
    [Fact]
    public void Every_rich_type_of_the_library_has_the_attribute() => Assert.All(
        typeof(Cell).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IRichOutput))),
        type => Assert.True(type.IsDefined(typeof(ImageLearn.Output.TypeFormatterSourceAttribute), inherit: true), $"{type} lacks [TypeFormatterSource(typeof(RichFormatterSource))]"));
}
