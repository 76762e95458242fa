using System.Globalization;

namespace ImageLearn.Data;

/// <summary>A place on the paper.</summary>
internal readonly record struct InkPoint(double X, double Y)
{
    public static InkPoint operator +(InkPoint a, InkPoint b) => new(a.X + b.X, a.Y + b.Y);
    public static InkPoint operator -(InkPoint a, InkPoint b) => new(a.X - b.X, a.Y - b.Y);
    public static InkPoint operator *(double s, InkPoint a) => new(s * a.X, s * a.Y);
    public double Length => Math.Sqrt(X * X + Y * Y);
}

/// <summary>One way to write a character: see <see cref="Letterforms"/>.</summary>
/// <param name="Weight">How common it is beside the other ways.</param>
/// <param name="Strokes">The points each stroke passes, and whether it turns sharply there.</param>
internal sealed record Letterform(double Weight, (InkPoint At, bool Sharp)[][] Strokes)
{
    public static Letterform Parse(string line)
    {
        var parts = line.Split(' ', 3);
        return new(Number(parts[1]), [.. parts[2].Split(" / ").Select(static stroke => stroke.Split(' ').Select(Point).ToArray())]);
    }

    static (InkPoint, bool) Point(string text)
    {
        var numbers = text.TrimEnd('\'').Split(',');
        return (new(Number(numbers[0]), Number(numbers[1])), text.EndsWith('\''));
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
