using ImageLearn.Data;
using ImageLearn.Grading.Sandboxes;
using ImageLearn.Grading.Tests.Grade;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Tests.Sandboxes;

public class SandboxDataTests
{
    [SandboxTheory]
    [InlineData("Datasets.Characters36().Source", "Handwriting36, generated handwriting of the course's own (NIST36 has not been fetched)")]
    [InlineData("Directory.GetFileSystemEntries(DataCache.Folder!).Select(path => Path.GetFileName(path)).Single()", "handwriting36.bytes")]
    public async Task Inside_our_own_handwriting_is_made_already_and_what_was_fetched_is_not_there(string cell, string gives)
    {
        Datasets.Handwriting36();   // made once on this machine
        using var course = new TemporaryCourse();
        Assert.Contains(gives, await ValueAsync(course, cell));
    }

    [RootSandboxTheory]
    [InlineData("/usr/local/share")]
    public async Task A_course_among_the_systems_own_folders_is_not_seen_with_them(string folder)
    {
        using var course = new TemporaryCourse(folder);
        Directory.CreateDirectory(Path.Combine(course.Course.Root, "data"));
        File.WriteAllText(Path.Combine(course.Course.Root, "data", "page.png"), "");
        Assert.Equal("0 1", await ValueAsync(course, $$"""$"{Directory.GetFileSystemEntries("{{course.Course.Root}}").Length} {Directory.GetFiles("../data").Length}" """));
    }

    static async Task<string> ValueAsync(TemporaryCourse course, string cell)
    {
        var sandbox = GradingSandbox.Create(course.Course, new() { CellTimeLimit = TimeSpan.FromSeconds(60) }, require: true);
        await using var worker = await NotebookWorker.StartAsync(sandbox.For(null));
        ResultData? shown = null;
        var result = await worker.ExecuteAsync(new(cell, 1), happened => shown = happened as ResultData ?? shown);
        Assert.Null(result.Error);
        return shown!.Data["text/plain"]!.ToString();
    }
}
