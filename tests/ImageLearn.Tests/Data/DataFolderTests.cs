using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ImageLearn.Data;

namespace ImageLearn.Tests.Data;

[CollectionDefinition("current folder", DisableParallelization = true)]
public class CurrentFolder;

[Collection("current folder")]
public partial class DataFolderTests
{
    [Fact]
    public void A_file_is_found_from_any_folder_of_the_course_and_from_outside()
    {
        var path = DataFolder.Find("README.md");
        var before = Environment.CurrentDirectory;
        try
        {
            foreach (var folder in (string[])[Path.GetDirectoryName(path)!, AppContext.BaseDirectory, Path.GetTempPath()])
            {
                Environment.CurrentDirectory = folder;
                Assert.Equal(path, DataFolder.Find("README.md"));
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.StartsWith("DataFolder: there is no file 'still-live.png' in the folder data of the course", Assert.Throws<FileNotFoundException>(() => DataFolder.Find("still-live.png")).Message);

    [Fact]
    public void The_readme_names_every_file_with_its_licence_and_hash()
    {
        var readme = DataFolder.Find("README.md");
        var rows = Row().Matches(File.ReadAllText(readme)).ToDictionary(row => row.Groups["file"].Value, row => row.Groups["hash"].Value);
        var files = Directory.GetFiles(Path.GetDirectoryName(readme)!).Where(path => Path.GetExtension(path) is not (".md" or ".cs")).ToArray();
        Assert.Equal(rows.Keys.Order(), files.Select(path => Path.GetFileName(path)).Order());
        foreach (var path in files) Assert.Equal(rows[Path.GetFileName(path)], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    // | file | what | origin | licence | SHA-256 |
    [GeneratedRegex(@"^\| `(?<file>[^`]+)` \|[^|]+\|[^|]+\|[^|]*\S[^|]*\| `(?<hash>[0-9a-f]{64})` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
