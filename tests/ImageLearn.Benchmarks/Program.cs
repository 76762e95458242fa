using System.CommandLine;
using System.Diagnostics;
using ImageLearn.Benchmarks;
using ImageLearn.Benchmarks.Peers;
using ImageLearn.Notebooks.Execution;

// dotnet run -c Release --project tests/ImageLearn.Benchmarks -- …
//   [worker] [notebook] [grading] [tensor]   what a person waits for; without a name, all of them
//   --json out.json                   ours, a JSON line a case of peers.py, from the inputs in the folder PEERS_INPUTS
//   faults [--students 1000]          grades a class with hostile students, undisturbed and with a grader that is killed three times: every mark has to be the same
//   compare PEERS                     ours against the peers, in turn; PEERS is the folder of peers.py
var names = new Argument<string[]>("names") { Arity = ArgumentArity.ZeroOrMore };
var peers = new Argument<string>("peers") { Description = "the folder of peers.py" };
var json = new Option<string?>("--json") { Description = "time our cases of peers.py and write them here" };
var filter = new Option<string>("--filter") { Description = "only cases whose name and implementation contain this", DefaultValueFactory = _ => "", Recursive = true };
var threads = new Option<int>("--threads") { Description = "how many threads", DefaultValueFactory = _ => Environment.ProcessorCount, Recursive = true };
var rounds = new Option<int>("--rounds") { Description = "how often peers and ours take turns", DefaultValueFactory = _ => 3 };
var markdown = new Option<string?>("--markdown") { Description = "write the table here as well" };

var compare = new Command("compare", "Ours against the fastest peer.") { peers, rounds, markdown };
compare.SetAction(parsed => Comparison.Run(parsed.GetValue(peers)!, parsed.GetValue(filter)!, parsed.GetValue(threads), parsed.GetValue(rounds), parsed.GetValue(markdown)));

var students = new Option<int>("--students") { Description = "how large the class is", DefaultValueFactory = _ => 1000 };
var jobs = new Option<int>("--jobs") { Description = "how many are graded at a time", DefaultValueFactory = _ => Environment.ProcessorCount };
var faults = new Command("faults", "Marks do not depend on a grader that is killed, nor on hostile submissions.") { students, jobs };
faults.SetAction(async parsed => await FaultsBenchmark.RunAsync(parsed.GetValue(students), parsed.GetValue(jobs)) ? 0 : 1);

var root = new RootCommand("Times ImageLearn.") { names, json, filter, threads, compare, faults };
root.SetAction(async parsed =>
{
    Environment.SetEnvironmentVariable("IMAGELEARN_THREADS", $"{parsed.GetValue(threads)}");   // before the library's first use, which reads it
    if (parsed.GetValue(json) is { } path)
    {
        if (InWorkersMemory() is { } exitCode) return exitCode;
        PeerCases.WriteJson(path, parsed.GetValue(filter)!, parsed.GetValue(threads));
        return 0;
    }
    var benchmarks = new Dictionary<string, Func<Task>> { ["worker"] = WorkerBenchmark.RunAsync, ["notebook"] = NotebookBenchmark.RunAsync, ["grading"] = GradingBenchmark.RunAsync, ["tensor"] = TensorBenchmark.RunAsync };
    var chosen = parsed.GetValue(names) is { Length: > 0 } some ? some : [.. benchmarks.Keys];
    if (chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
    {
        Console.Error.WriteLine($"There is no benchmark \"{unknown}\". Choose from: {string.Join(", ", benchmarks.Keys)}, or compare.");
        return 2;
    }
    foreach (var name in chosen) await benchmarks[name]();
    return 0;
});
return await root.Parse(args).InvokeAsync();

// Cells run in a worker, whose collector is set up for tensors; so do these cases. It is read when a process starts: start another one.
int? InWorkersMemory()
{
    if (Environment.GetEnvironmentVariable("DOTNET_GCgen0size") is not null) return null;
    var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Environment.GetCommandLineArgs()[(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? 0 : 1)..]]);
    WorkerProcess.SetUpCollector(start.Environment);
    using var process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}
