using System.Runtime.InteropServices;
using System.Text.Json;

namespace ImageLearn.Benchmarks.Peers;

/// <summary>The arrays that <c>peers.py inputs</c> wrote: raw little-endian numbers, described in manifest.json.</summary>
sealed class PeerInputs(string folder)
{
    readonly JsonElement _manifest = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(folder, "manifest.json"))).RootElement;

    /// <summary>The folder that the variable PEERS_INPUTS names.</summary>
    public static PeerInputs FromEnvironment()
    {
        var folder = Environment.GetEnvironmentVariable("PEERS_INPUTS") ?? "inputs";
        return System.IO.File.Exists(Path.Combine(folder, "manifest.json")) ? new(folder)
            : throw new InvalidOperationException($"PEERS_INPUTS: there is no manifest.json in '{folder}'. Let it name the folder that `peers.py inputs` writes.");
    }

    public Shape Shape(string name) => [.. Entry(name).GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())];

    /// <summary>An array of real numbers of any type as float32.</summary>
    public Tensor Tensor(string name) => new(Shape(name), [.. Doubles(name).Select(x => (float)x)]);

    /// <summary>An array of complex numbers, as float32 parts.</summary>
    public ComplexTensor Complex(string name)
    {
        var parts = Doubles(name);   // real, imaginary, real, …
        float[] Every(int first) => [.. Enumerable.Range(0, parts.Length / 2).Select(i => (float)parts[2 * i + first])];
        return new(new Tensor(Shape(name), Every(0)), new Tensor(Shape(name), Every(1)));
    }

    public double[] Doubles(string name)
    {
        var bytes = Bytes(name);
        return Entry(name).GetProperty("dtype").GetString() switch
        {
            "float64" or "complex128" => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
            "float32" => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(x => (double)x)],
            "int32" => [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(x => (double)x)],
            "uint8" => [.. bytes.Select(x => (double)x)],
            var other => throw new NotSupportedException($"{name}: arrays of {other} are not read yet."),
        };
    }

    public int[] Integers(string name) => [.. Doubles(name).Select(x => (int)x)];

    /// <summary>A file that peers.py wrote beside the arrays.</summary>
    public string File(string name) => Path.Combine(folder, name);

    byte[] Bytes(string name) => System.IO.File.ReadAllBytes(File(Entry(name).GetProperty("file").GetString()!));

    JsonElement Entry(string name) => _manifest.GetProperty("arrays").GetProperty(name);
}
