using System.Buffers.Binary;
using System.Security.Cryptography;
using ImageLearn.Grading.Downloads;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Tests.Downloads;

public sealed class DataStoreTests : IDisposable
{
    readonly Published _published = new();

    public void Dispose() => _published.Dispose();

    string Refusal(string name, byte[] content) => Assert.Throws<CourseException>(() => _published.Store.Add(_published.Save(name, content))).Message;

    [Fact]
    public void A_zip_gives_the_published_files_and_no_others()
    {
        var added = _published.Store.Add(_published.Save("data.zip", _published.Zip));
        Assert.Equal(["one.mat", "two.mat"], added.Select(one => one.File.Name));
        _published.AssertWhole();
        Assert.Equal(["cache/letters/one.mat", "cache/letters/two.mat", "data.zip"], _published.Files);
    }

    [Fact]
    public void A_single_file_is_known_by_its_bytes_whatever_its_name()
    {
        _published.Store.Add(_published.Save("download(3)", _published.Contents["two.mat"]));
        Assert.Equal(["one.mat"], _published.Store.Missing(_published.Set).Select(file => file.Name));
        Assert.Equal(["cache/letters/two.mat", "download(3)"], _published.Files);
    }

    [Fact]
    public void A_file_of_the_cache_whose_bytes_changed_is_missing()
    {
        _published.Store.Add(_published.Save("data.zip", _published.Zip));
        var path = Path.Combine(_published.Store.FolderOf(_published.Set), "one.mat");
        var bytes = File.ReadAllBytes(path);
        bytes[777] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(["one.mat"], _published.Store.Missing(_published.Set).Select(file => file.Name));
    }

    [Theory]
    [InlineData("../one.mat")]
    [InlineData("../../../../one.mat")]
    [InlineData("/one.mat")]
    [InlineData("a/b/../../one.mat")]
    public void A_zip_cannot_climb_out_of_the_folder(string name)
    {
        var zip = Published.ZipOf((name, _published.Contents["one.mat"]), ("../two.mat", _published.Contents["two.mat"]), ("../evil.txt", [1]), ("/", []), ("../../evil/", []));
        _published.Store.Add(_published.Save("data.zip", zip));
        _published.AssertWhole();
        Assert.Equal(["cache/letters/one.mat", "cache/letters/two.mat", "data.zip"], _published.Files);
    }

    [Fact]
    public void What_is_not_what_was_published_leaves_everything_as_it_was()
    {
        var (one, two) = (_published.Contents["one.mat"], _published.Contents["two.mat"]);
        var other = (byte[])two.Clone();
        other[5] ^= 1;
        var (was, found) = (_published.Set.Files[1].Sha256, Convert.ToHexStringLower(SHA256.HashData(other)));
        var zip = Path.Combine(_published.Folder, "data.zip");

        Assert.Equal($"two.mat in {zip} is not the file that was published: its SHA-256 is {found} instead of {was}. Download it again.", Refusal("data.zip", Published.ZipOf(("one.mat", one), ("two.mat", other))));
        Assert.Equal($"two.mat in {zip} has only 100 bytes, and the published file 30000. Download it again.", Refusal("data.zip", Published.ZipOf(("one.mat", one), ("two.mat", two[..100]))));
        Assert.Equal($"two.mat in {zip} has more than 30000 bytes, and the published file 30000. Download it again.", Refusal("data.zip", Published.ZipOf(("one.mat", one), ("two.mat", [.. two, 0]))));
        Assert.Equal($"{zip} holds none of the published files one.mat, two.mat.", Refusal("data.zip", Published.ZipOf(("three.mat", one))));
        Assert.StartsWith($"{zip} is a damaged zip (", Refusal("data.zip", _published.Zip[..^100]));
        Assert.Equal($"{Path.Combine(_published.Folder, "two.mat")} (30000 bytes, SHA-256 {found}) is no zip and none of the published files one.mat, two.mat. If it should be one, download it again.", Refusal("two.mat", other));
        Assert.Equal("There is no file 'nowhere.zip'. Check the name and the folder.", Assert.Throws<CourseException>(() => _published.Store.Add("nowhere.zip")).Message);
        Assert.Equal(["data.zip", "two.mat"], _published.Files);
    }

    [Fact]
    public void A_zip_that_unpacks_to_more_than_it_claims_is_stopped()
    {
        var bomb = new byte[1 << 24];
        var zip = Published.ZipOf(("one.mat", bomb));
        // Both headers claim the size that was published.
        foreach (var (signature, offset) in ((uint, int)[])[(0x04034b50, 22), (0x02014b50, 24)])
            for (int i = 0; i + offset + 4 <= zip.Length; i++)
                if (BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(i)) == signature) BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(i + offset), 200_000);
        Refusal("data.zip", zip);
        Assert.Equal(["data.zip"], _published.Files);
    }

    [Fact]
    public void The_sets_are_those_the_loaders_look_for()
    {
        Assert.Equal(["nist36/nist36_train.mat", "nist36/nist36_valid.mat", "nist36/nist36_test.mat"], PublishedSet.Nist36.Files.Select(file => $"{PublishedSet.Nist36.Name}/{file.Name}"));
        Assert.Equal(["01_list.jpg", "02_letters.jpg", "03_haiku.jpg", "04_deep.jpg"], PublishedSet.CoursePages.Files.Select(file => file.Name));
        Assert.All(PublishedSet.All.SelectMany(set => set.Files), file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
        Assert.Equal("There are no data called 'mnist'. Give nist36 or course-pages.", Assert.Throws<CourseException>(() => PublishedSet.Find("mnist")).Message);
    }
}
