using System.Globalization;
using ImageLearn.Grading.Units;
using ImageLearn.Grading.Verify;

namespace ImageLearn.Cli.Display;

/// <summary>What every question offers, a line each, and whether the units ask what the syllabus wants.</summary>
static class CoverageTable
{
    const int Width = 9;

    /// <returns>0 when nothing is missing from the units.</returns>
    public static int Write(IReadOnlyList<Unit> units, bool all)
    {
        var found = units.Select(unit => (Unit: unit, Questions: unit.FromSolution(QuestionCoverage.Of))).ToList();
        var name = found.Max(one => one.Unit.Name.Length);
        Line("unit".PadRight(name), "question", "kind", "points", "check", "probes", "hints", "rubric", "mistakes known");
        foreach (var (unit, questions) in found)
            foreach (var q in questions)
                Line(unit.Name.PadRight(name), q.Question, q.Kind?.ToString().ToLowerInvariant() ?? "?", q.Points.ToString(CultureInfo.InvariantCulture), Count(q.Steps), Count(q.Probes), Count(q.Hints), Count(q.Criteria),
                    q.Wrong + q.Right == 0 ? "–" : $"{q.Wrong} wrong, {q.Right} right");

        Console.WriteLine();
        bool complete = true;
        foreach (var (unit, questions) in found)
        {
            var number = unit.Number;
            if (!Syllabus.Units.TryGetValue(number, out var syllabus)) Console.WriteLine($"{unit.Name}: {Words.Count(questions.Count, "question")}; the syllabus says nothing of this unit");
            else
            {
                var missing = syllabus.Missing([.. questions.Select(question => question.Question)]).ToList();
                bool enough = missing.Count == 0 && questions.Count >= syllabus.Questions;
                complete &= enough;
                Console.WriteLine($"{unit.Name}: {Words.Count(questions.Count, "question")}, {syllabus.Questions} wanted: {(enough ? "ok" : missing.Count == 0 ? "too few" : $"missing {string.Join(", ", missing)}")}");
            }
        }
        if (all)
            foreach (var (number, syllabus) in Syllabus.Units.Where(unit => !units.Any(there => there.Name.StartsWith(unit.Key + "-", StringComparison.Ordinal))))
                Console.WriteLine($"{number}: not written yet, {syllabus.Questions} wanted");
        return complete ? 0 : 1;
    }

    static string Count(int count) => count == 0 ? "–" : $"{count}";

    static void Line(string unit, params string[] columns) => Console.WriteLine($"{unit}  {string.Concat(columns.Select(column => column.PadRight(Width)))}".TrimEnd());
}
