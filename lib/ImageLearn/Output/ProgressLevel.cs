using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace ImageLearn.Output;

/// <summary>One loop's line in a progress display. The outermost loop owns the display; loops inside it are lines below.</summary>
sealed class ProgressLevel
{
    const int BarWidth = 24;
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    static readonly AsyncLocal<ProgressLevel?> Current = new();

    readonly string _label;
    readonly int? _total;
    readonly TimeProvider _clock;
    readonly long _started;
    readonly ProgressLevel? _outer;
    readonly ProgressLevel _root;
    readonly List<ProgressLevel> _lines;    // shared by all levels of a display, which also lock on it
    DisplayHandle? _display;                // the root's
    long _refreshed;                        // the root's
    int _done;
    string _note = "";

    ProgressLevel(string label, int? total, TimeProvider clock, ProgressLevel? outer)
    {
        (_label, _total, _clock, _outer) = (label, total, clock, outer);
        (_root, _lines) = (outer?._root ?? this, outer?._lines ?? []);
        _started = clock.GetTimestamp();
    }

    public static ProgressLevel Begin(string label, int? total, TimeProvider clock)
    {
        var level = new ProgressLevel(label, total, clock, Current.Value);
        Current.Value = level;
        lock (level._lines)
        {
            level._lines.Add(level);
            if (level._outer is null) level._display = Cell.Show(level.Running());
        }
        return level;
    }

    public void Step(string note)
    {
        lock (_lines)
        {
            (_done, _note) = (_done + 1, note);
            if (_clock.GetElapsedTime(_root._refreshed) < Interval) return;
            _root._refreshed = _clock.GetTimestamp();
            _root._display!.Update(_root.Running());
        }
    }

    public void End(string note)
    {
        lock (_lines)
        {
            _note = note;
            _lines.Remove(this);
            if (_outer is null) _display!.Update(Ended());
        }
        Current.Value = _outer;
    }

    MimeBundle Running()
    {
        var lines = _lines.Select(level => (level, text: level.RunningText())).ToList();
        var html = lines.Select(line => $"<div>{line.level.BarHtml()}{WebUtility.HtmlEncode(line.text)}</div>");
        var plain = lines.Select(line => line.level.BarText() is { Length: > 0 } bar ? $"{bar} {line.text}" : line.text);
        return Bundle(string.Join('\n', plain), string.Concat(html), isVolatile: true);
    }

    MimeBundle Ended()
    {
        var count = _total is { } total && _done < total ? $"stopped at {_done} of {total}" : Count();
        var text = Join(_label.Length > 0 ? $"{_label}: {count}" : count, _note);
        return Bundle(text, $"<div>{WebUtility.HtmlEncode(text)}</div>", isVolatile: false);
    }

    MimeBundle Bundle(string text, string html, bool isVolatile)
    {
        var bundle = MimeBundle.Plain(text).With("text/html", html);
        var ours = new JsonObject { ["progress"] = new JsonObject { ["label"] = _label, ["done"] = _done, ["total"] = _total } };
        if (isVolatile) ours["volatile"] = true;
        bundle.Metadata["imagelearn"] = ours;
        return bundle;
    }

    string BarHtml() => _total is { } total ? $"<progress max=\"{Math.Max(total, 1)}\" value=\"{_done}\"></progress> " : "";

    string BarText()
    {
        if (_total is not > 0) return "";
        int filled = (int)((long)BarWidth * Math.Min(_done, _total.Value) / _total.Value);
        return $"[{new string('#', filled)}{new string('.', BarWidth - filled)}]";
    }

    string RunningText()
    {
        var elapsed = _clock.GetElapsedTime(_started).TotalSeconds;
        bool known = _done > 0 && elapsed > 0.5;     // before that the rate is noise
        return Join(_label.Length > 0 ? $"{_label} {Count()}" : Count(),
            known ? Rate(_done / elapsed) : "",
            known && _total is { } total && _done < total ? $"{Duration(elapsed / _done * (total - _done))} left" : "",
            _note);
    }

    string Count() => _total is { } total ? $"{_done} of {total}" : $"{_done}";

    static string Join(params string[] parts) => string.Join(" · ", parts.Where(part => part.Length > 0));

    static string Rate(double perSecond) => perSecond < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{1 / perSecond:G3} s each")
        : perSecond.ToString(perSecond < 100 ? "G3" : "F0", CultureInfo.InvariantCulture) + "/s";

    static string Duration(double seconds) => (long)Math.Ceiling(seconds) switch
    {
        < 60 and var s => $"{s} s",
        < 3600 and var s => $"{s / 60} min {s % 60} s",
        var s => $"{s / 3600} h {s / 60 % 60} min",
    };
}
