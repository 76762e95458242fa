using ImageLearn.Grading.Grade;
using ImageLearn.Grading.Intake;

namespace ImageLearn.Grading.Tests.Grade;

public class WorkspaceTests
{
    [Fact]
    public void Names_that_cannot_stand_together_cost_only_themselves()
    {
        var output = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;
        try
        {
            using var workspace = new Workspace(output);
            using (var files = workspace.Put([File("a", 1), File("a/b.txt", 2), File("c/d.txt", 3), File("c", 4), File("e.txt", 5), File("e.txt", 6), File("../out.txt", 7), File(new string('n', 300), 8)]))
            {
                var there = Directory.GetFiles(files.Folder!, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(files.Folder!, path).Replace('\\', '/'), path => System.IO.File.ReadAllBytes(path)[0]);
                Assert.Equal([("a", 1), ("c/d.txt", 3), ("e.txt", 5)], there.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, (int)file.Value)));
            }
            Assert.Empty(Directory.GetFiles(output, "*", SearchOption.AllDirectories));

            static HandinFile File(string path, byte content) => new(path, [content]);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
