using System.Text.RegularExpressions;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Release;

/// <summary>What a marked region of a cell holds.</summary>
public enum RegionKind
{
    Solution,
    HiddenTests,
}

/// <summary>Lines of a cell between <c>// BEGIN …</c> and <c>// END …</c>, each a line of its own.</summary>
public static partial class Region
{
    /// <summary>The source with its regions, markers included, replaced by the lines that <paramref name="put"/> gives for the kind and the indent of each; null leaves one as it is.</summary>
    /// <exception cref="CourseException">Markers do not pair, or one is not a line of its own.</exception>
    public static string Replace(string source, Func<RegionKind, string, IEnumerable<string>?> put)
    {
        var kept = new List<string>();
        (RegionKind Kind, bool IsKept)? open = null;
        foreach (var line in source.Split('\n'))
        {
            var marker = Marker().Match(line);
            if (!marker.Success)
            {
                if (LooseMarker().IsMatch(line)) throw new CourseException($"'{line.Trim()}' looks like a marker. A marker is a line of its own: // BEGIN SOLUTION, // END SOLUTION, // BEGIN HIDDEN TESTS or // END HIDDEN TESTS");
                if (open is null or { IsKept: true }) kept.Add(line);
                continue;
            }
            var kind = KindOf(marker);
            if (marker.Groups["side"].ValueSpan.Equals("BEGIN", StringComparison.OrdinalIgnoreCase))
            {
                if (open is not null) throw new CourseException($"'{line.Trim()}' stands inside another region. Regions do not nest: close the first one before it");
                var lines = put(kind, marker.Groups["indent"].Value);
                open = (kind, lines is null);
                kept.AddRange(lines ?? [line]);
            }
            else
            {
                if (open?.Kind != kind) throw new CourseException($"'{line.Trim()}' closes no region. Remove it, or add the // BEGIN {Name(kind)} that belongs to it");
                if (open is { IsKept: true }) kept.Add(line);
                open = null;
            }
        }
        return open is null ? string.Join('\n', kept) : throw new CourseException($"a region is not closed. Add // END {Name(open.Value.Kind)}");
    }

    /// <summary>How many regions of a kind there are.</summary>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static int Count(string source, RegionKind wanted)
    {
        var count = 0;
        Replace(source, (kind, _) =>
        {
            if (kind == wanted) count++;
            return null;
        });
        return count;
    }

    /// <summary>What stands inside the regions of a kind, markers left out.</summary>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static string Inside(string source, RegionKind wanted)
    {
        Count(source, wanted); // the markers pair
        var inside = new List<string>();
        var open = false;
        foreach (var line in source.Split('\n'))
        {
            var marker = Marker().Match(line);
            if (marker.Success) open = KindOf(marker) == wanted && marker.Groups["side"].ValueSpan.Equals("BEGIN", StringComparison.OrdinalIgnoreCase);
            else if (open) inside.Add(line);
        }
        return string.Join('\n', inside);
    }

    static RegionKind KindOf(Match marker) => marker.Groups["kind"].ValueSpan.Equals("SOLUTION", StringComparison.OrdinalIgnoreCase) ? RegionKind.Solution : RegionKind.HiddenTests;

    static string Name(RegionKind kind) => kind == RegionKind.Solution ? "SOLUTION" : "HIDDEN TESTS";

    [GeneratedRegex(@"^(?<indent>\s*)//\s*(?<side>BEGIN|END) +(?<kind>SOLUTION|HIDDEN TESTS)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Marker();

    // What was meant as a marker and is none would give the solution away.
    [GeneratedRegex(@"\b(BEGIN|END)[\s_]*(SOLUTIONS?|HIDDEN[\s_]*TESTS?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex LooseMarker();
}
