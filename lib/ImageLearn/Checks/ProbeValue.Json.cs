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
        try
        {
            int items = 0;
            return Read(json, 0, ref items);
        }
        // JsonNode says "not there", "not an object" and "not a text" in these ways.
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or ArgumentException or OverflowException)
        {
            throw new FormatException($"Not a probe value: {e.Message}", e);
        }
    }

    static ProbeValue Read(JsonNode? json, int depth, ref int items)
    {
        var value = json!.AsObject();
        switch (value["kind"]!.GetValue<string>())
        {
            case "null": return new Null();
            case "bool": return new Bool(value["value"]!.GetValue<bool>());
            case "number": return new Number(double.Parse(value["value"]!.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture));
            case "text": return new Text(value["value"]!.GetValue<string>());
            case "numbers": return ReadNumbers(value);
            case "error": return new Error([.. value["types"]!.AsArray().Select(type => type!.GetValue<string>())], value["message"]!.GetValue<string>());
            case "unsupported": return new Unsupported(value["type"]!.GetValue<string>(), value["reason"]!.GetValue<string>());
            case "list" when depth < MaxDepth:
                var list = new List<ProbeValue>();
                foreach (var item in value["items"]!.AsArray())
                {
                    if (++items > 2 * MaxItems) throw new FormatException("Not a probe value: too many items.");
                    list.Add(Read(item, depth + 1, ref items));
                }
                return new List(list);
            case var kind: throw new FormatException($"Not a probe value: unknown kind '{kind}', or lists nested too deep.");
        }
    }

    static Numbers ReadNumbers(JsonObject value)
    {
        var shape = Shape.Of([.. value["shape"]!.AsArray().Select(length => length!.GetValue<int>())]);
        var data = Convert.FromBase64String(value["data"]!.GetValue<string>());
        int width = value["type"]!.GetValue<string>() switch
        {
            "float32" => sizeof(float),
            "float64" => sizeof(double),
            var type => throw new FormatException($"Not a probe value: unknown type '{type}'."),
        };
        if (shape.Size > MaxNumbers || data.Length != (long)shape.Size * width)
            throw new FormatException($"Not a probe value: {data.Length} bytes of data for shape {shape}.");
        return width == sizeof(float) ? new(shape, FromBytes<float>(data)) : new(shape, FromBytes<double>(data));
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
