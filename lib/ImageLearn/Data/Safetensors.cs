using System.Buffers.Binary;
using System.Text.Json;

namespace ImageLearn.Data;

/// <summary>
/// Named tensors in a file, as trained weights are exchanged: a header in JSON, then the numbers (github.com/huggingface/safetensors).
/// Reading runs no code of the file. What is read becomes float32, what is written is.
/// </summary>
public static class Safetensors
{
    const long LongestHeader = 100_000_000;   // of the format's own rules
    const string MetadataKey = "__metadata__";

    static readonly Dictionary<string, NumberType> Types = new()
    {
        ["F64"] = NumberType.Of<double>(), ["F32"] = NumberType.Of<float>(), ["F16"] = NumberType.Of<Half>(), ["BF16"] = NumberType.BFloat16, ["BOOL"] = NumberType.Bool,
        ["I64"] = NumberType.Of<long>(), ["I32"] = NumberType.Of<int>(), ["I16"] = NumberType.Of<short>(), ["I8"] = NumberType.Of<sbyte>(),
        ["U64"] = NumberType.Of<ulong>(), ["U32"] = NumberType.Of<uint>(), ["U16"] = NumberType.Of<ushort>(), ["U8"] = NumberType.Of<byte>(),
    };

    /// <summary>Reads all tensors, in the header's order.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">It is not such a file, or its header does not describe what follows.</exception>
    public static Dictionary<string, Tensor> Load(string path) => DataFile.Read("Safetensors.Load", path, file =>
    {
        var (entries, _, start) = Header(file);
        Verify(entries, file.Length - start);
        var tensors = new Dictionary<string, Tensor>();
        foreach (var entry in entries)
        {
            var numbers = GC.AllocateUninitializedArray<float>(entry.Shape.Size);
            file.Position = start + entry.Begin;
            entry.Type.Read(file, numbers);
            tensors.Add(entry.Name, Tensor.Adopt(entry.Shape, numbers));
        }
        return tensors;
    });

    /// <summary>Reads the remarks that a file carries beside its tensors, without reading those.</summary>
    /// <inheritdoc cref="Load"/>
    public static Dictionary<string, string> LoadMetadata(string path) => DataFile.Read("Safetensors.LoadMetadata", path, file => Header(file).Metadata);

    /// <summary>Writes tensors by name, as float32. Replaces the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, by name; their order is kept.</param>
    /// <param name="metadata">Remarks to carry along, e.g. the epoch.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ArgumentException">A tensor has the name that the format keeps for the remarks.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (tensors.ContainsKey(MetadataKey)) throw new ArgumentException($"Safetensors.Save: no tensor can be named {MetadataKey}, which the format keeps for the metadata. Choose another name.");
        DataFile.Write("Safetensors.Save", path, file =>
        {
            var header = new MemoryStream();
            using (var json = new Utf8JsonWriter(header))
            {
                json.WriteStartObject();
                if (metadata is { Count: > 0 })
                {
                    json.WriteStartObject(MetadataKey);
                    foreach (var (key, value) in metadata) json.WriteString(key, value);
                    json.WriteEndObject();
                }
                long offset = 0;
                foreach (var (name, x) in tensors)
                {
                    json.WriteStartObject(name);
                    json.WriteString("dtype", "F32");
                    Numbers(json, "shape", x.Shape.Select(n => (long)n));
                    Numbers(json, "data_offsets", [offset, offset += 4L * x.Size]);
                    json.WriteEndObject();
                }
                json.WriteEndObject();
            }
            while (header.Length % 8 != 0) header.WriteByte((byte)' ');   // so that the numbers are aligned
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            file.Write(length);
            header.WriteTo(file);
            foreach (var x in tensors.Values) NumberType.Write(file, x.Data);
        });
    }

    static void Numbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long n in numbers) json.WriteNumberValue(n);
        json.WriteEndArray();
    }

    sealed record Entry(string Name, NumberType Type, Shape Shape, long Begin, long End);

    static (List<Entry> Entries, Dictionary<string, string> Metadata, long Start) Header(Stream file)
    {
        Span<byte> size = stackalloc byte[8];
        if (file.ReadAtLeast(size, 8, throwOnEndOfStream: false) < 8) throw new DataFormatException("this is no safetensors file: it has fewer than 8 bytes. Download or save it again.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(size);
        if (length > LongestHeader || (long)length > file.Length - 8)
            throw new DataFormatException($"this is no safetensors file, or it is damaged: its header claims {length} bytes, and the file has {file.Length}. Download or save it again.");
        var header = new byte[length];
        file.ReadExactly(header);
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var entries = new List<Entry>();
            var metadata = new Dictionary<string, string>();
            foreach (var property in json.RootElement.EnumerateObject())
                if (property.Name != MetadataKey) entries.Add(Read(property.Name, property.Value));
                else foreach (var remark in property.Value.EnumerateObject()) metadata.Add(remark.Name, remark.Value.GetString() ?? "");
            return (entries, metadata, 8 + (long)length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException and not DataFormatException)
        {
            throw new DataFormatException("the header is not the JSON that the safetensors format asks for. Download or save the file again.", cause: e);
        }
    }

    static Entry Read(string name, JsonElement entry)
    {
        string dtype = entry.GetProperty("dtype").GetString() ?? "";
        if (!Types.TryGetValue(dtype, out var type)) throw new DataFormatException($"tensor '{DataFile.Shown(name)}' has numbers of type '{DataFile.Shown(dtype)}', which are not read. Convert it to F32 first.");
        long[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64())];
        if (offsets is not [var begin, var end]) throw new DataFormatException($"tensor '{DataFile.Shown(name)}' has {offsets.Length} data_offsets, and two are needed. Download or save the file again.");
        try
        {
            return new(name, type, Shape.Of([.. entry.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())]), begin, end);
        }
        catch (ShapeException e)
        {
            throw new DataFormatException($"tensor '{DataFile.Shown(name)}': {e.Message}", cause: e);
        }
    }

    /// <summary>The tensors must lie side by side and fill the rest of the file: then no header can ask for more memory than the file is long, times a constant.</summary>
    static void Verify(List<Entry> entries, long length)
    {
        long next = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != next || entry.End < entry.Begin)
                throw new DataFormatException($"tensor '{DataFile.Shown(entry.Name)}' lies at bytes {entry.Begin} to {entry.End}, but {next} is where the one before it ends. Download or save the file again.");
            if (entry.End - entry.Begin != entry.Shape.Size * (long)entry.Type.Size)
                throw new DataFormatException($"tensor '{DataFile.Shown(entry.Name)}' of shape {entry.Shape} needs {entry.Shape.Size * (long)entry.Type.Size} bytes, but has {entry.End - entry.Begin}. Download or save the file again.");
            next = entry.End;
        }
        if (next != length) throw new DataFormatException($"the tensors end at byte {next} of the data, but there are {length}. The file is damaged or cut short; download or save it again.");
    }
}
