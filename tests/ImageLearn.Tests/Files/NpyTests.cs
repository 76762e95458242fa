using System.IO.Compression;
using System.Text;
using ImageLearn.Data;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Files;

/// <summary>Arrays that NumPy wrote (fixtures/make_file_fixtures.py), that it reads, and files that lie.</summary>
public class NpyTests
{
    internal static readonly float[] Whole = [0, 1, 2, 3, 4, 100], Broken = [0.5f, -1.25f, 2, 3, 4, -100];

    internal static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", "files", name);

    public static TheoryData<string> Kinds => [.. Directory.GetFiles(Fixture(""), "??-*.npy").Select(path => Path.GetFileName(path)!)];

    [Theory, MemberData(nameof(Kinds))]
    public void Numbers_of_every_type_and_byte_order_are_read(string name)
    {
        var x = Npy.Load(Fixture(name));
        Assert.Equal([2, 3], x.Shape);
        Assert.Equal(name[0] == 'f' ? Broken : name[0] == 'b' ? [0, 1, 1, 1, 1, 1] : Whole, x.Data.ToArray());
    }

    [Fact]
    public void Every_type_has_its_file() => Assert.Equal(14, Directory.GetFiles(Fixture(""), "??-*.npy").Length);

    [Fact]
    public void Column_major_arrays_single_numbers_and_later_versions_are_read()
    {
        var x = Npy.Load(Fixture("columns.npy"));
        Assert.Equal([2, 3, 4], x.Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), x.Data.ToArray());
        Assert.Equal(7, Npy.Load(Fixture("number.npy")).Item());
        Assert.Equal(Broken, Npy.Load(Fixture("version2.npy")).Data.ToArray());
        Assert.Equal(Broken, Npy.Load(Fixture("version3.npy")).Data.ToArray());
    }

    [Fact]
    public void Archives_are_read()
    {
        var two = Npz.Load(Fixture("two.npz"));
        Assert.Equal(["a", "b"], two.Keys);
        Assert.Equal(Broken, two["a"].Data.ToArray());
        Assert.Equal(Whole, two["b"].Data.ToArray());
        var packed = Npz.Load(Fixture("packed.npz"));
        Assert.Equal([100, 100], packed["zeros"].Shape);
        Assert.Equal(Broken, packed["broken"].Data.ToArray());
    }

    [Theory, InlineData(new int[0]), InlineData(new[] { 5 }), InlineData(new[] { 2, 3, 4 }), InlineData(new[] { 0, 3 }), InlineData(new[] { 300, 301 })]
    public void What_is_written_is_read_back(int[] shape)
    {
        using var folder = new TemporaryFolder();
        var x = Rng.Normal(Shape.Of(shape), 1);
        Npy.Save(folder.File("x.npy"), x);
        Same(x, Npy.Load(folder.File("x.npy")));
        foreach (bool compress in (bool[])[false, true])
        {
            Npz.Save(folder.File("x.npz"), new Dictionary<string, Tensor> { ["one"] = x, ["two/three"] = x + 1 }, compress);
            var back = Npz.Load(folder.File("x.npz"));
            Same(x, back["one"]);
            Same(x + 1, back["two/three"]);
        }
        Assert.Equal(["x.npy", "x.npz"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());   // nothing left over
    }

    [NumpyFact]
    public void NumPy_reads_what_we_write()
    {
        using var folder = new TemporaryFolder();
        var x = Rng.Normal([3, 4], 1);
        Npy.Save(folder.File("x.npy"), x);
        Npy.Save(folder.File("row.npy"), x[0, ..]);
        Npz.Save(folder.File("x.npz"), new Dictionary<string, Tensor> { ["a"] = x }, compress: true);
        var output = Python.Run("""
            import numpy, sys
            x, row, a = numpy.load(sys.argv[1] + "/x.npy"), numpy.load(sys.argv[1] + "/row.npy"), numpy.load(sys.argv[1] + "/x.npz")["a"]
            print(x.shape, x.dtype, row.shape, (x == a).all(), x.tobytes().hex())
            """, folder.Path);
        Assert.Equal($"(3, 4) float32 (4,) True {Convert.ToHexStringLower(System.Runtime.InteropServices.MemoryMarshal.AsBytes(x.Data))}\n", output);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "PNG", "this is no .npy file: it does not begin with the bytes 93 4E 55 4D 50 59. Save it with numpy.save." },
        { "short", "the header claims 118 bytes, but the file has 100. It is damaged; save it again." },
        { "cut", "the header claims shape [2, 3], 24 bytes, but 23 bytes follow. The file is damaged or cut short; save it again." },
        { "longer", "the header claims shape [2, 3], 24 bytes, but 25 bytes follow. The file is damaged or cut short; save it again." },
        { "huge", "the header claims shape [2, 300000000], 2400000000 bytes, but 24 bytes follow. The file is damaged or cut short; save it again." },
        { "overflow", "Shape: [2, 2147483647] would hold 4294967294 elements, but a tensor holds at most 2147483591. Work on parts of the data." },
        { "absurd", "the header gives '99999999999' as the length of an axis. The file is damaged; save it again." },
        { "negative", "the header gives '-2' as the length of an axis. The file is damaged; save it again." },
        { "version", "version 9 of the .npy format is not known, only 1 to 3. Save it with a NumPy of today." },
        { "nothing", "the header is no description of an array: {'descr': '<f4'}. Save it again with numpy.save." },
        { "complex", "numbers of type '<c8' are not read. Convert in NumPy first: numpy.save(path, x.astype('float32'))." },
        { "objects", "numbers of type '|O' are not read. Convert in NumPy first: numpy.save(path, x.astype('float32'))." },
        { "records", "records are not read. Convert in NumPy first: numpy.save(path, x.astype('float32'))." },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_file_that_lies_is_told_with_its_name_and_what_to_do(string fault, string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.npy");
        var good = File.ReadAllBytes(Fixture("f4-little.npy"));
        byte[] With(string from, string to) => [.. Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(good).Replace(from, to))];
        File.WriteAllBytes(path, fault switch
        {
            "PNG" => [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13],
            "short" => good[..100],
            "cut" => good[..^1],
            "longer" => [.. good, 0],
            "huge" => With("(2, 3), }        ", "(2, 300000000), }"),
            "overflow" => With("(2, 3), }         ", "(2, 2147483647), }"),
            "absurd" => With("(2, 3), }          ", "(2, 99999999999), }"),
            "negative" => With("(2, 3), } ", "(-2, 3), }"),
            "version" => [.. good[..6], 9, .. good[7..]],
            "nothing" => [.. good[..8], 16, 0, .. "{'descr': '<f4'}"u8],
            _ => File.ReadAllBytes(Fixture(fault + ".npy")),
        });
        var thrown = Assert.Throws<DataFormatException>(() => Npy.Load(path));
        Assert.Equal($"{path}: {text}", thrown.Message);
    }

    [Fact]
    public void A_name_that_cannot_be_printed_leaves_the_message_one_line()
    {
        using var folder = new TemporaryFolder();
        using (var archive = System.IO.Compression.ZipFile.Open(folder.File("x.npz"), System.IO.Compression.ZipArchiveMode.Create))
        using (var entry = archive.CreateEntry("ze\nros.npy").Open()) entry.Write("no array"u8);
        Assert.Contains("array 'ze·ros': this is no .npy file", Assert.Throws<DataFormatException>(() => Npz.Load(folder.File("x.npz"))).Message);
    }

    [Fact]
    public void An_array_that_takes_more_memory_than_is_left_is_refused()
    {
        var file = new MemoryStream();
        Npy.Write(file, Tensor.Ones([1 << 20]));
        file.Position = 0;
        Assert.Equal("shape [1048576] takes 4 MB of memory, more than the 3 MB that are left for the file. Save fewer or smaller arrays in one file.", Assert.Throws<DataFormatException>(() => Npy.Read(file, file.Length, room: 3 << 20)).Message);
    }

    [Fact]
    public void A_bomb_does_not_go_off()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("bomb.npz");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var stream = archive.CreateEntry("x.npy").Open())
            Npy.Write(stream, Tensor.Zeros([64, 1024]));
        var bytes = File.ReadAllBytes(path);
        // The directory at the end of the archive claims 3.9 GB: bytes 24 to 27 of its entry, which begins with PK 1 2.
        int entry = bytes.AsSpan().LastIndexOf("PK\x1\x2"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(entry + 24), 3_900_000_000u);
        File.WriteAllBytes(path, bytes);
        long before = GC.GetTotalAllocatedBytes();
        var thrown = Assert.Throws<DataFormatException>(() => Npz.Load(path));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 1 << 24);
        Assert.StartsWith($"{path}: array 'x' claims 3900000000 bytes, more than ", thrown.Message);

        File.WriteAllText(path, "PK");
        Assert.StartsWith($"{path}: the file is damaged or cut short", Assert.Throws<DataFormatException>(() => Npz.Load(path)).Message);
        File.WriteAllBytes(path, [.. "PK\x5\x6"u8, .. new byte[18]]);
        Assert.Equal($"{path}: there are no arrays in it. Save it with numpy.savez.", Assert.Throws<DataFormatException>(() => Npz.Load(path)).Message);
    }

    [Fact]
    public void Missing_files_and_folders_are_told()
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith("Npy.Load: there is no file 'x.npy' (looked for ", Assert.Throws<FileNotFoundException>(() => Npy.Load("x.npy")).Message);
        var thrown = Assert.Throws<DirectoryNotFoundException>(() => Npy.Save(folder.File("deep/x.npy"), 1));
        Assert.EndsWith("to write 'x.npy' to. Make it first, with Directory.CreateDirectory.", thrown.Message);
    }

    static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.Data.ToArray(), actual.Data.ToArray());
    }
}
