using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace ImageLearn.Checks;

public abstract partial record ProbeValue
{
    /// <summary>
    /// The JSON form: <c>{"kind": "numbers", "type": "float32", "shape": [2, 2], "data": base64 of the little-endian bytes}</c>,
    /// <c>{"kind": "number", "value": "0.1"}</c> (shortest text that reads back to the same double, or NaN, Infinity, -Infinity), and so on.
    /// </summary>
    public JsonObject ToJson() => this switch
    {
        Null => new() { ["kind"] = "null" },
        Bool b => new() { ["kind"] = "bool", ["value"] = b.Value },
        Number n => new() { ["kind"] = "number", ["value"] = n.Value.ToString("R", CultureInfo.InvariantCulture) },
        Text t => new() { ["kind"] = "text", ["value"] = t.Value },
        Numbers n => new()
        {
            ["kind"] = "numbers",
            ["type"] = n.IsSingle ? "float32" : "float64",
            ["shape"] = new JsonArray([.. n.Shape.Select(length => JsonValue.Create(length))]),
            ["data"] = Convert.ToBase64String(n.IsSingle ? Bytes(n.Singles) : Bytes(n.Doubles)),
        },
        List l => new() { ["kind"] = "list", ["items"] = new JsonArray([.. l.Items.Select(item => item.ToJson())]) },
        Error e => new() { ["kind"] = "error", ["types"] = new JsonArray([.. e.Types.Select(type => JsonValue.Create(type))]), ["message"] = e.Message },
        Unsupported u => new() { ["kind"] = "unsupported", ["type"] = u.Type, ["reason"] = u.Reason },
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Reads the JSON form. What comes from a notebook may be anything: whatever is not exactly this form is refused.</summary>
    /// <exception cref="FormatException">It is not this form, or larger than the limits allow.</exception>
    public static ProbeValue FromJson(JsonNode? json)
    {
        int items = 0;
        try { return Read(json, 0, ref items); }
        // InvalidOperation and Argument: how JsonNode says "of another kind" and "twice the same key", and Shape "too large".
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException) { throw new FormatException($"Not a probe value: {e.Message}", e); }
    }

    static ProbeValue Read(JsonNode? json, int depth, ref int items)
    {
        var value = json as JsonObject ?? throw new FormatException("no JSON object.");
        switch (Text("kind"))
        {
            case "null": return new Null();
            case "bool": return new Bool(Field("value").GetValue<bool>());
            case "number": return new Number(double.Parse(Text("value"), NumberStyles.Float, CultureInfo.InvariantCulture));
            case "text": return new Text(Text("value"));
            case "error" when Field("types").AsArray() is { Count: > 0 } types: return new Error([.. types.Select(type => type?.GetValue<string>() ?? "")], Text("message"));
            case "unsupported": return new Unsupported(Text("type"), Text("reason"));
            case "numbers":
                var shape = Shape.Of([.. Field("shape").AsArray().Select(length => length?.GetValue<int>() ?? -1)]);
                var data = Convert.FromBase64String(Text("data"));
                return Text("type") switch
                {
                    "float32" when Fits(sizeof(float)) => new Numbers(shape, FromBytes<float>(data)),
                    "float64" when Fits(sizeof(double)) => new Numbers(shape, FromBytes<double>(data)),
                    var type => throw new FormatException($"{data.Length} bytes of type '{type}' for shape {shape}."),
                };
                bool Fits(int width) => shape.Size <= MaxNumbers && data.Length == (long)shape.Size * width;
            case "list" when depth < MaxDepth:
                var list = new List<ProbeValue>();
                foreach (var item in Field("items").AsArray())
                {
                    if (++items > MaxNumbers) throw new FormatException("too many items.");
                    list.Add(Read(item, depth + 1, ref items));
                }
                return new List(list);
            case var kind: throw new FormatException($"unknown kind '{kind}', or lists nested too deep.");
        }

        JsonNode Field(string name) => value[name] ?? throw new FormatException($"no '{name}'.");
        string Text(string name) => Field(name).GetValue<string>();
    }

    static byte[] Bytes<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (!BitConverter.IsLittleEndian) ReverseEach<T>(bytes);
        return bytes;
    }

    static T[] FromBytes<T>(byte[] bytes) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) ReverseEach<T>(bytes);
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    static unsafe void ReverseEach<T>(Span<byte> bytes) where T : unmanaged
    {
        for (int i = 0; i < bytes.Length; i += sizeof(T)) bytes.Slice(i, sizeof(T)).Reverse();
    }
}
