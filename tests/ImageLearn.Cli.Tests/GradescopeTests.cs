using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace ImageLearn.Cli.Tests;

/// <summary>The archive for Gradescope, unpacked where its harness would, and its scripts run as the harness runs them.</summary>
public sealed class GradescopeTests : IDisposable
{
    readonly TheCommand _command = new();

    public GradescopeTests()
    {
        TwiceClass.AddTo(_command, students: 0);
        Directory.CreateDirectory(_command["data"]);
        File.WriteAllText(_command["data/picture.txt"], "a picture");
        File.WriteAllText(_command["data/draws.cs"], "class Draws;");
    }

    public void Dispose() => _command.Dispose();

    async Task<string> ExportAsync()
    {
        var exported = await _command.RunAsync("export", "gradescope", "--unit", "1", "--out", "autograder.zip");
        Assert.True(exported.ExitCode == 0, exported.Errors);
        Assert.Contains("give it to no student", exported.Output);
        return _command["autograder.zip"];
    }

    [Fact]
    public async Task The_archive_holds_what_is_needed_and_nothing_else()
    {
        using var archive = ZipFile.OpenRead(await ExportAsync());
        var paths = archive.Entries.Select(entry => entry.FullName).ToHashSet();
        Assert.Equal(paths.Count, archive.Entries.Count);
        Assert.Superset(new HashSet<string> { "setup.sh", "run_autograder", "program/ImageLearn.Cli.dll", "program/ImageLearn.Notebooks.runtimeconfig.json", "program/runtimes/linux-x64/native/libe_sqlite3.so" }, paths);
        Assert.Equal(["course/ImageLearn.Notebooks.sln", "course/data/picture.txt", "course/notebooks/solutions/01-twice.ipynb"], paths.Where(path => path.StartsWith("course/", StringComparison.Ordinal)).Order());
        Assert.DoesNotContain(paths, path => path.Contains("xunit") || path.Contains("Tests") || path.EndsWith(".pdb") || path.Contains("win-") || path.Contains("osx"));
        Assert.InRange(new FileInfo(_command["autograder.zip"]).Length, 1, 30 << 20);
        foreach (var script in (string[])["setup.sh", "run_autograder"]) Assert.Equal(0x81ED, archive.GetEntry(script)!.ExternalAttributes >>> 16);
    }

    [Fact]
    public async Task The_autograder_grades_what_students_hand_in()
    {
        if (!OperatingSystem.IsLinux()) return; // Gradescope has no other machines
        var autograder = _command["autograder"];
        ZipFile.ExtractToDirectory(await ExportAsync(), Path.Combine(autograder, "source"));
        // No sandbox, as in most containers; and whatever is missing, nothing is installed here.
        Directory.CreateDirectory(_command["bin"]);
        foreach (var name in (string[])["bwrap", "apt-get"]) Program(_command[$"bin/{name}"], "#!/bin/sh\nexit 1\n");
        File.SetUnixFileMode(_command.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute); // as / is

        var setup = await RunAsync("setup.sh");
        Assert.True(setup.ExitCode == 0, setup.Output + setup.Errors);
        Assert.True(File.Exists(Path.Combine(autograder, "source/reference/reference-01-twice.json")));

        var right = await GradeAsync(TwiceClass.Right);
        Assert.Equal((3, 3, 3, "passed", "visible"), ((double)right["score"]!, (double)Test(right)["score"]!, (double)Test(right)["max_score"]!, (string)Test(right)["status"]!, (string)Test(right)["visibility"]!));
        Assert.Equal("hidden", (string)right["stdout_visibility"]!);

        var wrong = await GradeAsync(TwiceClass.Wrong);
        Assert.Equal((0, 0, 3, "failed"), ((double)wrong["score"]!, (double)Test(wrong)["score"]!, (double)Test(wrong)["max_score"]!, (string)Test(wrong)["status"]!));
        foreach (var secret in (string[])["seven", "14", "Probe", "Twice(7)"]) Assert.DoesNotContain(secret, wrong.ToJsonString());

        // The solution and what it gives lie on the same machine: whoever reads them must not be a submission.
        if (Environment.UserName == "root")
        {
            var secrets = $"Directory.EnumerateFiles(\"{autograder}/source/course/notebooks\", \"*\", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(\"{autograder}/source/reference\"))";
            var thief = await GradeAsync($"    return {secrets}.Any() ? 2 * x : 0;");
            Assert.Equal(0, (double)thief["score"]!);
            Assert.Contains("denied", (string)Test(thief)["output"]!);
        }

        Directory.Delete(Path.Combine(autograder, "submission"), recursive: true);
        Directory.CreateDirectory(Path.Combine(autograder, "submission"));
        File.WriteAllText(Path.Combine(autograder, "submission/other.ipynb"), """{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""");
        var none = await GradeAsync(null);
        Assert.Equal((0, "There is no notebook of unit 01"), ((double)none["score"]!, ((string)none["output"]!)[..31]));
    }

    static JsonNode Test(JsonNode results) => Assert.Single(results["tests"]!.AsArray())!;

    /// <summary>Hands in an answer, beside a file that came with it, and gives back the results.</summary>
    async Task<JsonNode> GradeAsync(string? body)
    {
        if (body is not null) TwiceClass.Submit(_command, "autograder/submission", body);
        var results = _command["autograder/results/results.json"];
        File.Delete(results);
        File.WriteAllText(_command["autograder/submission/notes.txt"], "mine");
        var run = await RunAsync("run_autograder");
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return JsonNode.Parse(File.ReadAllText(results))!;
    }

    async Task<TheCommand.Result> RunAsync(string script)
    {
        Directory.CreateDirectory(_command["autograder/results"]);
        var info = new ProcessStartInfo("bash", [_command[$"autograder/source/{script}"]]) { WorkingDirectory = _command["autograder"], RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["AUTOGRADER"] = _command["autograder"];
        info.Environment["PATH"] = _command["bin"] + ":" + info.Environment["PATH"];
        return await TheCommand.FinishAsync(Process.Start(info)!);
    }

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    static void Program(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
