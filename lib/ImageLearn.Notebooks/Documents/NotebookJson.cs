using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace ImageLearn.Notebooks.Documents;

/// <summary>
/// The bytes of a file as a JSON tree, read as Python's <c>json</c> reads them: of two equal keys the last counts, numbers keep their digits.
/// <c>NaN</c> and <c>Infinity</c>, which Python writes and JSON does not have, become null: so does a browser write them.
/// Lone surrogates (<c>\ud83d</c> without its partner, from a text cut inside an emoji) become U+FFFD, as in a browser: they must not make a notebook unreadable.
/// </summary>
static class NotebookJson
{
    /// <summary>Deeper than any notebook, and far from the end of the stack.</summary>
    const int MaxDepth = 256;

    const string Mend = "open it in a text editor and mend that place, or restore the file from version control";

    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, string file)
    {
        if (utf8 is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new NotebookFormatException(file, null, "it is saved as UTF-16, and a notebook is UTF-8", "save it again as UTF-8 (in PowerShell: Set-Content -Encoding utf8)");
        if (utf8 is [0xEF, 0xBB, 0xBF, ..]) utf8 = utf8[3..];
        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
            throw new NotebookFormatException(file, null, "it is empty", "restore it from version control, or make a new notebook");
        if (utf8.Contains((byte)0))
            throw new NotebookFormatException(file, null, "it is a binary file, not a notebook", "give the path of an .ipynb file");
        if (!Utf8.IsValid(utf8))
            throw new NotebookFormatException(file, $"byte {FirstInvalid(utf8)}", "the text is not valid UTF-8", "save it again as UTF-8");
        try
        {
            return Parse(utf8);
        }
        catch (JsonException)
        {
            utf8 = WithNullsForNonNumbers(utf8);
        }
        try
        {
            return Parse(utf8);
        }
        catch (JsonException e)
        {
            throw Explain(e, utf8, file);
        }
    }

    static JsonNode? Parse(ReadOnlySpan<byte> utf8) => ToNode(JsonElement.Parse(utf8, new() { MaxDepth = MaxDepth }));

    static byte[] WithNullsForNonNumbers(ReadOnlySpan<byte> utf8)
    {
        var text = new ArrayBufferWriter<byte>(utf8.Length + 64);
        while (!utf8.IsEmpty)
        {
            var isText = utf8[0] == '"';
            var length = isText ? LengthOfText(utf8) : utf8.IndexOf((byte)'"') is >= 0 and var next ? next : utf8.Length;
            if (isText) text.Write(utf8[..length]);
            else WriteWithNulls(text, utf8[..length]);
            utf8 = utf8[length..];
        }
        return text.WrittenSpan.ToArray();
    }

    /// <summary>With its quotes; of one without an end, all there is.</summary>
    static int LengthOfText(ReadOnlySpan<byte> utf8)
    {
        for (var i = 1; i < utf8.Length; i++)
            if (utf8[i] == '\\') i++;
            else if (utf8[i] == '"') return i + 1;
        return utf8.Length;
    }

    static void WriteWithNulls(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> between)
    {
        for (int i; (i = between.IndexOfAny((byte)'N', (byte)'I')) >= 0;)
        {
            var length = between[i..].StartsWith("NaN"u8) ? 3 : between[i..].StartsWith("Infinity"u8) ? 8 : 0;
            var sign = length == 8 && i > 0 && between[i - 1] == '-' ? 1 : 0;
            text.Write(between[..(i - sign)]);
            text.Write(length > 0 ? "null"u8 : between.Slice(i, length = 1));
            between = between[(i + length)..];
        }
        text.Write(between);
    }

    static NotebookFormatException Explain(JsonException e, ReadOnlySpan<byte> utf8, string file)
    {
        if (MergeConflict(utf8) is { } conflict)
            return new(file, $"line {conflict}", "the file holds an unresolved merge conflict", "choose one side of each <<<<<<< ======= >>>>>>> block and remove the marks", e);
        if (utf8.TrimStart(" \t\r\n"u8) is [not (byte)'{' and not (byte)'[', ..])
            return new(file, null, "it does not begin with '{', so it is not a notebook", "give the path of an .ipynb file, downloaded in its raw form", e);
        var (line, column) = ((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1);
        var problem = e.Message.Contains("configured depth", StringComparison.Ordinal) ? $"the JSON is nested deeper than {MaxDepth} levels"
            : EndsEarly(utf8) ? "the JSON ends before it is complete"
            : "this is not valid JSON";
        return new(file, $"line {line}, byte {column}", problem, Mend, e);
    }

    // A prefix of a valid text fails only at its end.
    static bool EndsEarly(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new() { MaxDepth = MaxDepth }));
        try
        {
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static int? MergeConflict(ReadOnlySpan<byte> utf8)
    {
        var number = 0;
        foreach (var line in utf8.Split((byte)'\n'))
        {
            number++;
            if (utf8[line].StartsWith("<<<<<<< "u8)) return number;
        }
        return null;
    }

    static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(utf8[at..], out _, out var length) == OperationStatus.Done) at += length;
        return at + 1;
    }

    static JsonNode? ToNode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var properties = new JsonObject();
                foreach (var property in element.EnumerateObject())
                    properties[Unescape(JsonMarshal.GetRawUtf8PropertyName(property))] = ToNode(property.Value);
                return properties;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in element.EnumerateArray()) items.Add(ToNode(item));
                return items;
            case JsonValueKind.String:
                return JsonValue.Create(Unescape(JsonMarshal.GetRawUtf8Value(element)[1..^1]));
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element);
        }
    }

    // By hand, because System.Text.Json refuses lone surrogates.
    static string Unescape(ReadOnlySpan<byte> raw)
    {
        var rest = Encoding.UTF8.GetString(raw).AsSpan();
        if (!rest.Contains('\\')) return rest.ToString();
        var text = new StringBuilder(rest.Length);
        for (int i; (i = rest.IndexOf('\\')) >= 0;)
        {
            text.Append(rest[..i]);
            var unicode = rest[i + 1] == 'u';
            text.Append(unicode ? (char)ushort.Parse(rest.Slice(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : Escaped(rest[i + 1]));
            rest = rest[(i + (unicode ? 6 : 2))..];
        }
        return ReplaceLoneSurrogates(text.Append(rest).ToString());
    }

    static string ReplaceLoneSurrogates(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text;
        return string.Concat(text.EnumerateRunes());
    }

    static char Escaped(char c) => c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => c };
}
