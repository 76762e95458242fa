using System.Buffers.Binary;
using System.Text;
using ImageLearn.Data;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Files;

/// <summary>A file written byte by byte after the published format (fixtures/make_file_fixtures.py), our own, and files that lie.</summary>
public class SafetensorsTests
{
    [Fact]
    public void Numbers_of_every_type_are_read()
    {
        var tensors = Safetensors.Load(NpyTests.Fixture("mixed.safetensors"));
        Assert.Equal(["f32", "f16", "f64", "i64", "u8", "bool", "number", "empty", "bf16"], tensors.Keys);
        foreach (var name in (string[])["f32", "f16", "f64", "bf16"]) Assert.Equal(NpyTests.Broken, tensors[name].Data.ToArray());
        foreach (var name in (string[])["i64", "u8"]) Assert.Equal(NpyTests.Whole, tensors[name].Data.ToArray());
        Assert.Equal([0, 1, 1, 1, 1, 1], tensors["bool"].Data.ToArray());
        Assert.Equal([2, 3], tensors["bf16"].Shape);
        Assert.Equal(7, tensors["number"].Item());
        Assert.Equal([0, 3], tensors["empty"].Shape);
        Assert.Equal(new Dictionary<string, string> { ["format"] = "np", ["epoch"] = "3" }, Safetensors.LoadMetadata(NpyTests.Fixture("mixed.safetensors")));
    }

    [Fact]
    public void What_is_written_is_read_back_in_the_same_order()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("w.safetensors");
        var tensors = new Dictionary<string, Tensor> { ["layer.weight"] = Rng.Normal([3, 4], 1), ["layer.bias"] = Rng.Normal([4], 2), ["größe \"1\""] = 5, ["none"] = Tensor.Zeros([0]) };
        Safetensors.Save(path, tensors, new Dictionary<string, string> { ["epoch"] = "12" });
        var back = Safetensors.Load(path);
        Assert.Equal(tensors.Keys, back.Keys);
        foreach (var (name, x) in tensors)
        {
            Assert.Equal(x.Shape, back[name].Shape);
            Assert.Equal(x.Data.ToArray(), back[name].Data.ToArray());
        }
        Assert.Equal("12", Safetensors.LoadMetadata(path)["epoch"]);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal(0, (8 + BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(path))) % 8);
    }

    /// <summary>A reader written from the format's description alone.</summary>
    [NumpyFact]
    public void A_program_after_the_published_format_reads_what_we_write()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("w.safetensors");
        var w = Rng.Normal([2, 3], 1);
        Safetensors.Save(path, new Dictionary<string, Tensor> { ["b"] = 7, ["w"] = w });
        var output = Python.Run("""
            import json, numpy, struct, sys
            data = open(sys.argv[1], "rb").read()
            n = struct.unpack("<Q", data[:8])[0]
            header = json.loads(data[8:8 + n])
            for name, entry in header.items():
                begin, end = entry["data_offsets"]
                assert entry["dtype"] == "F32"
                print(name, numpy.frombuffer(data[8 + n + begin:8 + n + end], "<f4").reshape(entry["shape"]).tolist())
            """, path);
        string Row(int i) => $"[{string.Join(", ", w[i, ..].Data.ToArray().Select(x => $"{(double)x}"))}]";
        Assert.Equal($"b 7.0\nw [{Row(0)}, {Row(1)}]\n", output);
    }

    const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}}""";

    public static TheoryData<string, string, string> Lies => new()
    {
        { "[0,8]", "[0,4]", "tensor 'a' of shape [2] needs 8 bytes, but has 4. Download or save the file again." },
        { "[2]", "[9000000]", "tensor 'a' of shape [9000000] needs 36000000 bytes, but has 8. Download or save the file again." },
        { "[2]", "[-1]", "tensor 'a': Shape: [-1] has an axis of length -1. Lengths are 0 or more; only Reshape takes a -1, for the length it works out." },
        { "[2]", "[99999999999]", "the header is not the JSON that the safetensors format asks for. Download or save the file again." },
        { "[8,12]", "[9,13]", "tensor 'b' lies at bytes 9 to 13, but 8 is where the one before it ends. Download or save the file again." },
        { "[8,12]", "[4,8]", "tensor 'b' lies at bytes 4 to 8, but 8 is where the one before it ends. Download or save the file again." },
        { "[0,8]", "[0,-8]", "tensor 'a' lies at bytes 0 to -8, but 0 is where the one before it ends. Download or save the file again." },
        { "\"b\"", "\"a\"", "the header is not the JSON that the safetensors format asks for. Download or save the file again." },
        { "[8,12]", "[8]", "tensor 'b' has 1 data_offsets, and two are needed. Download or save the file again." },
        { "F32", "F4", "tensor 'a' has numbers of type 'F4', which are not read. Convert it to F32 first." },
        { "\"b\":{\"dtype\":\"U8\"", "\"b\\nc\":{\"dtype\":\"X\"", "tensor 'b·c' has numbers of type 'X', which are not read. Convert it to F32 first." },
        { "shape", "form", "the header is not the JSON that the safetensors format asks for. Download or save the file again." },
        { ",\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[8,12]}", "", "the tensors end at byte 8 of the data, but there are 12. The file is damaged or cut short; download or save it again." },
        { "[4],\"data_offsets\":[8,12]", "[5],\"data_offsets\":[8,13]", "the tensors end at byte 13 of the data, but there are 12. The file is damaged or cut short; download or save it again." },
        { "{\"a\"", "[\"a\"", "the header is not the JSON that the safetensors format asks for. Download or save the file again." },
    };

    [Theory, MemberData(nameof(Lies))]
    public void A_header_that_lies_is_told_with_the_files_name_and_what_to_do(string part, string lie, string text)
    {
        var (thrown, path) = Thrown(Bytes(Good.Replace(part, lie)));
        Assert.Equal($"{path}: {text}", thrown.Message);
    }

    [Fact]
    public void A_length_that_lies_is_told()
    {
        var bytes = Bytes(Good);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        Assert.Contains($"its header claims {ulong.MaxValue} bytes, and the file has {bytes.Length}.", Thrown(bytes).Thrown.Message);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)bytes.Length - 7);
        Assert.Contains("this is no safetensors file, or it is damaged", Thrown(bytes).Thrown.Message);
        Assert.Contains("fewer than 8 bytes", Thrown([1, 2]).Thrown.Message);
        Assert.Equal(["a", "b"], Load(Bytes(Good)).Keys);   // the one that tells the truth
    }

    [Fact]
    public void A_tensor_cannot_take_the_name_of_the_metadata() =>
        Assert.Equal("Safetensors.Save: no tensor can be named __metadata__, which the format keeps for the metadata. Choose another name.",
            Assert.Throws<ArgumentException>(() => Safetensors.Save("x", new Dictionary<string, Tensor> { ["__metadata__"] = 1 })).Message);

    static byte[] Bytes(string header)
    {
        var bytes = new byte[8 + header.Length + 12];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        return bytes;
    }

    static (DataFormatException Thrown, string Path) Thrown(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("w.safetensors");
        File.WriteAllBytes(path, bytes);
        return (Assert.Throws<DataFormatException>(() => Safetensors.Load(path)), path);
    }

    static Dictionary<string, Tensor> Load(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("w.safetensors"), bytes);
        return Safetensors.Load(folder.File("w.safetensors"));
    }
}
