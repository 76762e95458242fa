using System.Text.RegularExpressions;

namespace ImageLearn.Grading.Intake;

/// <summary>Whose a folder or file is, by the names that the systems give which collect submissions.</summary>
sealed partial record Owner(string Id, string Name)
{
    /// <param name="entry">The name of the folder or file in the folder of submissions.</param>
    /// <param name="isRepository">Whether it is a clone.</param>
    /// <param name="assignment">What the names of all clones begin with.</param>
    public static Owner Of(string entry, bool isRepository, string assignment)
    {
        if (Moodle().Match(entry) is { Success: true } moodle) return new(moodle.Groups["id"].Value, moodle.Groups["name"].Value);
        if (Canvas().Match(entry) is { Success: true } canvas) return new(canvas.Groups["id"].Value, canvas.Groups["name"].Value);
        if (isRepository && assignment.Length > 0 && entry.Length > assignment.Length) return Plain(entry[assignment.Length..]);
        return Plain(Ending().Replace(entry, ""));
    }

    /// <summary>What the names of clones have in common, up to a hyphen: GitHub Classroom calls them ASSIGNMENT-ACCOUNT.</summary>
    public static string AssignmentOf(IReadOnlyList<string> clones)
    {
        if (clones.Count < 2) return "";
        var first = clones[0];
        var same = clones.Min(name => name.Zip(first).TakeWhile(pair => pair.First == pair.Second).Count());
        return first[..(first[..same].LastIndexOf('-') + 1)];
    }

    static Owner Plain(string name) => new(name, name);

    // Ada Lovelace_123456_assignsubmission_file[_07-network.ipynb]
    [GeneratedRegex(@"^(?<name>.+)_(?<id>\d+)_assignsubmission_(file|onlinetext)(_.*)?$")]
    private static partial Regex Moodle();

    // lovelaceada_LATE_1234_56789_07-network-1.ipynb
    [GeneratedRegex(@"^(?<name>[^_]+)_(LATE_)?(?<id>\d+)_\d+_.+$")]
    private static partial Regex Canvas();

    [GeneratedRegex(@"(\.ipynb|\.zip)$", RegexOptions.IgnoreCase)]
    private static partial Regex Ending();
}
