using System.Buffers.Binary;
using System.IO.Compression;
using ImageLearn.Data;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Data;

public class IdxFileTests
{
    static readonly double[] Values = [0, 1, -2, 100, 7, 3];

    static byte[] Idx(int type, byte[] body, params int[] axes)
    {
        var file = new byte[4 + 4 * axes.Length + body.Length];
        (file[2], file[3]) = ((byte)type, (byte)axes.Length);
        for (int i = 0; i < axes.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), axes[i]);
        body.CopyTo(file, 4 + 4 * axes.Length);
        return file;
    }

    static byte[] HighByteFirst(byte[] bytes) => BitConverter.IsLittleEndian ? [.. bytes.Reverse()] : bytes;

    public static TheoryData<int, byte[]> Types => new()
    {
        { 0x09, [.. Values.Select(static v => (byte)(sbyte)v)] },
        { 0x0B, [.. Values.SelectMany(static v => HighByteFirst(BitConverter.GetBytes((short)v)))] },
        { 0x0C, [.. Values.SelectMany(static v => HighByteFirst(BitConverter.GetBytes((int)v)))] },
        { 0x0D, [.. Values.SelectMany(static v => HighByteFirst(BitConverter.GetBytes((float)v)))] },
        { 0x0E, [.. Values.SelectMany(static v => HighByteFirst(BitConverter.GetBytes(v)))] },
    };

    [Theory, MemberData(nameof(Types))]
    public void Every_type_is_read(int type, byte[] body)
    {
        var tensor = IdxFile.Decode(Idx(type, body, 2, 3));
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(Values.Select(static v => (float)v), tensor.Data.ToArray());
    }

    [Fact]
    public void Packed_files_are_read_as_they_are()
    {
        using var folder = new TemporaryFolder();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(Idx(8, [.. Enumerable.Range(0, 200).Select(static i => (byte)i)], 50, 2, 2));
        File.WriteAllBytes(folder.File("digits.gz"), packed.ToArray());
        var tensor = IdxFile.Load(folder.File("digits.gz"));
        Assert.Equal([50, 2, 2], tensor.Shape);
        Assert.Equal(199, tensor.Data[^1]);
        Assert.Contains("Copy or download it again", Assert.Throws<DataFormatException>(() => IdxFile.Decode(packed.ToArray()[..^30])).Message);
    }

    [Fact]
    public void A_packed_bomb_does_not_go_off()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(Idx(8, [], 1 << 30, 2));
        packed.Write(new byte[3 << 20]);   // enough for so many numbers, if they were all alike
        Assert.Equal("The IDX file holds [1073741824, 2] elements at byte 12, more than the 1073741824 that are read at once. Split the file.", Assert.Throws<DataFormatException>(() => IdxFile.Decode(packed.ToArray())).Message);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 9, 1, 2 }, "need 9 bytes from byte 8")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xFF, 0, 0, 9, 1, 2 }, "axis 0 has length 4278190089")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF }, "more than there are")]
    [InlineData(new byte[] { 0, 0, 8 }, "cut short: it ends at byte 3 in its head")]
    [InlineData(new byte[] { 1, 2, 3, 4, 5 }, "This is no IDX file: it begins with the bytes 01020304")]
    public void Damage_is_told(byte[] file, string says) => Assert.Contains(says, Assert.Throws<DataFormatException>(() => IdxFile.Decode(file)).Message);
}
