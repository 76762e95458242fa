using System.Globalization;
using System.Text;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Grading.Feedback;

/// <summary>The page about a class, for those who teach it. Of hidden probes it shows nothing either: it may lie on a projector.</summary>
static class ClassPage
{
    const int MostMistakes = 25, MostSlow = 10, LongestMessage = 240;

    static readonly (string Head, Standing[] Standings)[] s_columns =
    [
        ("#✓ right", [Standing.Full]), ("#◐ partly", [Standing.Part]), ("#✗ wrong", [Standing.None]), ("#! failed", [Standing.Failed]), ("#○ not attempted", [Standing.NotAttempted]), ("#… waiting", [Standing.Waiting]),
    ];

    /// <param name="unit">The unit's number.</param>
    /// <param name="figures">The figures.</param>
    /// <param name="link">Gives the address of a student's page by the student's id.</param>
    public static string Render(string unit, ClassFigures figures, Func<string, string> link)
    {
        var html = new StringBuilder($"<main class=\"class\" id=\"content\">\n<h1>Unit {HtmlText.Escape(unit)}: the class</h1>\n<p class=\"status\">{Totals(figures)}</p>\n<p class=\"why\"><span class=\"warning\">Not for students:</span> it names them all.</p>\n");
        html.Append("<h2>Distribution</h2>\n").Append(Histogram(figures.Histogram));
        html.Append("<h2>Questions</h2>\n<p class=\"why\">Success is the mean share of a question's points, over all who handed in. It is left open while an answer waits for a marker.</p>\n");
        html.Append(Table(["question", "#points", "#success", "", .. s_columns.Select(column => column.Head)], figures.Questions.Select(question => (string[])
        [
            $"<th scope=\"row\">{HtmlText.Escape($"{question.Question.Id} {question.Question.Title}")}</th>", Number(Standing.Number(question.Question.Points)),
            Number(question.Share is { } share ? Percent(share) : "–"),
            $"<td class=\"full\">{(question.Share is { } part ? $"<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:{Percent(Math.Clamp(part, 0, 1)).Replace(" ", "")}\"></span></span>" : "")}</td>",
            .. s_columns.Select(column => Number(column.Standings.Sum(standing => question.Counts.GetValueOrDefault(standing)) is > 0 and var count ? $"{count}" : "")),
        ])));
        html.Append("<h2>Most common mistakes</h2>\n").Append(figures.Mistakes.Count == 0 ? "<p>None.</p>\n" : Table(["question", "#students", "what they were told", "known as"], figures.Mistakes.Take(MostMistakes).Select(mistake => (string[])
            [$"<th scope=\"row\">{HtmlText.Escape(mistake.Question)}</th>", Number($"{mistake.Count}"), Text(mistake.Message), Text(mistake.Name)])));
        html.Append("<h2>To look at</h2>\n").Append(figures.Flags.Count == 0 ? "<p>Nothing.</p>\n" : Table(["student", "question", "why"], figures.Flags.Select(flag => (flag.Student, flag.Flag.Question, Why: Why(flag.Flag))).Distinct().Select(flag => (string[])[Linked(flag.Student), Text(flag.Question), Text(flag.Why)])));
        html.Append("<h2>Slowest</h2>\n<p class=\"why\">How long grading took. A notebook far above the rest often holds a loop that never ends.</p>\n");
        html.Append(Table(["student", "#time"], figures.Slowest(MostSlow).Select(mark => (string[])[Linked(mark.Student), Number(HtmlText.Duration(mark.Submission!.Seconds))])));
        html.Append("<h2>Students</h2>\n").Append(Table(["student", "#points", "#of", "#days late", "#waiting"], figures.Marks.Select(mark => (string[])
            [Linked(mark.Student), Number(mark.Submission is null ? "nothing handed in" : Standing.Number(mark.Points)), Number(Standing.Number(mark.Of)), Number(mark.LateDays > 0 ? $"{mark.LateDays}" : ""), Number(mark.Waiting > 0 ? $"{mark.Waiting}" : "")])));
        return PageFrame.Render($"Unit {unit}: the class", html.Append("</main>").ToString(), "feedback.css", script: null, formulas: false, ownScriptsOnly: true);

        string Linked(Student student) => $"<th scope=\"row\"><a href=\"{HtmlText.Escape(link(student.Id))}\">{HtmlText.Escape(student.Name)}</a></th>";
    }

    static string Totals(ClassFigures figures)
    {
        List<string> facts = [$"{figures.HandedIn.Count} of {HtmlText.Count(figures.Marks.Count, "student")} handed in"];
        if (figures is { Mean: { } mean, Median: { } median }) facts.Add($"mean {mean.ToString("0.0", CultureInfo.InvariantCulture)}, median {median.ToString("0.0", CultureInfo.InvariantCulture)} of {Standing.Number(figures.HandedIn.Max(mark => mark.Of))} points");
        if (figures.Marks.Sum(mark => mark.Waiting) is > 0 and var waiting) facts.Add(HtmlText.Count(waiting, "answer") + " to mark by hand");
        return string.Join(" <span aria-hidden=\"true\">·</span> ", facts);
    }

    /// <summary>Bars with their numbers: a list, so that it can also be heard.</summary>
    static string Histogram(IReadOnlyList<int> bins)
    {
        var most = Math.Max(1, bins.Max());
        return "<ol class=\"histogram\">" + string.Concat(bins.Select((count, i) => string.Create(CultureInfo.InvariantCulture,
            $"<li><span>{count}</span><i style=\"height:{8.0 * count / most:0.##}rem\"></i><small>{10 * i}–{10 * i + 10}{(i == 9 ? " %" : "")}</small></li>"))) + "</ol>\n<p class=\"why\">Students by the share of the points they reached.</p>\n";
    }

    /// <summary>What a flag says without what only the marker's page may show: a message about a probe names it.</summary>
    static string Why(Flag flag) => flag.Kind switch
    {
        FlagKind.NoEvidence => "A hidden probe came back without a value.",
        FlagKind.Contradiction => "What came back for a hidden probe contradicts itself, as values do that somebody forges.",
        FlagKind.Died => "It ended its process, or ran into a limit.",
        _ => flag.Message,
    };

    /// <param name="heads">What stands above the columns; those of numbers begin with #.</param>
    /// <param name="rows">Cells, as HTML.</param>
    static string Table(IReadOnlyList<string> heads, IEnumerable<string[]> rows) =>
        $"<div class=\"wide\" tabindex=\"0\"><table><thead><tr>{string.Concat(heads.Select(head => head == "" ? "<td></td>" : $"<th scope=\"col\"{(head[0] == '#' ? " class=\"number\"" : "")}>{HtmlText.Escape(head.TrimStart('#'))}</th>"))}</tr></thead>\n<tbody>\n{string.Concat(rows.Select(row => $"<tr>{string.Concat(row)}</tr>\n"))}</tbody></table></div>\n";

    static string Number(string text) => $"<td class=\"number\">{HtmlText.Escape(text)}</td>";

    static string Text(string text) => $"<td>{HtmlText.Escape(text.Length <= LongestMessage ? text : text[..LongestMessage] + "…")}</td>";

    static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
