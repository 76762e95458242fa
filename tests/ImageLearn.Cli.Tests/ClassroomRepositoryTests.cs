using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace ImageLearn.Cli.Tests;

/// <summary>A classroom repository, checked as its workflow would check it.</summary>
public sealed class ClassroomRepositoryTests : IDisposable
{
    readonly TheCommand _command = new();

    public ClassroomRepositoryTests() => TwiceClass.AddTo(_command, students: 0);

    public void Dispose() => _command.Dispose();

    [Fact]
    public async Task A_repository_checks_its_notebook_and_holds_no_solution()
    {
        var exported = await _command.RunAsync("export", "github", "--unit", "1", "--out", "repository");
        Assert.True(exported.ExitCode == 0, exported.Errors);

        foreach (var text in Directory.EnumerateFiles(_command["repository"], "*", SearchOption.AllDirectories).Where(path => Path.GetExtension(path) is ".ipynb" or ".yml" or ".sh" or ".py").Select(File.ReadAllText))
            foreach (var secret in (string[])["return 2 * x", "seven", "Probe", "BEGIN SOLUTION"]) Assert.DoesNotContain(secret, text);

        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(_command["repository/.github/workflows/imagelearn.yml"])));
        var workflow = (YamlMappingNode)stream.Documents.Single().RootNode;
        Assert.Equal("read", workflow["permissions"]["contents"].ToString());
        var job = Assert.Single(((YamlMappingNode)workflow["jobs"]).Children).Value;
        var steps = ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>().ToList();
        var run = Assert.Single(steps, step => step.Children.ContainsKey("run"))["run"].ToString();

        if (!OperatingSystem.IsLinux()) return; // ubuntu-latest
        var untouched = await CheckAsync(run);
        Assert.Equal(1, untouched.ExitCode);
        Assert.Contains("✗ q1-check: 0 of 3. ", untouched.Output);

        File.Delete(_command["repository/01-twice.ipynb"]);
        TwiceClass.Submit(_command, "repository/my notebooks", TwiceClass.Right);
        var right = await CheckAsync(run);
        Assert.True(right.ExitCode == 0, right.Output + right.Errors);
        Assert.Contains("\n::notice title=Autograding complete::Points 3/3\n::notice title=Autograding report::{\"totalPoints\":3,\"maxPoints\":3}\n✓ q1-check: 3 of 3. Right.\n", right.Output);

        TwiceClass.Submit(_command, "repository/my notebooks", "    return x + 1;");
        var wrong = await CheckAsync(run);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("Points 0/3\n", wrong.Output);
        Assert.Contains("expected 6", wrong.Output);
    }

    async Task<TheCommand.Result> CheckAsync(string run) => await TheCommand.FinishAsync(Process.Start(new ProcessStartInfo("bash", ["-e", "-c", run])
    {
        WorkingDirectory = _command["repository"], RedirectStandardOutput = true, RedirectStandardError = true,
    })!);
}
