using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Tests.Documents;

/// <summary>Notebooks as programs other than ours may have written them: valid, and as odd as the format allows. The same seed gives the same file.</summary>
sealed class RandomNotebook(int seed)
{
    static readonly string[] Pieces =
    [
        "var x = 1;", "\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\x1f", "\0", "\b", "\t", "\x7f", " ", "\"", "\\", "/", "<b>&amp;</b>",
        "é", "ß", "漢字", "😀", "\U0001D54F", "\uE000", "\uFFFD", "\uFEFF", "\\u0041", "$\\alpha$", "`", "```\n", "# Title", "\n\n",
    ];
    static readonly string[] Types =
        ["text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "application/javascript", "application/pdf", "application/json", "application/vnd.plotly.v1+json", "application/x+json"];

    readonly Random _random = new(seed);
    int _cells;

    /// <summary>The text of the file.</summary>
    public string Json(int minor = 5)
    {
        var root = new JsonObject
        {
            ["nbformat"] = 4,
            ["nbformat_minor"] = minor,
            ["metadata"] = Metadata(depth: 0),
            ["cells"] = Array(_random.Next(6), () => Cell(minor)),
        };
        if (Maybe(4)) root["metadata"]!["orig_nbformat"] = 4;
        if (Maybe(5)) root["unknown top"] = Anything(0);
        return Write(root);
    }

    JsonObject Cell(int minor)
    {
        var cell = new JsonObject { ["cell_type"] = Pick("code", "markdown", "raw"), ["metadata"] = Metadata(0), ["source"] = Text() };
        if (minor >= 5) cell["id"] = $"cell-{_cells++}_{_random.Next(1000)}";
        if (Maybe(5)) cell["metadata"]!["trusted"] = true;
        if (Maybe(8)) cell["unknown"] = Anything(0);
        if (cell["cell_type"]!.GetValue<string>() == "code")
        {
            cell["execution_count"] = Maybe(3) ? null : _random.Next(100);
            cell["outputs"] = Array(_random.Next(4), Output);
        }
        else if (Maybe(3)) cell["attachments"] = new JsonObject { ["a picture.png"] = Bundle(), ["b"] = Bundle() };
        return cell;
    }

    JsonObject Output() => _random.Next(4) switch
    {
        0 => new() { ["output_type"] = "stream", ["name"] = Pick("stdout", "stderr"), ["text"] = Text() },
        1 => new() { ["output_type"] = "display_data", ["data"] = Bundle(), ["metadata"] = Metadata(0) },
        2 => new() { ["output_type"] = "execute_result", ["data"] = Bundle(), ["metadata"] = Metadata(0), ["execution_count"] = Maybe(2) ? null : 7 },
        _ => new() { ["output_type"] = "error", ["ename"] = String(), ["evalue"] = String(), ["traceback"] = Array(_random.Next(3), () => JsonValue.Create(String())) },
    };

    JsonObject Bundle()
    {
        var bundle = new JsonObject();
        foreach (var type in Types.Where(_ => Maybe(3))) bundle[type] = type.EndsWith("json", StringComparison.Ordinal) ? Anything(0) : Text();
        return bundle;
    }

    JsonObject Metadata(int depth) => new(Enumerable.Range(0, _random.Next(5)).Select(i => KeyValuePair.Create($"{i}{String()}", Anything(depth))));

    JsonNode? Anything(int depth) => _random.Next(depth > 3 ? 5 : 7) switch
    {
        0 => null,
        1 => Maybe(2),
        2 => JsonValue.Create(String()),
        3 or 4 => JsonNode.Parse(Number()),
        5 => Array(_random.Next(4), () => Anything(depth + 1)),
        _ => Metadata(depth + 1),
    };

    /// <summary>A number in any of the ways to write one.</summary>
    string Number()
    {
        var any = BitConverter.Int64BitsToDouble(_random.NextInt64());
        return _random.Next(12) switch
        {
            0 => Pick("0", "-0", "-0.0", "1.0", "1e0", "1E5", "1e-5", "0.0001", "0.00001", "1e15", "1e16", "1e22", "1e23", "5e-324", "1.7976931348623157e308", "1.10", "123456789012345680.0", "9007199254740993"),
            1 => new string('9', 1 + _random.Next(60)),
            2 => "-" + (1 + _random.NextInt64()).ToString(CultureInfo.InvariantCulture),
            3 => _random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture),
            4 => (_random.NextDouble() * 1000).ToString("F3", CultureInfo.InvariantCulture),
            5 => _random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
            6 => Math.Pow(10, _random.Next(-320, 308)).ToString("E16", CultureInfo.InvariantCulture),
            7 => (_random.Next() * Math.Pow(10, _random.Next(-30, 30))).ToString("R", CultureInfo.InvariantCulture),
            8 => ((float)_random.NextDouble()).ToString("R", CultureInfo.InvariantCulture),
            _ => double.IsFinite(any) ? any.ToString(Pick("R", "E16", "E20"), CultureInfo.InvariantCulture) : "0",
        };
    }

    // One string or a list of them, cut anywhere.
    JsonNode Text() => Maybe(2) ? JsonValue.Create(String()) : Array(_random.Next(5), () => JsonValue.Create(String()));

    string String() => string.Concat(Enumerable.Range(0, _random.Next(6)).Select(_ => Pick(Pieces)));

    JsonArray Array(int count, Func<JsonNode?> item) => new([.. Enumerable.Range(0, count).Select(_ => item())]);

    T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    bool Maybe(int oneIn) => _random.Next(oneIn) == 0;

    /// <summary>Any of the ways to write the same JSON: order of keys, white space, escapes.</summary>
    string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    void Write(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject properties:
                var shuffled = properties.ToArray();
                _random.Shuffle(shuffled);
                WriteItems(text, '{', shuffled, property =>
                {
                    WriteString(text, property.Key);
                    text.Append(Space()).Append(':').Append(Space());
                    Write(text, property.Value);
                }, '}');
                break;
            case JsonArray items: WriteItems(text, '[', items, item => Write(text, item), ']'); break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: WriteString(text, value.GetValue<string>()); break;
            default: text.Append(node?.ToJsonString() ?? "null"); break;
        }
    }

    void WriteItems<T>(StringBuilder text, char open, IEnumerable<T> items, Action<T> write, char close)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(',');
            first = false;
            text.Append(Space());
            write(item);
            text.Append(Space());
        }
        text.Append(close);
    }

    void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        var escape = false;
        foreach (var c in value)
        {
            // Half a pair is never escaped without the other half.
            if (!char.IsLowSurrogate(c)) escape = c < ' ' || c is '"' or '\\' || Maybe(10);
            if (!escape) text.Append(c);
            else if (c is '"' or '\\' or '/' && Maybe(2)) text.Append('\\').Append(c);
            else if (c == '\n' && Maybe(2)) text.Append("\\n");
            else text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }
        text.Append('"');
    }

    string Space() => Pick("", "", "", " ", "\n", "\r\n\t");
}
