using System.Text.RegularExpressions;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>A cell that was run: in which session, as which number, its source, and its value as text.</summary>
sealed record HistoryEntry(int Session, int Line, string Source, string? Output);

/// <summary>The cells this user has run, in this session and in earlier ones, in the order in which they ran.</summary>
/// <param name="path">The file that outlives the kernel; null keeps the history of this session only.</param>
sealed class History(string? path)
{
    const int OutputLimit = 1000;
    readonly HistoryFile? _file = path is null ? null : new(path);
    readonly List<HistoryEntry> _own = [];
    /// <summary>0, which is Jupyter's word for "this one", until the file has given a number.</summary>
    int _session;

    /// <summary>Remembers a cell. A history that cannot be written is no reason to disturb anybody.</summary>
    public void Add(int line, string source, string? output)
    {
        var entry = new HistoryEntry(_session, line, source, output?.Length > OutputLimit ? output[..OutputLimit] : output);
        _own.Add(entry);
        if (_file?.Append(entry) is > 0 and var session) _session = session;
    }

    /// <summary>The last <paramref name="count"/> cells.</summary>
    public IEnumerable<HistoryEntry> Tail(int count) => All().TakeLast(count);

    /// <summary>
    /// The lines from <paramref name="start"/> up to but not including <paramref name="stop"/> of a session: 0 is this
    /// one, -1 the one before, positive numbers are as the entries have them.
    /// </summary>
    public IEnumerable<HistoryEntry> Range(int session, int start, int? stop)
    {
        var all = All();
        if (session == 0) session = _session;
        else if (session < 0)
        {
            var earlier = all.Select(entry => entry.Session).Where(number => number != _session).Distinct().ToList();
            session = -session <= earlier.Count ? earlier[^-session] : 0;
        }
        return all.Where(entry => entry.Session == session && entry.Line >= start && (stop is null || entry.Line < stop));
    }

    /// <summary>The cells whose whole source matches a pattern with <c>*</c>, <c>?</c> and <c>[abc]</c>.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="count">At most so many, the latest; null for all.</param>
    /// <param name="unique">Of cells with the same source only the latest.</param>
    public IEnumerable<HistoryEntry> Search(string pattern, int? count, bool unique)
    {
        var regex = ToRegex(pattern.Length == 0 ? "*" : pattern);
        var found = All().Where(entry => regex.IsMatch(entry.Source));
        if (unique) found = found.Reverse().DistinctBy(entry => entry.Source).Reverse();
        return count is null ? found : found.TakeLast(count.Value);
    }

    List<HistoryEntry> All() =>
        [.. _file?.Read().Where(entry => entry.Session != _session) ?? [], .. _own.Select(entry => entry with { Session = _session })];

    static Regex ToRegex(string glob)
    {
        var pattern = Regex.Replace(glob, @"\[\^?\]?[^\]]*\]|.", static part => part.Value switch
        {
            "*" => ".*",
            "?" => ".",
            ['[', _, ..] set when set.Length > 2 => $"[{(set[1] == '^' ? "^" : "")}{set[(set[1] == '^' ? 2 : 1)..^1].Replace("\\", "\\\\").Replace("[", "\\[")}]",
            var literal => Regex.Escape(literal),
        }, RegexOptions.Singleline);
        return new Regex($@"\A{pattern}\z", RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }
}
