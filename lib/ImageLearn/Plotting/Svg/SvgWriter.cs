using System.Globalization;
using System.Text;

namespace ImageLearn.Plotting.Svg;

/// <summary>A rectangle in pixels, y downwards.</summary>
readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;
    public double Bottom => Y + Height;
    public double CenterX => X + Width / 2;
    public double CenterY => Y + Height / 2;
}

/// <summary>Where a text stands relative to its point.</summary>
enum Anchor { Start, Middle, End }

/// <summary>
/// Writes SVG elements as text. Numbers have at most two decimals and no culture, so that the same figure always gives the same bytes.
/// </summary>
sealed class SvgWriter
{
    readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public static string Number(double value)
    {
        var text = Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            result.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                // What XML 1.0 does not allow at all: control characters; a lone surrogate already came as U+FFFD.
                < 0x20 and not ('\t' or '\n' or '\r') or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        return result.ToString();
    }

    public SvgWriter Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public SvgWriter Open(string element, params ReadOnlySpan<(string Name, object Value)> attributes) => Start(element, attributes).Raw(">");

    public SvgWriter Close(string element) => Raw($"</{element}>\n");

    public SvgWriter Element(string element, params ReadOnlySpan<(string Name, object Value)> attributes) => Start(element, attributes).Raw("/>\n");

    /// <summary>Opens a window that cuts off what is drawn outside of it; <c>Close("svg")</c> closes it. An svg inside an svg needs no clip path and so no id.</summary>
    public SvgWriter Window(Box box) =>
        Open("svg", ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height), ("viewBox", $"{Number(box.X)} {Number(box.Y)} {Number(box.Width)} {Number(box.Height)}"));

    public SvgWriter Line(double x1, double y1, double x2, double y2, string color, double width = 1) =>
        Element("line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke", color), ("stroke-width", width));

    public SvgWriter Rectangle(Box box, string fill, double opacity = 1)
    {
        Start("rect", [("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height), ("fill", fill)]);
        if (opacity != 1) Attribute("fill-opacity", opacity);
        return Raw("/>\n");
    }

    public SvgWriter Text(double x, double y, string text, double size, string color, Anchor anchor = Anchor.Start, bool bold = false, double turned = 0)
    {
        Start("text", [("x", x), ("y", y), ("font-size", size), ("fill", color)]);
        if (anchor != Anchor.Start) Attribute("text-anchor", anchor == Anchor.Middle ? "middle" : "end");
        if (bold) Attribute("font-weight", "600");
        if (turned != 0) Attribute("transform", $"rotate({Number(turned)} {Number(x)} {Number(y)})");
        return Raw(">").Raw(Escape(text)).Close("text");
    }

    SvgWriter Start(string element, ReadOnlySpan<(string Name, object Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach (var (name, value) in attributes) Attribute(name, value);
        return this;
    }

    void Attribute(string name, object value) =>
        _text.Append(' ').Append(name).Append("=\"").Append(value is double number ? Number(number) : Escape(Convert.ToString(value, CultureInfo.InvariantCulture)!)).Append('"');
}
