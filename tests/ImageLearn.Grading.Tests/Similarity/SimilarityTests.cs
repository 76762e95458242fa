using System.Diagnostics;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Similarity;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Similarity;

/// <summary>Who is told to be alike, and who is not.</summary>
public class SimilarityTests
{
    static readonly Lazy<InventedWork> s_shading = new(() => new("01"));

    [Theory]
    [InlineData("01", 4)]
    [InlineData("01", 40)]
    [InlineData("02", 12)]
    [InlineData("07", 12)]
    public void Those_who_work_alone_are_not_reported_though_their_right_answers_are_the_same(string unit, int count)
    {
        var work = unit == "01" ? s_shading.Value : new(unit);
        for (var seed = 1; seed <= (unit == "01" ? 3 : 1); seed++) Assert.Empty(work.Reported(work.Class(count, seed)));
    }

    /// <summary>What is done to hide where an answer comes from.</summary>
    static readonly Dictionary<string, Func<string, int, string>> s_disguises = new()
    {
        ["none"] = (source, _) => source,
        ["other names"] = (source, _) => Renamed(source),
        ["another layout"] = (source, _) => Regex.Replace(source, @"[ \t]*\n[ \t]*", " // why not\n\n      ").Replace("(", "( ").Replace("{", "\n{ /* here */\n"),
        ["one line"] = (source, _) => Regex.Replace(source, @"\s+", " "),
        ["other types"] = (source, _) => Regex.Replace(source, @"\b(double|int|Tensor|double\[\]) (?=\w+ =)", "var "),
        ["no types"] = (source, _) => Regex.Replace(source, @"\bvar (?=\w+ =)", "List<(double, Tensor)> "),
        ["dead statements"] = (source, number) => Dead(source, number),
        ["everything at once"] = (source, number) => Regex.Replace(Dead(Renamed(source), number), @"\bvar (?=\w+ =)", "dynamic ").Replace("\n", " // !\n\t"),
    };

    public static TheoryData<string> Disguises => [.. s_disguises.Keys];

    static string Renamed(string source)
    {
        foreach (var name in Regex.Matches(source, @"(?<=\b(var|double|int|Tensor|double\[\]|long|bool|float|,) )[a-z]\w*(?= *(=|,|\)|;| in ))").Select(match => match.Value).Distinct())
            source = Regex.Replace(source, $@"(?<![\w.""])(?<!\. ){name}(?!\w|:)", $"my{name.ToUpperInvariant()}");
        return source;
    }

    static string Dead(string source, int number)
    {
        var lines = source.Split('\n').ToList();
        for (int i = lines.Count - 1, inserted = 0; i > 1; i--)
            if (lines[i].TrimEnd().EndsWith(';') && lines[i - 1].TrimEnd().EndsWith(';') && inserted++ < 2) lines.Insert(i, $"    var unused{inserted} = {number} * 3 + 1;");
        return string.Join('\n', lines);
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public void A_copy_is_found_in_whatever_disguise_and_nobody_else(string disguise)
    {
        var invented = s_shading.Value;
        var copy = InventedWork.Disguised(invented.Alone(2003), s_disguises[disguise]);
        if (disguise != "none") Assert.NotEqual(invented.Alone(2003).ToJson(), copy.ToJson());
        Assert.Equal(["copy and s3"], invented.Reported([.. invented.Class(12, 2), invented.Work("copy", copy)]));
    }

    [Fact]
    public void Declarations_in_another_order_and_in_cells_of_their_own_are_found()
    {
        var invented = s_shading.Value;
        var original = invented.Alone(2003);
        var answers = original.Cells.Where(cell => cell.Kind == CellKind.Code && NbgraderMetadata.Of(cell) is { Solution: true }).ToList();
        foreach (var (i, cell) in answers.Index()) cell.Source = $"{Own(i)}\n{cell.Source}";
        var reordered = InventedWork.Disguised(original, (source, i) => $"{source[Own(i).Length..].Trim()}\n{Own(i)}");
        var split = InventedWork.Disguised(original, (source, i) => source[Own(i).Length..].Trim());
        foreach (var (i, _) in answers.Index()) split.Cells.Insert(i, new(CellKind.Code, Own(answers.Count - 1 - i)));

        Assert.Equal(["copy and s3"], invented.Reported([.. Class(), invented.Work("copy", reordered)]));
        Assert.Equal(["copy and s3"], invented.Reported([.. Class(), invented.Work("copy", split)]));

        IEnumerable<StudentWork> Class() => invented.Class(12, 2).Select((work, i) => i == 3 ? invented.Work("s3", original) : work);
        static string Own(int i) => $"static double Scaled{i}(double[] values, int from)\n{{\n    double total = {i};\n    for (int k = from; k < values.Length; k += {i + 2}) total += values[k] * values[k] / (k + {i + 1});\n    return Math.Sqrt(total) - {i};\n}}";
    }

    [Fact]
    public void Some_copied_answers_are_found_if_few_write_them_so()
    {
        var invented = s_shading.Value;
        const string Unusual = """
            static double Mine(Tensor image, int step)
            {
                var seen = new List<double>();
                for (int row = image.Shape[0] - 1; row >= 0; row -= step)
                {
                    double best = double.NegativeInfinity;
                    for (int column = 0; column < image.Shape[1]; column += step)
                    {
                        double here = image[row, column] * 3 - image[row, 0];
                        if (here > best) best = here;
                        else if (best - here > 100) break;
                    }
                    if (double.IsFinite(best)) seen.Insert(0, best / (row + 1));
                }
                seen.Sort((a, b) => b.CompareTo(a));
                return seen.Count == 0 ? 0 : seen.Skip(seen.Count / 4).Take(seen.Count / 2).Average();
            }
            """;
        NotebookDocument With(int seed, params string[] own)
        {
            var notebook = invented.Alone(seed);
            foreach (var source in own) notebook.Cells.Insert(3, new(CellKind.Code, source));
            return notebook;
        }
        IReadOnlyList<string> Reported(string one, string other) => invented.Reported([.. invented.Class(14, 3), invented.Work("ada", With(1, one)), invented.Work("bob", With(2, other))]);
        Assert.Equal(["ada and bob"], Reported(Unusual, Renamed(Unusual)));
        Assert.Empty(Reported(Unusual, "static double Mine(Tensor image, int step) => image.Max().Item();"));
        // When everybody writes so, it says nothing.
        Assert.Empty(invented.Reported([.. Enumerable.Range(0, 14).Select(i => invented.Work($"s{i}", With(3000 + i, Unusual)))]));
    }

    [Fact]
    public void What_was_given_out_is_nobodys()
    {
        var invented = s_shading.Value;
        var notebook = NotebookDocument.Parse(invented.Released.Document.ToJson(), "untouched");
        Assert.Empty(invented.Work("dan", notebook).Fingerprints);
        foreach (var cell in invented.Released.Document.Cells) notebook.Cells.Add(new(cell.Kind, cell.Kind == CellKind.Code ? cell.Source.Replace("double ", "var ").Replace("\n", " // mine\n") : cell.Source.ToUpperInvariant()));
        foreach (var hint in Hints()) notebook.Cells.Add(new(CellKind.Markdown, hint));
        Assert.Empty(invented.Work("dan", notebook).Fingerprints);

        IEnumerable<string> Hints() => invented.Released.Cells.Where(cell => cell.Solution.Contains("Hint.For")).SelectMany(cell => Regex.Matches(cell.Solution, "\"((?:[^\"\\\\]|\\\\.)*)\"").Select(match => match.Groups[1].Value.Replace("\\\"", "\"")));
    }

    [Fact]
    public void Half_a_class_that_writes_in_one_style_is_no_ring_of_copies()
    {
        var invented = s_shading.Value;
        var loops = invented.Alone(2001);
        Assert.Empty(invented.Reported([.. invented.Class(10, 4), .. Enumerable.Range(0, 10).Select(i => invented.Work($"loops{i}", loops))]));
    }

    [Fact]
    public void Written_answers_are_compared_by_their_words()
    {
        var invented = s_shading.Value;
        const string Text = "Near the window the plane predicts too little, since a sill throws light upwards and a plane knows of no sill; further in, dust on the lens takes a little everywhere, which no slope can say.";
        NotebookDocument With(int seed, string text)
        {
            var notebook = invented.Alone(seed);
            notebook.Cells.First(cell => cell.Kind == CellKind.Markdown && NbgraderMetadata.Of(cell) is { Solution: true }).Source = text;
            return notebook;
        }
        Assert.Equal(["ada and bob"], invented.Reported([.. invented.Class(14, 5), invented.Work("ada", With(1, Text)), invented.Work("bob", With(2, "**My answer**: " + Text.ToUpperInvariant().Replace(";", ".\n\n")))]));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("a<")]
    [InlineData("$\"{[")]
    [InlineData("x => ")]
    [InlineData("!")]
    [InlineData("x is not ")]
    [InlineData("int a(")]
    public void Code_that_is_nested_too_deep_to_be_read_harms_nobody(string opening)
    {
        var invented = s_shading.Value;
        var notebook = invented.Alone(1);
        var deep = string.Concat(Enumerable.Repeat(opening, 100_000));
        foreach (var length in (int[])[80, 1_000, 100_000, 100_001]) notebook.Cells.Insert(2, new(CellKind.Code, deep[..Math.Min(length, deep.Length)]));
        var clock = Stopwatch.StartNew();
        Assert.NotEmpty(invented.Work("eve", notebook).Fingerprints);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
    }
}
