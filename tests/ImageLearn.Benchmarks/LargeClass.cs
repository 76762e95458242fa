using System.Globalization;
using ImageLearn.Grading.Samples;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Benchmarks;

/// <summary>A class of any size: the attempts of a unit's mistake bank, drawn at random but always the same, and among them some who mean harm. No two hand in the same bytes.</summary>
static class LargeClass
{
    const double Wrong = 0.1, Missing = 0.03;

    /// <summary>What hostile students do in the last question of the mistake bank; the last one hands in half a file.</summary>
    static readonly (string Name, string[] Answer)[] s_hostile =
    [
        ("loop", ["while (true) { }"]),
        ("memory", ["var all = new List<byte[]>();", "while (true) { all.Add(new byte[1 << 24]); Array.Fill(all[^1], (byte)1); }"]),
        ("threads", ["while (true) new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)).Start();"]),
        ("processes", ["while (true) System.Diagnostics.Process.Start(\"/bin/sh\", \"-c 'sleep 1000'\");"]),
        ("output", ["while (true) Console.WriteLine(new string('x', 10_000));"]),
        ("exit", ["Environment.FailFast(\"no\");", "throw new Exception();"]),
        ("broken", []),
    ];

    /// <summary>Hands in for <paramref name="students"/> students, of whom every <paramref name="hostileEvery"/>th means harm (0: none), in folders of their own.</summary>
    public static void Write(Unit unit, string folder, int students, int hostileEvery = 0)
    {
        var random = new Random(1);
        for (var i = 0; i < students; i++)
        {
            var number = i;
            var hostile = hostileEvery > 0 && i % hostileEvery == hostileEvery / 2 ? s_hostile[i / hostileEvery % s_hostile.Length] : default;
            var student = string.Create(CultureInfo.InvariantCulture, $"s{i:0000}{(hostile.Name is { } name ? "-" + name : "")}");
            var last = unit.FromSolution(Exercise.All).Last(exercise => exercise.Metadata.Mistakes is { Wrong.Count: > 0 }).Question;
            var copy = AnsweredCopy.Of(unit, exercise => hostile.Answer is { Length: > 0 } harm && exercise.Question == last ? harm : Answer(exercise, random));
            foreach (var cell in copy.Cells.Where(cell => cell.Kind == CellKind.Code && NbgraderMetadata.Of(cell) is { Solution: true })) cell.Source += $"\n// {number}";
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, student)).FullName, unit.Name + ".ipynb");
            copy.Save(path);
            if (hostile.Name == "broken") File.WriteAllText(path, File.ReadAllText(path)[..1000]);
        }
    }

    static IEnumerable<string>? Answer(Exercise exercise, Random random)
    {
        var bank = exercise.Metadata.Mistakes;
        return random.NextDouble() switch
        {
            < Missing => null,
            < Missing + Wrong when bank?.Wrong is { Count: > 0 } wrong => wrong[random.Next(wrong.Count)].Source,
            _ when bank?.Right is { Count: > 0 } right => random.Next(right.Count + 1) is var i && i < right.Count ? right[i].Source : AnsweredCopy.SolutionItself,
            _ => AnsweredCopy.SolutionItself,
        };
    }
}
