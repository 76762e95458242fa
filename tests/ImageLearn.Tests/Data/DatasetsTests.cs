using ImageLearn.Data;
using ImageLearn.Imaging;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Data;

public sealed class DatasetsTests : IDisposable
{
    readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    /// <summary>A file as the course's, but with only two pictures of each class.</summary>
    (Tensor Images, Tensor Targets) AddNist36(string part, long seed)
    {
        var images = Rng.Uniform([72, 1024], seed);
        var targets = Tensor.OneHot(Tensor.Of([.. Enumerable.Range(0, 72).Select(i => i / 2.0)]).Floor(), 36);
        Directory.CreateDirectory(_cache.File("nist36"));
        MatFile.Save(_cache.File($"nist36/nist36_{part}.mat"), ($"{part}_data", images), ($"{part}_labels", targets));
        return (images, targets);
    }

    [Fact]
    public void NIST36_takes_the_place_of_our_own_set_once_its_three_files_are_there()
    {
        var train = AddNist36("train", 1);
        var test = AddNist36("test", 2);
        var incomplete = Datasets.Characters36(_cache.Path);
        Assert.Equal(10800, incomplete.Train.Count);
        Assert.Equal($"Handwriting36, generated handwriting of the course's own (NIST36 is not complete: there is no {Path.Combine(_cache.Path, "nist36", "nist36_valid.mat")})", incomplete.Source);

        var valid = AddNist36("valid", 3);
        var set = Datasets.Characters36(_cache.Path);
        Assert.Equal("NIST36, real handwriting: 72 pictures to train with, 72 to validate, 72 to test, 36 classes", set.ToString());
        foreach (var ((images, targets), part) in (((Tensor, Tensor), CharacterExamples)[])[(train, set.Train), (valid, set.Validation), (test, set.Test)])
        {
            Assert.Equal(images.Data.ToArray(), part.Images.Data.ToArray());
            Assert.Equal(targets.Data.ToArray(), part.Targets.Data.ToArray());
            Assert.Equal(Enumerable.Range(0, 72).Select(i => (float)(i / 2)), part.Labels.Data.ToArray());
        }
    }

    [Fact]
    public void Without_NIST36_the_set_is_our_own_and_says_so()
    {
        var set = Datasets.Characters36(_cache.Path);
        Assert.Equal("Handwriting36, generated handwriting of the course's own (NIST36 has not been fetched)", set.Source);
        Assert.Equal(Datasets.Handwriting36(_cache.Path).Test.Images.Data.ToArray(), set.Test.Images.Data.ToArray());
    }

    [Fact]
    public void A_file_that_is_not_NIST36s_is_named_with_what_it_holds()
    {
        AddNist36("train", 1);
        AddNist36("test", 2);
        var path = Path.Combine(_cache.Path, "nist36", "nist36_valid.mat");
        MatFile.Save(path, ("valid_data", Rng.Uniform([52, 1024], 1)), ("valid_labels", Rng.Uniform([52, 26], 1)));   // the course's set of 26 letters
        Assert.Equal($"{path}: this is not NIST36's: expected valid_data with 1024 columns and valid_labels with 36 and as many rows, got valid_data: 52×1024 single, valid_labels: 52×26 single. Delete it, or replace it with imagelearn data fetch nist36.",
            Assert.Throws<DataFormatException>(() => Datasets.Characters36(_cache.Path)).Message);

        File.WriteAllBytes(path, new byte[5]);
        Assert.StartsWith($"{path}: ", Assert.Throws<DataFormatException>(() => Datasets.Characters36(_cache.Path)).Message);
    }

    [Fact]
    public void Our_own_pages_come_with_what_they_say()
    {
        var pages = Datasets.Pages(_cache.Path);
        Assert.Equal("Pages of our own, in generated handwriting (the course's have not been fetched): page-list, page-letters, page-poem, page-net", pages.ToString());
        Assert.All(pages.Pages, page => Assert.Equal((1600, 1200), (page.Picture.Width, page.Picture.Height)));
        Assert.Equal("A NET IS\nONLY AS WISE\nAS ITS 10800\nEXAMPLES", pages.Pages[3].Text);
        Assert.Equal("A handwritten page that says: A NET IS ONLY AS WISE AS ITS 10800 EXAMPLES", pages.Pages[3].Picture.Alt);
    }

    [Fact]
    public void The_courses_pages_take_their_place_once_they_are_there()
    {
        Directory.CreateDirectory(_cache.File("course-pages"));
        foreach (var name in (string[])["01_list", "04_deep"]) Image.FromTensor(Rng.Uniform([6, 8, 3], 1)).Save(_cache.File($"course-pages/{name}.jpg"));
        var pages = Datasets.Pages(_cache.Path);
        Assert.Equal("Pages of the course 16-720, 2 of 4: 01_list, 04_deep", pages.ToString());
        Assert.Equal(8, pages.Pages[0].Picture.Width);
        Assert.Equal(["DEEP LEARNING", "DEEPER LEARNING", "DEEPEST LEARNING"], pages.Pages[1].Text.Split('\n'));
    }
}

[Collection("current folder")]
public class DataCacheTests
{
    [Fact]
    public void The_folder_is_the_one_that_the_environment_names_or_the_users()
    {
        var before = Environment.GetEnvironmentVariable("IMAGELEARN_DATA");
        try
        {
            Environment.SetEnvironmentVariable("IMAGELEARN_DATA", "course-data");
            Assert.Equal(Path.GetFullPath("course-data"), DataCache.Folder);
            Environment.SetEnvironmentVariable("IMAGELEARN_DATA", null);
            Assert.EndsWith(Path.Combine("imagelearn", "data"), DataCache.Folder);
        }
        finally
        {
            Environment.SetEnvironmentVariable("IMAGELEARN_DATA", before);
        }
    }
}
