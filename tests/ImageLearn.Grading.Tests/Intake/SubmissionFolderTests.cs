using System.IO.Compression;
using System.Text;
using ImageLearn.Grading.Intake;

namespace ImageLearn.Grading.Tests.Intake;

public sealed class SubmissionFolderTests : IDisposable
{
    const string Notebook = """{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""";

    readonly string _root = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    string Put(string path, string text = Notebook)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    void Zip(string path, params (string Name, string Text)[] entries)
    {
        using var archive = ZipFile.Open(Path.Combine(_root, path), ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var entry = new StreamWriter(archive.CreateEntry(name).Open());
            entry.Write(text);
        }
    }

    List<Handin> All() => [.. SubmissionFolder.Read(_root).SelectMany(student => student.Read())];

    [Theory]
    [InlineData("ada/07.ipynb", "ada", "ada")]
    [InlineData("ada/deep/below/07.ipynb", "ada", "ada")]
    [InlineData("ada.ipynb", "ada", "ada")]
    [InlineData("lovelaceada_1234_56789_07-network.ipynb", "1234", "lovelaceada")]
    [InlineData("lovelaceada_LATE_1234_56789_07-network-1.ipynb", "1234", "lovelaceada")]
    [InlineData("Ada King Lovelace_987_assignsubmission_file_/07.ipynb", "987", "Ada King Lovelace")]
    [InlineData("Ada King Lovelace_987_assignsubmission_file_07 (1).ipynb", "987", "Ada King Lovelace")]
    public void The_owner_is_known_by_the_names_that_each_system_gives(string path, string id, string name)
    {
        Put(path);
        var handin = Assert.Single(All());
        Assert.Equal((id, name, path, null), (handin.Student, handin.Name, handin.Path, handin.Problem));
    }

    [Fact]
    public void Clones_of_a_classroom_lose_what_their_names_have_in_common()
    {
        foreach (var account in (string[])["ada", "ada-l", "bob"])
        {
            Put($"unit-07-network-{account}/07.ipynb");
            Put($"unit-07-network-{account}/.git/config", "");
        }
        Assert.Equal(["ada", "ada-l", "bob"], All().Select(handin => handin.Student));
    }

    [Fact]
    public void What_editors_and_systems_leave_is_no_submission()
    {
        Put("ada/.ipynb_checkpoints/07-checkpoint.ipynb");
        Put("ada/07.ipynb");
        Put("__MACOSX/x.ipynb");
        Put(".DS_Store", "");
        Put("ada/.git/x.ipynb");
        Assert.Equal("ada/07.ipynb", Assert.Single(All()).Path);
    }

    [Fact]
    public void Every_notebook_is_an_attempt_and_nbgraders_stamp_says_when()
    {
        Put("ada/1/07.ipynb");
        Put("ada/1/timestamp.txt", "2026-11-20 10:00:00 UTC");
        Put("ada/2/07.ipynb");
        var handins = All();
        Assert.Equal(2, handins.Count);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), handins[0].Submitted);
    }

    [Fact]
    public void An_archive_is_read_and_so_is_one_in_a_students_folder()
    {
        Zip("ada.zip", ("work/07.ipynb", Notebook), ("work/picture.txt", "hello"), ("work/data/still-life.png", "mine"), ("other/far.txt", ""));
        Directory.CreateDirectory(Path.Combine(_root, "bob"));
        Zip("bob/upload.zip", ("07.ipynb", Notebook));
        var handins = All();
        Assert.Equal(["ada.zip/work/07.ipynb", "bob/upload.zip/07.ipynb"], handins.Select(handin => handin.Path));
        Assert.Equal("hello", Encoding.UTF8.GetString(Assert.Single(handins[0].Files).Content));
    }

    [Theory]
    [InlineData("../out.ipynb")]
    [InlineData("a/../../out.ipynb")]
    [InlineData("/etc/out.ipynb")]
    [InlineData("..\\out.ipynb")]
    [InlineData("C:\\out.ipynb")]
    public void A_path_that_leads_out_of_an_archive_is_left_aside(string path)
    {
        Zip("eve.zip", (path, Notebook), ("07.ipynb", Notebook));
        var handin = Assert.Single(All());
        Assert.Equal("eve.zip/07.ipynb", handin.Path);
        Assert.Contains("outside its folder", Assert.Single(handin.Notes));
    }

    [Fact]
    public void Links_are_not_followed()
    {
        if (OperatingSystem.IsWindows()) return; // links need a privilege there
        var secret = Put("../secret-" + Path.GetFileName(_root) + ".ipynb");
        try
        {
            Put("eve/07.ipynb");
            File.CreateSymbolicLink(Path.Combine(_root, "eve", "link.ipynb"), secret);
            File.CreateSymbolicLink(Path.Combine(_root, "eve", "folder"), Path.GetTempPath());
            File.CreateSymbolicLink(Path.Combine(_root, "mallory"), Path.GetTempPath());
            using (var archive = ZipFile.Open(Path.Combine(_root, "zoe.zip"), ZipArchiveMode.Create))
            {
                var link = archive.CreateEntry("link.ipynb");
                link.ExternalAttributes = unchecked((int)0xA1FF0000);
                using (var target = new StreamWriter(link.Open())) target.Write(secret);
            }
            var handins = All().ToDictionary(handin => handin.Student);
            Assert.Equal("eve/07.ipynb", handins["eve"].Path);
            Assert.Equal(2, handins["eve"].Notes.Count(note => note.Contains("is a link")));
            Assert.Contains("links are not followed", handins["mallory"].Problem);
            Assert.Contains("no notebook", handins["zoe"].Problem);
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [Fact]
    public void A_zip_bomb_is_not_unpacked()
    {
        using (var archive = ZipFile.Open(Path.Combine(_root, "eve.zip"), ZipArchiveMode.Create))
        using (var bomb = archive.CreateEntry("07.ipynb").Open())
            for (var i = 0; i < 80; i++) bomb.Write(new byte[1 << 20]);
        Assert.Contains("zip bomb", Assert.Single(All()).Problem);
    }

    [Fact]
    public void More_notebooks_than_anybody_hands_in_are_refused()
    {
        Zip("eve.zip", [.. Enumerable.Range(0, 101).Select(i => ($"{i}.ipynb", Notebook))]);
        Zip("zoe.zip", [.. Enumerable.Range(0, 100).Select(i => ($"{i}.ipynb", Notebook))]);
        Assert.Contains("101 notebooks", All()[0].Problem);
        Assert.Equal(101, All().Count);
    }

    [Fact]
    public void A_broken_archive_and_an_empty_folder_are_told()
    {
        Put("bob.zip", "this is no archive");
        Directory.CreateDirectory(Path.Combine(_root, "carl"));
        var handins = All();
        Assert.Contains("cannot be read", handins[0].Problem);
        Assert.Contains("no notebook", handins[1].Problem);
    }

    [Fact]
    public void Outputs_of_fifty_megabytes_are_passed_over()
    {
        var big = new string('x', 50 << 20);
        Put("ada.ipynb", $$"""{"cells": [{"cell_type": "code", "outputs": [{"output_type": "stream", "name": "stdout", "text": "{{big}}"}], "source": ["a = 1.50\n", "\u00e4"], "metadata": {"n": 1.50, "outputs": {"deep": null} } }], "nbformat": 4}""");
        var text = Encoding.UTF8.GetString(Assert.Single(All()).Notebook);
        Assert.InRange(text.Length, 50, 300);
        Assert.Contains("\"n\":1.50", text);
        Assert.Contains("\"deep\":null", text);
    }
}
