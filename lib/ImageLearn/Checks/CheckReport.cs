using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Output;

namespace ImageLearn.Checks;

/// <summary>Runs the steps of one check and shows them in one output, which is updated as they finish. Never throws, but for an interruption.</summary>
sealed class CheckReport
{
    /// <summary>How the latest check of each question stands, notebook by notebook.</summary>
    static readonly ConditionalWeakTable<ICellHost, OrderedDictionary<string, CheckOutcome?>> s_outcomes = [];

    static readonly ConditionalWeakTable<ICellHost, string> s_latest = [];

    readonly List<CheckStep> _steps = [];
    DisplayHandle? _display;
    bool _stopped;

    public CheckReport(string question)
    {
        Question = question;
        s_latest.AddOrUpdate(Cell.Host, question);
    }

    public string Question { get; }

    /// <summary>The question checked last in this notebook: the one whose hidden probes follow in the same cell.</summary>
    public static string? LatestQuestion => s_latest.TryGetValue(Cell.Host, out var question) ? question : null;

    public IReadOnlyList<CheckStep> Steps => _steps;

    /// <summary>The first thing that is not as it should be; null before the first step.</summary>
    public CheckOutcome? Outcome =>
        _steps.Find(step => step.Outcome != CheckOutcome.Passed)?.Outcome ?? (_steps.Count > 0 ? CheckOutcome.Passed : null);

    /// <summary>Runs a step, unless an earlier one found that there is nothing to run: a stub, or (<paramref name="stopWhenFailed"/>) an exception.</summary>
    public void Run(string name, Func<Verdict> step, bool stopWhenFailed = false)
    {
        if (_stopped) return;
        Show(running: name);
        var recording = Tensor.Recording;
        Verdict verdict;
        try { verdict = step(); }
        catch (Exception e) when (!Cell.IsInterruption(Thrown.Unwrap(e))) { verdict = Thrown.Explain(e, Question); }
        if (recording && !Tensor.Recording)
        {
            Tensor.Resume();
            if (verdict.Outcome == CheckOutcome.Passed)
                verdict = Verdict.Wrong("gradients stay switched off after it", "NoGrad lasts until it is disposed, and here that never happens: nothing could be trained afterwards. With using, it ends with the method: using var _ = Tensor.NoGrad();");
        }
        // Later steps often fail for the reason of the first: its advice is enough, and an exception is told once.
        bool first = Outcome is null or CheckOutcome.Passed;
        bool told = !first && verdict.Outcome == CheckOutcome.Failed && _steps.Exists(earlier => earlier.Message == verdict.Message);
        _steps.Add(new(name, verdict.Outcome, told ? "the same" : verdict.Message, first ? verdict.Advice : ""));
        _stopped = verdict.Outcome == CheckOutcome.NotAttempted || stopWhenFailed && verdict.Outcome == CheckOutcome.Failed;
        s_outcomes.GetOrCreateValue(Cell.Host)[Question] = Outcome;
        Show(running: null);
    }

    public override string ToString() => $"{Question}: {(Outcome is { } outcome ? Look.Of(outcome) : Look.Running).Word}";

    void Show(string? running)
    {
        var bundle = MimeBundle.Plain(Text()).With("text/html", Html(running));
        var check = new JsonObject { ["question"] = Question };
        if (running is null) check["outcome"] = Look.Of(Outcome!.Value).Key;    // none while a step runs: the worker may die in it
        check["steps"] = new JsonArray([.. _steps.Select(step => step.ToJson())]);
        bundle.Metadata["imagelearn"] = new JsonObject { ["check"] = check };
        if (_display is null) _display = Cell.Show(bundle);
        else _display.Update(bundle);
    }

    /// <summary>Which questions before this one are not answered rightly: what goes wrong here may come from there. Null when that is no matter.</summary>
    string? Earlier()
    {
        if (Outcome is not (CheckOutcome.Wrong or CheckOutcome.Failed)) return null;
        var earlier = s_outcomes.GetOrCreateValue(Cell.Host).TakeWhile(check => check.Key != Question).Where(check => check is { Key: ['Q', ..], Value: CheckOutcome.Wrong or CheckOutcome.Failed }).Select(check => check.Key).ToList();
        return earlier.Count == 0 ? null : $"{string.Join(", ", earlier)} did not pass either. If this answer builds on {(earlier.Count == 1 ? "it" : "one of them")}, begin there.";
    }

    string Text() => _steps.Count == 0 ? $"… {Question}" : string.Join('\n', _steps.Select(step =>
        $"{Look.Of(step.Outcome).Symbol} {Question}  {step.Name}{(step.Message.Length > 0 ? $": {step.Message}" : "")}{(step.Advice.Length > 0 ? $"\n  {step.Advice}" : "")}")) + (Earlier() is { } earlier ? $"\n  {earlier}" : "");

    string Html(string? running)
    {
        var look = running is null ? Look.Of(Outcome!.Value) : Look.Running;
        var html = new StringBuilder($"<div style=\"border-left:4px solid {look.Colour};padding:2px 0 2px 12px;line-height:1.5\">");
        html.Append($"<div><b style=\"color:{look.Colour}\">{look.Symbol} {Escape(Question)}</b> <b>{look.Word}</b></div>");
        foreach (var step in _steps)
        {
            var mark = Look.Of(step.Outcome);
            html.Append($"<div><b style=\"color:{mark.Colour}\">{mark.Symbol}</b> {Escape(step.Name)}");
            if (step.Message.Length > 0) html.Append(": ").Append(Escape(step.Message));
            html.Append("</div>");
            if (step.Advice.Length > 0) html.Append($"<div style=\"margin-left:1.4em\">{Escape(step.Advice)}</div>");
        }
        if (running is null && Earlier() is { } earlier) html.Append($"<div style=\"margin-left:1.4em\">{Escape(earlier)}</div>");
        if (running is not null) html.Append($"<div><b style=\"color:{look.Colour}\">{look.Symbol}</b> {Escape(running)}</div>");
        return html.Append("</div>").ToString();
    }

    static string Escape(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>");
}
