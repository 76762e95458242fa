using System.Globalization;
using System.Text;

namespace ImageLearn.Checks;

/// <summary>Short texts of values for messages: four significant digits, long rows and texts cut.</summary>
static class ValueText
{
    const int MaxPerAxis = 6;
    const int MaxString = 60;
    const int MaxWhole = 16;

    /// <summary>Whether an array is small enough to be read whole, and is written so.</summary>
    public static bool IsWhole(Shape shape) => shape.Size <= MaxWhole && shape.All(length => length <= MaxPerAxis);

    /// <summary>A number with as many significant digits.</summary>
    public static string Of(double value, int digits = 4) => value switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        // Whole numbers in full: G4 would write 12345 as 1.234E+04.
        _ when value == Math.Truncate(value) && Math.Abs(value) < 1e9 => value.ToString("0", CultureInfo.InvariantCulture),
        // Formats with # stop at 15 digits, and 0.1 + 0.2 differs from 0.3 in the 17th.
        _ when digits > 15 => value.ToString("R", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) is >= 1e-4 and < 1e6 => Fixed(value, digits),
        _ => value.ToString($"G{digits}", CultureInfo.InvariantCulture),
    };

    public static string Of(ProbeValue value, int digits = 4) => value switch
    {
        ProbeValue.Null => "null",
        ProbeValue.Bool b => b.Value ? "true" : "false",
        ProbeValue.Number n => Of(n.Value, digits),
        ProbeValue.Text t => $"\"{(t.Value.Length <= MaxString ? t.Value : t.Value[..MaxString] + "…")}\"",
        ProbeValue.Numbers n => Array(n, digits),
        ProbeValue.List l => $"({string.Join(", ", l.Items.Take(MaxPerAxis).Select(item => Of(item, digits)))}{(l.Items.Count > MaxPerAxis ? ", …" : "")})",
        ProbeValue.Error e => $"{ShortName(e.Types[0])}: {e.Message}",
        ProbeValue.Unsupported u => u.Type,
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Where an element stands: <c>[1, 2]</c> for the seventh of shape [2, 4].</summary>
    public static string Place(Shape shape, int position) => Shape.Text(shape.Indices(position));

    public static string ShortName(string fullName) => fullName[(fullName.LastIndexOfAny(['.', '+']) + 1)..];

    static string Fixed(double value, int digits)
    {
        int decimals = Math.Max(0, digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return value.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    static string Array(ProbeValue.Numbers numbers, int digits)
    {
        var text = new StringBuilder();
        Write(0, 0, numbers.Shape.Size);
        return text.ToString();

        void Write(int axis, int start, int size)
        {
            if (axis == numbers.Shape.Rank)
            {
                text.Append(Of(numbers[start], digits));
                return;
            }
            int length = numbers.Shape[axis];
            text.Append('[');
            for (int i = 0; i < Math.Min(length, MaxPerAxis); i++)
            {
                if (i > 0) text.Append(", ");
                Write(axis + 1, start + i * (size / length), size / length);
            }
            text.Append(length > MaxPerAxis ? ", …]" : "]");
        }
    }
}
