using System.Diagnostics;
using System.Globalization;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Benchmarks;

/// <summary>
/// Grades a class of whom one in a hundred means harm: once undisturbed, and once with a grader that is killed (<c>kill -9</c>) three times and goes on with <c>--resume</c>.
/// Every mark has to be the same, no process and no file may be left, and the grader's memory stays flat.
/// </summary>
sealed class FaultsBenchmark : IDisposable
{
    const int Kills = 3, HostileEvery = 100;
    const double MostGrowth = 1.3;

    readonly string _folder = Directory.CreateTempSubdirectory("imagelearn-faults-").FullName;
    readonly Course _course = Course.Find(AppContext.BaseDirectory);
    readonly List<string> _complaints = [];

    /// <returns>Whether all held.</returns>
    public static async Task<bool> RunAsync(int students, int jobs)
    {
        using var faults = new FaultsBenchmark();
        LargeClass.Write(faults._course.Units(["01"])[0], faults["class"], students, Math.Min(HostileEvery, students / 7));
        Directory.CreateDirectory(faults["temp"]);

        var clock = Stopwatch.StartNew();
        var memory = await faults.GradeAsync("undisturbed", jobs);
        Say($"undisturbed: {students} students in {clock.Elapsed.TotalSeconds:0} s, {jobs} at a time; the grader's memory by quarters of that time {string.Join(", ", memory.Select(bytes => bytes >> 20))} MB");
        faults.Expect(memory[3] < MostGrowth * memory[1], "the grader's memory grows");

        var random = new Random(1);
        for (var kill = 1; kill <= Kills; kill++) await faults.GradeAsync("disturbed", jobs, killAfter: students * kill / (Kills + 1) + random.Next(Math.Max(1, students / 10)));
        await faults.GradeAsync("disturbed", jobs);
        var (expected, actual) = (faults.Marks("undisturbed"), faults.Marks("disturbed"));
        faults.Expect(expected.Count == actual.Count, $"{expected.Count} marks undisturbed, {actual.Count} disturbed");
        foreach (var (key, mark) in expected) faults.Expect(actual.TryGetValue(key, out var other) && other == mark, $"{key}: {mark} undisturbed, {other} disturbed");
        Say($"disturbed by {Kills} kills: {actual.Count} marks compared");

        foreach (var complaint in faults._complaints) Say($"  FAILED: {complaint}");
        return faults._complaints.Count == 0;
    }

    string this[string name] => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    void Expect(bool holds, string complaint)
    {
        if (!holds) _complaints.Add(complaint);
    }

    /// <summary>Grades in a process of its own, which is killed when so many submissions are in the gradebook.</summary>
    /// <returns>Its memory: the median of each quarter of the time.</returns>
    async Task<long[]> GradeAsync(string output, int jobs, int killAfter = int.MaxValue)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "ImageLearn.Cli.dll"), "grade", this["class"], "--unit", "01", "--out", this[output], "--jobs", $"{jobs}", "--resume", "--timeout", "20", "--memory", "1024",
        ]) { WorkingDirectory = _course.Root, RedirectStandardOutput = true };
        start.Environment["TMPDIR"] = this["temp"];
        start.Environment["DOTNET_EnableDiagnostics"] = "0";    // its sockets would stay in the temporary folder of a killed process
        using var grader = Process.Start(start)!;
        var read = grader.StandardOutput.ReadToEndAsync();
        var memory = new List<long>();
        while (!grader.HasExited)
        {
            grader.Refresh();
            if (!grader.HasExited && grader.WorkingSet64 is > 0 and var now) memory.Add(now);
            if (killAfter < int.MaxValue && Graded(output) >= killAfter) grader.Kill();
            await Task.WhenAny(grader.WaitForExitAsync(), Task.Delay(500));
        }
        await read;
        if (killAfter == int.MaxValue)
        {
            Expect(grader.ExitCode == 0, $"{output}: the grader ended with {grader.ExitCode}");
            Expect(!Directory.EnumerateFileSystemEntries(this["temp"]).Any(), $"{output}: left in the temporary folder: {string.Join(", ", Directory.EnumerateFileSystemEntries(this["temp"]))}");
            var files = Directory.EnumerateFileSystemEntries(this[output]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
            Expect(files is ["gradebook.db", { } reference] && reference.StartsWith("reference-", StringComparison.Ordinal), $"{output}: left beside the gradebook: {string.Join(", ", files)}");
        }
        else Say($"killed with {Graded(output)} submissions graded");
        await Task.Delay(TimeSpan.FromSeconds(2));
        var left = Workers();
        Expect(left.Count == 0, $"{output}: {left.Count} workers outlive the grader: {string.Join(", ", left)}");
        return [.. Enumerable.Range(0, 4).Select(quarter => memory[(memory.Count * quarter / 4)..(memory.Count * (quarter + 1) / 4)].Order().ElementAtOrDefault(memory.Count / 8))];
    }

    int Graded(string output)
    {
        var path = Path.Combine(this[output], "gradebook.db");
        if (!File.Exists(path)) return 0;
        try
        {
            using var book = Gradebook.Open(path);
            return book.Submissions().Count;
        }
        catch (CourseException) { return 0; } // it is being made
    }

    Dictionary<string, string> Marks(string output)
    {
        using var book = Gradebook.Open(Path.Combine(this[output], "gradebook.db"));
        var submissions = book.Submissions().ToDictionary(submission => submission.Id);
        var marks = book.AutoMarks().ToDictionary(mark => $"{submissions[mark.Submission].Student} {mark.Question}", mark => string.Create(CultureInfo.InvariantCulture, $"{mark.Points} {mark.Outcome}"));
        foreach (var submission in submissions.Values) marks[submission.Student] = $"{submission.State}";
        return marks;
    }

    /// <summary>The workers of this build, with the sandboxes around them.</summary>
    static List<int> Workers() =>
    [
        .. from process in Process.GetProcesses()
           let command = CommandOf(process.Id)
           where command.Contains(Path.Combine(AppContext.BaseDirectory, "ImageLearn.Notebooks.dll"), StringComparison.Ordinal)
           select process.Id,
    ];

    static string CommandOf(int process)
    {
        try { return OperatingSystem.IsLinux() ? File.ReadAllText($"/proc/{process}/cmdline") : ""; }
        catch (IOException) { return ""; }
    }
}
