using System.Globalization;
using System.Text;

namespace ImageLearn;

public partial class Tensor : IFormattable
{
    const int WholeUpTo = 1000, EdgeItems = 3, LineWidth = 100;

    /// <summary>The numbers in nested brackets, as a collection expression would give them; large tensors with their middle left out and the shape named.</summary>
    public override string ToString() => ToString(null, null);

    /// <summary>The numbers in nested brackets, each in the given format: <c>$"{w:F2}"</c>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        bool elided = Shape.Aggregate(1.0, (n, length) => n * Math.Max(1, length)) > WholeUpTo;   // rows without elements take room as well
        int[][] shown = [.. Shape.Select((length, axis) => !elided ? Kept(length, length, 0) : axis < Rank - 2 ? Kept(length, 1, 1) : Kept(length, EdgeItems, EdgeItems))];
        float[] values = [.. Places(shown).Select(place => _data[place])];
        var write = Writer(values, format);
        int width = values.Select(x => write(x).Length).DefaultIfEmpty().Max();
        if (Rank == 0) return write(_data[0]);
        var text = new StringBuilder();
        Print(text, shown, 0, 0, x => write(x).PadLeft(width));
        if (elided) text.Append($"  (shape {Shape})");
        return text.ToString();
    }

    void Print(StringBuilder text, int[][] shown, int axis, int place, Func<float, string> write)
    {
        string gap = axis == Rank - 1 ? ", " : "," + new string('\n', Rank - 1 - axis) + new string(' ', axis + 1);
        int lineStart = text.Length;
        text.Append('[');
        for (int i = 0; i < shown[axis].Length; i++)
        {
            int index = shown[axis][i];
            if (i > 0) text.Append(gap);
            if (axis == Rank - 1 && text.Length - lineStart > LineWidth) { text.Length--; text.Append('\n').Append(' ', axis + 1); lineStart = text.Length; }
            if (index < 0) text.Append("...");
            else if (axis == Rank - 1) text.Append(write(_data[place * Shape[axis] + index]));
            else Print(text, shown, axis + 1, place * Shape[axis] + index, write);
        }
        text.Append(']');
    }

    /// <summary>The indices of an axis that are shown: all, or the first and last with −1 for the gap between.</summary>
    static int[] Kept(int length, int first, int last) => length <= first + last + 1
        ? [.. Enumerable.Range(0, length)]
        : [.. Enumerable.Range(0, first), -1, .. Enumerable.Range(length - last, last)];

    /// <summary>The places of the elements that are shown.</summary>
    IEnumerable<int> Places(int[][] shown) => Shape.Select((length, axis) => (length, axis)).Aggregate((IEnumerable<int>)[0],
        (places, next) => places.SelectMany(place => shown[next.axis].Where(index => index >= 0).Select(index => place * next.length + index)));

    /// <summary>
    /// One way to write all elements that are shown: whole numbers plainly, others with as many decimals as they need and at
    /// most four, very large and very small ones in scientific notation.
    /// </summary>
    static Func<float, string> Writer(IEnumerable<float> shown, string? format)
    {
        float[] values = [.. shown.Where(float.IsFinite)];
        double largest = values.Select(x => Math.Abs((double)x)).DefaultIfEmpty().Max();
        format ??= largest is >= 1e7 or (> 0 and < 1e-3) ? "0.####e+00" : values.All(float.IsInteger) ? "0"
            : "F" + Enumerable.Range(1, 4).First(decimals => decimals == 4 || values.All(x => Math.Abs(x - Math.Round((double)x, decimals)) <= 1e-7 * Math.Max(1, Math.Abs(x))));
        return x => float.IsPositiveInfinity(x) ? "∞" : float.IsNegativeInfinity(x) ? "-∞" : x.ToString(format, CultureInfo.InvariantCulture);
    }
}
