using System.Text.RegularExpressions;

namespace ImageLearn.Grading.Verify;

/// <summary>What a unit must ask: so many questions, and among them these numbers, those of its source. A number may be asked in parts: Q1.5 as Q1.5.1 and Q1.5.2, or Q1.5a and Q1.5b.</summary>
public sealed partial record Syllabus(int Questions, IReadOnlyList<string> Numbers)
{
    /// <summary>By the number of the unit. Units that are still to come have no numbers yet.</summary>
    public static IReadOnlyDictionary<string, Syllabus> Units { get; } = new SortedDictionary<string, Syllabus>(StringComparer.Ordinal)
    {
        ["01"] = new(9, Range("Q1.", 1, 9)),
        ["02"] = new(14, Range("Q2.", 1, 14)),
        ["03"] = new(8, Range("Q3.", 1, 8)),
        ["04"] = new(9, Range("Q4.", 1, 9)),
        ["05"] = new(24, [.. Range("Q5.1.", 1, 9), .. Range("Q5.2.", 1, 11)]),
        ["06"] = new(14, Range("Q6.", 1, 10)),
        // Carnegie Mellon's handout numbers its questions through the four units that follow.
        ["07"] = new(21, ["Q1.1", .. Range("Q1.2.", 1, 3), "Q1.3", "Q1.4", "Q1.5", .. Range("Q1.6.", 1, 4), .. Range("Q2.1.", 1, 3), .. Range("Q2.2.", 1, 3), "Q2.3", "Q2.4"]),
        ["08"] = new(6, Range("Q3.", 1, 4)),
        ["09"] = new(5, ["Q4.1", .. Range("Q4.2.", 1, 2), .. Range("Q4.3.", 1, 2)]),
        ["10"] = new(5, Range("Q5.", 1, 4)),
        ["11"] = new(13, []),
        ["12"] = new(9, []),
        ["13"] = new(12, []),
        ["14"] = new(9, []),
        ["15"] = new(9, []),
    };

    /// <summary>The numbers that none of some questions has, whole or in part.</summary>
    public IEnumerable<string> Missing(IReadOnlyCollection<string> questions) =>
        Numbers.Where(number => !questions.Any(question => question.StartsWith(number, StringComparison.Ordinal) && Part().IsMatch(question.AsSpan(number.Length))));

    static string[] Range(string prefix, int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(number => $"{prefix}{number}")];

    [GeneratedRegex(@"^([a-z.].*)?\z")]
    private static partial Regex Part();
}
