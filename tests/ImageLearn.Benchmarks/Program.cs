using ImageLearn.Benchmarks;

// dotnet run -c Release --project tests/ImageLearn.Benchmarks [-- NAME…]; without a name, all of them.
var benchmarks = new Dictionary<string, Func<Task>>
{
    ["worker"] = WorkerBenchmark.RunAsync,
    ["notebook"] = NotebookBenchmark.RunAsync,
    ["tensor"] = TensorBenchmark.RunAsync,
};
if (args.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark \"{unknown}\". Choose from: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}
foreach (var name in args.Length > 0 ? args : [.. benchmarks.Keys]) await benchmarks[name]();
return 0;
