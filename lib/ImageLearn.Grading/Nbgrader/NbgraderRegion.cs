using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Nbgrader;

/// <summary>
/// nbgrader's regions: from a line that holds <c>BEGIN SOLUTION</c> (or <c>HIDDEN TESTS</c>, <c>MARK SCHEME</c>) to one that holds <c>END SOLUTION</c>, whatever comment the words stand in.
/// </summary>
static class NbgraderRegion
{
    public const string Solution = "SOLUTION", HiddenTests = "HIDDEN TESTS", MarkScheme = "MARK SCHEME";

    /// <summary>The source with the regions replaced by some lines, at the indent of the marker.</summary>
    public static string Replace(string source, string kind, params IEnumerable<string> lines) =>
        string.Join('\n', Split(source, kind).SelectMany(line => line.Part switch { Part.Begin => lines.Select(put => Indent(line.Text) + put), Part.Outside => [line.Text], _ => [] }));

    /// <summary>What stands in the regions; null when there is none.</summary>
    public static string? Inside(string source, string kind) =>
        Split(source, kind).ToList() is var lines && lines.Exists(line => line.Part == Part.Begin) ? string.Join('\n', lines.Where(line => line.Part == Part.Inside).Select(line => line.Text)) : null;

    /// <summary>The source without the markers, which are no C#.</summary>
    public static string Open(string source, string kind) => string.Join('\n', Split(source, kind).Where(line => line.Part is Part.Inside or Part.Outside).Select(line => line.Text));

    enum Part { Outside, Begin, Inside, End }

    /// <exception cref="CourseException">Markers do not pair.</exception>
    static IEnumerable<(Part Part, string Text)> Split(string source, string kind)
    {
        var inside = false;
        foreach (var line in source.Split('\n'))
        {
            var part = line.Contains("BEGIN " + kind, StringComparison.Ordinal) ? Part.Begin : line.Contains("END " + kind, StringComparison.Ordinal) ? Part.End : inside ? Part.Inside : Part.Outside;
            if (part == Part.Begin && inside) throw new CourseException($"'{line.Trim()}' stands inside another region. Close the first one before it");
            inside = part is Part.Begin or Part.Inside;
            yield return (part, line);
        }
        if (inside) throw new CourseException($"a region is not closed. Add the END {kind} that belongs to it");
    }

    static string Indent(string line) => line[..^line.TrimStart().Length];
}
