using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using ImageLearn.Data;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Data;

public class MatFileTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "mat");

    static MatFile Load(string name) => MatFile.Load(Path.Combine(Folder, name));

    [Theory]
    [InlineData("plain.mat"), InlineData("compressed.mat"), InlineData("version4.mat"), InlineData("big_endian.mat")]
    public void Every_variable_is_what_SciPy_reads(string name)
    {
        var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement.GetProperty(name);
        var file = Load(name);
        Assert.Equal(expected.EnumerateObject().Select(static variable => variable.Name).Order(), file.Names.Order());
        foreach (var variable in expected.EnumerateObject()) Assert.Equal($"{variable.Name} {variable.Value}", $"{variable.Name} {MatDescription.Of(file[variable.Name])}");
    }

    [Theory]
    [InlineData("double", "3×5 double"), InlineData("single", "2×3 single"), InlineData("uint64", "2×3 uint64"), InlineData("flags", "1×3 logical")]
    [InlineData("complexes", "2×2 complex double"), InlineData("cells", "2×2 cell"), InlineData("records", "1×3 struct with name, value"), InlineData("text", "grüße, 世界")]
    public void Values_say_what_they_are(string name, string says) => Assert.Equal(says, Load("compressed.mat")[name].ToString());

    [Fact]
    public void Tensors_have_MATLABs_rows_as_rows()
    {
        var file = Load("plain.mat");
        var deeper = file["deeper"].ToTensor();   // made as 0, 1, 2, … with the last axis fastest
        Assert.Equal([2, 3, 4, 5], deeper.Shape);
        Assert.Equal(Enumerable.Range(0, 120).Select(static i => (float)i), deeper.Data.ToArray());
        Assert.Equal("hello, inside", $"hello, {((MatCells)((MatCells)file["cells"])[1, 1])[0, 0]}");
        Assert.Equal(2, ((MatStruct)((MatStruct)file["record"])["b"])["d"].ToTensor()[0, 2]);
        Assert.Contains("this is plain text", Assert.Throws<InvalidOperationException>(() => new MatText(["plain text"]).ToTensor()).Message);
    }

    [Fact]
    public void A_tall_matrix_is_turned_right_in_every_block()
    {
        var values = Enumerable.Range(0, 700 * 130).Select(static i => (double)i).ToArray();
        var tensor = new MatNumbers([700, 130], values).ToTensor();
        for (int i = 0; i < 700; i++)
            for (int j = 0; j < 130; j++) Assert.Equal(i + 700 * j, tensor.Data[i * 130 + j]);
    }

    [Fact]
    public void What_is_saved_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var source = Load("plain.mat");
        MatFile.Save(folder.File("copy.mat"), [.. source.Names.Select(name => (name, source[name]))]);
        var copy = MatFile.Load(folder.File("copy.mat"));
        Assert.Equal(source.Names, copy.Names);
        foreach (var name in source.Names) Assert.Equal(MatDescription.Of(source[name]), MatDescription.Of(copy[name]));

        MatFile.Save(folder.File("made.mat"), ("w", Rng.Normal([4, 3, 2], seed: 1)), ("note", "first run"), ("rate", 0.01));
        var made = MatFile.Load(folder.File("made.mat"));
        Assert.Equal(Rng.Normal([4, 3, 2], seed: 1).Data.ToArray(), made["w"].ToTensor().Data.ToArray());
        Assert.Equal("w: 4×3×2 single\nnote: 'first run'\nrate: 1×1 double", made.ToString());
        Assert.Equal(["copy.mat", "made.mat"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Text_beyond_16_bits_whose_size_counts_characters_is_read_and_saved_again()
    {
        using var folder = new TemporaryFolder();
        // As SciPy writes "😀a": 1×2 characters, five bytes of UTF-8.
        byte[] file = [.. "MATLAB 5.0 MAT-file".PadRight(124).Select(static c => (byte)c), 0, 1, (byte)'I', (byte)'M', 14, 0, 0, 0, 56, 0, 0, 0,
            6, 0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0, (byte)'t', 0, 0, 0, 16, 0, 0, 0, 5, 0, 0, 0, .. "😀a"u8, 0, 0, 0];
        var text = MatFile.Decode(file)["t"];
        MatFile.Save(folder.File("copy.mat"), ("t", text));
        Assert.Equal(("😀a", "😀a"), (text.ToString(), MatFile.Load(folder.File("copy.mat"))["t"].ToString()));
    }

    [Fact]
    public void The_size_of_a_value_cannot_be_changed() => Assert.Throws<InvalidCastException>(() => ((int[])new MatText(["ab"]).Size)[0] = 7);

    [Fact]
    public void A_million_empty_cells_packed_into_a_few_bytes_take_no_more_memory_than_places()
    {
        const int Count = 1 << 20;
        int[] cells = [14, 40 + 8 * Count, 6, 8, 1, 0, 5, 8, 1, Count, 1 << 16 | 1, 'x', .. Enumerable.Range(0, 2 * Count).Select(static i => i % 2 == 0 ? 14 : 0)];
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true)) zlib.Write(MemoryMarshal.AsBytes(cells.AsSpan()));
        byte[] file = [.. "MATLAB 5.0 MAT-file".PadRight(124).Select(static c => (byte)c), 0, 1, (byte)'I', (byte)'M', 15, 0, 0, 0, .. BitConverter.GetBytes((int)packed.Length), .. packed.ToArray()];

        long memory = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal($"1×{Count} cell", MatFile.Decode(file)["x"].ToString());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - memory, 8 * Count, 24 * Count);
    }

    [PilFact]
    public void SciPy_reads_what_is_saved()
    {
        using var folder = new TemporaryFolder();
        var source = Load("plain.mat");
        MatFile.Save(folder.File("copy.mat"), [.. source.Names.Select(name => (name, source[name]))]);
        var theirs = Described(folder.File("copy.mat")).GetProperty("copy.mat");
        foreach (var name in source.Names) Assert.Equal(MatDescription.Of(source[name]), theirs.GetProperty(name).GetString());
    }

    [PhotosFact]
    public void Files_of_many_versions_of_MATLAB_are_read_as_SciPy_reads_them()
    {
        var shared = Path.GetDirectoryName(PhotosFactAttribute.Folder)!;
        var paths = Directory.GetFiles(shared, "*.mat", SearchOption.AllDirectories);
        Assert.NotEmpty(paths);
        foreach (var file in Described(paths).EnumerateObject())
        {
            var path = paths.Single(path => Path.GetFileName(path) == file.Name);
            if (file.Value.ValueKind == JsonValueKind.String)
            {
                Assert.Throws<DataFormatException>(() => MatFile.Load(path));
                continue;
            }
            // SciPy gives fields of the same name numbers, and MATLAB's undocumented classes names of its own.
            if (file.Name is "nasty_duplicate_fieldnames.mat" or "testmatlabstring_7_WIN64.mat") continue;
            var ours = MatFile.Load(path);
            foreach (var variable in file.Value.EnumerateObject()) Assert.Equal($"{file.Name} {variable.Name} {variable.Value}", $"{file.Name} {variable.Name} {MatDescription.Of(ours[variable.Name])}");
        }
    }

    static JsonElement Described(params string[] paths) =>
        JsonDocument.Parse(Python.Run("import sys, runpy; script = sys.argv[1]; sys.argv = sys.argv[1:]; runpy.run_path(script, run_name='__main__')", [Path.Combine(Folder, "make_mat_fixtures.py"), .. paths])).RootElement;

    [Theory]
    [InlineData("plain.mat"), InlineData("compressed.mat"), InlineData("version4.mat"), InlineData("big_endian.mat")]
    public void A_file_cut_short_anywhere_gives_one_sentence_with_the_place_or_whole_variables(string name)
    {
        var file = File.ReadAllBytes(Path.Combine(Folder, name));
        var whole = MatFile.Decode(file).Names;
        int refused = 0;
        for (int length = 0; length < file.Length; length += 7)
            try
            {
                var names = MatFile.Decode(file[..length]).Names;
                Assert.Equal(whole.Take(names.Count), names);   // cut exactly between two variables
            }
            catch (DataFormatException e)
            {
                refused++;
                Assert.InRange(e.Offset, 0, length);
                Assert.Matches("byte|bytes", e.Message);
            }
        Assert.InRange(refused, file.Length / 7 - whole.Count - 1, file.Length);
    }

    [Fact]
    public void Version_7_3_is_refused_with_a_way_out()
    {
        var file = new byte[1024];
        "MATLAB 7.3 MAT-file"u8.CopyTo(file);
        (file[125], file[126], file[127]) = (2, (byte)'I', (byte)'M');
        var error = Assert.Throws<DataFormatException>(() => MatFile.Decode(file));
        Assert.Contains("save('name.mat', '-v7')", error.Message);
        Assert.Contains("scipy.io.savemat", error.Message);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        var file = Load("plain.mat");
        Assert.Contains("there is no variable 'valid'. The file holds double, single", Assert.Throws<KeyNotFoundException>(() => file["valid"]).Message);
        Assert.Contains("there is no field 'size'. Fields: a, b.", Assert.Throws<KeyNotFoundException>(() => ((MatStruct)file["record"])["size"]).Message);
        Assert.Contains("'2x' is no name", Assert.Throws<ArgumentException>(() => MatFile.Save("never.mat", ("2x", 1.0))).Message);
        Assert.Contains("'größe' is no name for a MATLAB field", Assert.Throws<ArgumentException>(() => MatFile.Save("never.mat", ("s", new MatStruct([("größe", 1.0)])))).Message);
        Assert.Contains("an axis of length -1", Assert.Throws<ShapeException>(() => new MatNumbers([-1, -1], new double[1])).Message);
        Assert.Contains("would hold 4294967296 elements", Assert.Throws<ShapeException>(() => new MatCells([65536, 65536], [])).Message);
        Assert.Contains("6 numbers do not fill a matrix of 2×2", Assert.Throws<ShapeException>(() => new MatNumbers([2, 2], new double[6])).Message);
        Assert.Contains("MatFile.Load: there is no file 'none.mat'", Assert.Throws<FileNotFoundException>(() => MatFile.Load("none.mat")).Message);
    }
}
