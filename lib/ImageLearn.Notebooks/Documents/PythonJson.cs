using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Documents;

/// <summary>
/// JSON exactly as Python writes it with <c>json.dumps(indent=1, sort_keys=True, ensure_ascii=False)</c>, which is what Jupyter saves.
/// </summary>
/// <remarks>A lone surrogate, which UTF-8 cannot carry (Python fails on it), is written as U+FFFD, as a browser does.</remarks>
static class PythonJson
{
    /// <summary>The order of Python's strings: by code point. Ordinal order differs above U+FFFF, whose surrogates come before U+E000.</summary>
    public static readonly Comparer<string> KeyOrder = Comparer<string>.Create(CompareCodePoints);

    public static string Write(JsonNode? node)
    {
        var json = new StringBuilder();
        Write(json, node, depth: 0);
        return json.ToString();
    }

    static void Write(StringBuilder json, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null: json.Append("null"); break;
            case JsonObject { Count: 0 }: json.Append("{}"); break;
            case JsonArray { Count: 0 }: json.Append("[]"); break;
            case JsonObject properties:
                json.Append('{');
                foreach (var (name, value) in properties.OrderBy(property => property.Key, KeyOrder))
                {
                    NextItem(json, depth + 1);
                    WriteString(json, name);
                    json.Append(": ");
                    Write(json, value, depth + 1);
                }
                End(json, depth, '}');
                break;
            case JsonArray items:
                json.Append('[');
                foreach (var item in items)
                {
                    NextItem(json, depth + 1);
                    Write(json, item, depth + 1);
                }
                End(json, depth, ']');
                break;
            case JsonValue value: WriteValue(json, value); break;
        }
    }

    static void NextItem(StringBuilder json, int depth)
    {
        if (json[^1] is not ('{' or '[')) json.Append(',');
        json.Append('\n').Append(' ', depth);
    }

    static void End(StringBuilder json, int depth, char bracket) => json.Append('\n').Append(' ', depth).Append(bracket);

    static void WriteValue(StringBuilder json, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String: WriteString(json, value.TryGetValue<string>(out var text) ? text : value.Deserialize<string>()!); break;
            case JsonValueKind.Number: json.Append(Number(value.ToJsonString())); break;
            default: json.Append(value.ToJsonString()); break;
        }
    }

    static void WriteString(StringBuilder json, string text)
    {
        json.Append('"');
        var rest = text.AsSpan();
        for (int i; (i = rest.IndexOfAny(Special)) >= 0;)
        {
            json.Append(rest[..i]);
            var pair = char.IsHighSurrogate(rest[i]) && i + 1 < rest.Length && char.IsLowSurrogate(rest[i + 1]);
            if (pair) json.Append(rest.Slice(i, 2));
            else json.Append(Escape(rest[i]));
            rest = rest[(i + (pair ? 2 : 1))..];
        }
        json.Append(rest).Append('"');
    }

    static readonly SearchValues<char> Special =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Concat(Enumerable.Range(0xD800, 0x800)).Select(c => (char)c), '"', '\\']);

    static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' => $"\\u{(int)c:x4}",
        _ => "\uFFFD",
    };

    /// <summary>A number as Python writes it after reading <paramref name="json"/>: integers digit for digit, others by <c>repr(float)</c>.</summary>
    /// <remarks>A number beyond the range of a double stays as it is: Python would write <c>Infinity</c>, which is not JSON.</remarks>
    static string Number(string json)
    {
        if (json.AsSpan().IndexOfAny(".eE") < 0) return json == "-0" ? "0" : json;
        var value = double.Parse(json, CultureInfo.InvariantCulture);
        return double.IsInfinity(value) ? json : Repr(value);
    }

    /// <summary>Python's <c>repr(float)</c>: the shortest digits that read back as the same number, with an exponent below 1e-4 and from 1e16 on.</summary>
    static string Repr(double value)
    {
        var (digits, exponent) = Decimal(Math.Abs(value));
        var sign = double.IsNegative(value) ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        var whole = digits.PadRight(exponent + 1, '0');
        return $"{sign}{whole[..(exponent + 1)]}.{(whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0")}";
    }

    /// <summary>The shortest decimal form d.ddd × 10^exponent: its digits without trailing zeros, and the exponent.</summary>
    static (string Digits, int Exponent) Decimal(double value)
    {
        if (value == 0) return ("0", 0);
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var whole = parts[0].Split('.')[0].Length;
        var digits = parts[0].Replace(".", "");
        var significant = digits.TrimStart('0');
        var exponent = whole - 1 - (digits.Length - significant.Length) + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        return (significant.TrimEnd('0'), exponent);
    }

    static int CompareCodePoints(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            var (x, y) = (a[i], b[i]);
            if (x == y) continue;
            return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x) ? 1 : -1;
        }
        return a.Length.CompareTo(b.Length);
    }
}
