using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace ImageLearn.Cli.Tests;

/// <summary>The files with which many machines grade: read as their engines read them, and, where a shell is enough, run.</summary>
public sealed class ExportJobsTests : IDisposable
{
    const int Shards = 4;

    readonly TheCommand _command = new();

    public ExportJobsTests() => TwiceClass.AddTo(_command, students: 6);

    public void Dispose() => _command.Dispose();

    async Task<string> ExportAsync(string engine)
    {
        var result = await _command.RunAsync("export", "jobs", engine, "--unit", "1", "--submissions", "class", "--shards", $"{Shards}");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.DoesNotContain("@unit@", result.Output);
        return result.Output;
    }

    static YamlMappingNode Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    static string Text(YamlNode node, string path) => path.Split('.').Aggregate(node, (at, name) => int.TryParse(name, out var index) ? at[index] : at[name]).ToString();

    [Fact]
    public async Task Kubernetes_gets_an_indexed_job_whose_index_is_the_part()
    {
        var job = Parse(await ExportAsync("kubernetes"));
        Assert.Equal(("batch/v1", "Job", "imagelearn-grade-01"), (Text(job, "apiVersion"), Text(job, "kind"), Text(job, "metadata.name")));
        Assert.Equal(("Indexed", "4", "4"), (Text(job, "spec.completionMode"), Text(job, "spec.completions"), Text(job, "spec.parallelism")));
        Assert.Equal("Never", Text(job, "spec.template.spec.restartPolicy")); // backoffLimitPerIndex asks for it
        var container = job["spec"]["template"]["spec"]["containers"][0];
        Assert.Equal(Text(container, "volumeMounts.0.name"), Text(job, "spec.template.spec.volumes.0.name"));
        Assert.Equal("bash", Text(container, "command.0"));

        if (OperatingSystem.IsWindows()) return; // no bash
        // The pod's command, with the index that Kubernetes gives it, which counts from 0.
        var (code, output) = await BashAsync(["-euc", Text(container, "args.0")], ("JOB_COMPLETION_INDEX", "3"), ("IMAGELEARN", "echo"));
        Assert.Equal((0, "grade class --unit 01 --shard 4/4 --out .out/grades/part-4 --resume\n"), (code, output));
    }

    [Fact]
    public async Task A_GitHub_matrix_has_every_part_and_joins_them()
    {
        var workflow = Parse(await ExportAsync("github-matrix"));
        var grade = workflow["jobs"]["grade"];
        Assert.Equal(["1", "2", "3", "4"], ((YamlSequenceNode)grade["strategy"]["matrix"]["shard"]).Select(node => node.ToString()));
        Assert.Equal("false", Text(grade, "strategy.fail-fast"));
        var step = ((YamlSequenceNode)grade["steps"]).Single(step => ((YamlMappingNode)step).Children.ContainsKey("env"));
        Assert.Equal("${{ matrix.shard }}/4", Text(step, "env.PART"));
        Assert.Contains("grade \"class\" --unit 01 --shard \"$PART\"", Text(step, "run"));
        Assert.Equal("grade", Text(workflow, "jobs.merge.needs"));
        Assert.All((YamlSequenceNode)grade["steps"], step => Assert.Contains(((YamlMappingNode)step).Children.Keys, key => key.ToString() is "uses" or "run"));
    }

    [Fact]
    public async Task Four_tasks_of_a_Slurm_array_side_by_side_give_the_gradebook_of_one_run()
    {
        if (OperatingSystem.IsWindows()) return; // Slurm has no nodes there
        var script = _command["job.sh"];
        File.WriteAllText(script, await ExportAsync("slurm"));
        Assert.Contains("#SBATCH --array=1-4\n", File.ReadAllText(script));
        Assert.Equal(0, (await BashAsync(["-n", script])).Code);

        var dll = Path.Combine(AppContext.BaseDirectory, "ImageLearn.Cli.dll");
        var tasks = Enumerable.Range(1, Shards).Select(i => BashAsync([script], ("SLURM_ARRAY_TASK_ID", $"{i}"), ("SLURM_SUBMIT_DIR", _command.Root), ("IMAGELEARN", $"dotnet {dll}"))).ToList();
        foreach (var (code, output) in await Task.WhenAll(tasks)) Assert.True(code == 0, output);
        var merged = await _command.RunAsync(["merge", ".out/grades/gradebook.db", .. Enumerable.Range(1, Shards).Select(i => $".out/grades/part-{i}/gradebook.db")]);
        Assert.True(merged.ExitCode == 0, merged.Errors);

        Assert.Equal(0, (await _command.RunAsync("grade", "class", "--unit", "1", "--out", "whole")).ExitCode);
        Assert.Equal("s0=3 s1=0 s2=3 s3=0 s4=3 s5=0", TwiceClass.Marks(_command["whole/gradebook.db"]));
        Assert.Equal(TwiceClass.Marks(_command["whole/gradebook.db"]), TwiceClass.Marks(_command[".out/grades/gradebook.db"]));
    }

    [Theory]
    [InlineData("--shards has to be from 2", "slurm", "--unit", "1", "--shards", "1")]
    [InlineData("only letters, digits", "slurm", "--unit", "1", "--submissions", "$(reboot)")]
    [InlineData("'pbs' not recognized", "pbs", "--unit", "1")]
    [InlineData("'--unit' is required", "slurm")]
    public async Task What_cannot_be_made_is_one_sentence(string told, params string[] arguments)
    {
        var result = await _command.RunAsync(["export", "jobs", .. arguments]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(told, result.Errors);
    }

    async Task<(int Code, string Output)> BashAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo("bash", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _command.Root };
        foreach (var (name, value) in environment) info.Environment[name] = value;
        var result = await TheCommand.FinishAsync(Process.Start(info)!);
        return (result.ExitCode, result.Output + result.Errors);
    }
}
