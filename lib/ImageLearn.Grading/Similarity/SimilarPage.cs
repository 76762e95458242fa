using System.Globalization;
using System.Text;
using ImageLearn.Grading.Repair;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Grading.Similarity;

/// <summary>The page about similar pairs, for those who teach: side by side what two students wrote, what they share marked. Everything in it that students wrote is escaped, and no script runs.</summary>
static class SimilarPage
{
    const int MostPairs = 200;

    /// <summary>An answer that says less is named and not shown.</summary>
    const double WorthShowing = 1;

    /// <param name="unit">The unit.</param>
    /// <param name="students">How many were compared.</param>
    /// <param name="threshold">From how many bits on a pair is reported.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="given">What is left out.</param>
    public static string Render(ReleasedUnit unit, int students, double threshold, IReadOnlyList<SimilarPair> pairs, GivenWork given)
    {
        var title = $"Unit {unit.Number}: similar answers";
        var titles = unit.Questions.ToDictionary(question => question.Id, question => $"{question.Id} {question.Title}");
        var html = new StringBuilder($"<main class=\"class similar\" id=\"content\">\n<h1>{HtmlText.Escape(title)}</h1>\n");
        html.Append($"<p class=\"status\">{HtmlText.Count(students, "student")} <span aria-hidden=\"true\">·</span> {HtmlText.Count(pairs.Count, "pair")} to look at</p>\n");
        html.Append($"""
            <p class="why"><span class="warning">Not for students, and not a verdict:</span> a pair on this page shares what few others have written. It does not say why. Two may have learnt together as they were allowed to,
            read the same book, or had the same tutor; nor does it say who wrote first. Read the two answers, ask the two students, and only then judge.</p>
            <p class="why">Names, layout, comments, types and the order of declarations count for nothing, nor does what was given out. A passage counts the more, the fewer have it: the usual right answer counts next to nothing.
            <b>Surprise</b> is the −log₂ of the chance that two who work alone share as much, as this class and the known answers let one guess it. With {HtmlText.Count(students, "student")} a pair is shown from {Number(threshold)} on.</p>

            """);
        if (pairs.Count == 0) html.Append("<p>No two students share more than chance explains.</p>\n");
        else
        {
            if (pairs.Count > MostPairs) html.Append($"<p class=\"why\">The {MostPairs} that stand out most, of {pairs.Count}.</p>\n");
            html.Append("<div class=\"wide\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">pair</th><th scope=\"col\" class=\"number\">surprise</th><th scope=\"col\">where</th></tr></thead>\n<tbody>\n");
            foreach (var (i, pair) in pairs.Take(MostPairs).Index())
                html.Append($"<tr><th scope=\"row\"><a href=\"#pair-{i + 1}\">{Names(pair)}</a></th><td class=\"number\">{Number(pair.Bits)}</td><td>{HtmlText.Escape(string.Join(", ", Shown(pair).Select(answer => Name(answer.Question))))}</td></tr>\n");
            html.Append("</tbody></table></div>\n<p class=\"why legend\"><mark class=\"rare\">shared, and with hardly anybody else</mark> <mark>shared, and with others too</mark></p>\n");
        }
        foreach (var (i, pair) in pairs.Take(MostPairs).Index()) html.Append(Pair(i + 1, pair));
        return PageFrame.Render(title, html.Append("</main>").ToString(), "feedback.css", script: null, formulas: false, ownScriptsOnly: true, extraStyle: Assets.Text("similar.css"));

        string Pair(int number, SimilarPair pair)
        {
            var section = new StringBuilder($"<section class=\"pair\" id=\"pair-{number}\">\n<h2>{Names(pair)}</h2>\n<p class=\"why\">Surprise {Number(pair.Bits)}.{Rest(pair)}</p>\n");
            var marks = new SharedMarks(pair, given);
            foreach (var answer in Shown(pair))
            {
                section.Append($"<h3>{HtmlText.Escape(titles.GetValueOrDefault(answer.Question, answer.Question == "" ? "Cells of their own" : answer.Question))}</h3>\n<p class=\"why\">{Percent(answer.Share)} of this answer of {HtmlText.Escape(pair.One.Student.Name)} is shared; {Others(answer.Others)}.</p>\n");
                section.Append("<div class=\"sides\">").Append(Side(pair.One, marks.One(answer))).Append(Side(pair.Other, marks.Other(answer))).Append("</div>\n");
            }
            return section.Append("</section>\n").ToString();
        }

        static string Rest(SimilarPair pair) =>
            pair.Answers.Except(Shown(pair)).ToList() is { Count: > 0 } rest ? HtmlText.Escape($" They also share what is common in {string.Join(", ", rest.Select(answer => Name(answer.Question)))}.") : "";
    }

    /// <summary>What says something; of a pair that shares a little everywhere, the three that say most.</summary>
    static IEnumerable<SharedAnswer> Shown(SimilarPair pair) => pair.Answers.Where((answer, i) => i < 3 || answer.Bits >= WorthShowing);

    static string Side(StudentWork work, IEnumerable<(WorkCell Cell, SharedMark[] Marks)> cells) =>
        $"<div><h4>{HtmlText.Escape(work.Student.Name)}</h4>{string.Concat(cells.Select(cell => $"<pre tabindex=\"0\"><code>{Marked(cell.Cell.Source, cell.Marks)}</code></pre>"))}</div>";

    static string Marked(string source, SharedMark[] marks)
    {
        var html = new StringBuilder();
        for (int at = 0, end; at < source.Length; at = end)
        {
            for (end = at + 1; end < source.Length && marks[end] == marks[at];) end++;
            var text = HtmlText.Escape(source[at..end]);
            html.Append(marks[at] switch { SharedMark.Rare => $"<mark class=\"rare\">{text}</mark>", SharedMark.Common => $"<mark>{text}</mark>", _ => text });
        }
        return html.ToString();
    }

    static string Names(SimilarPair pair) => $"{HtmlText.Escape(pair.One.Student.Name)} and {HtmlText.Escape(pair.Other.Student.Name)}";

    static string Name(string question) => question == "" ? "cells of their own" : question;

    static string Others(int others) => others switch { 0 => "nobody else has most of that", 1 => "one other has most of that too", _ => $"{others} others have most of that too" };

    static string Number(double bits) => bits.ToString("0", CultureInfo.InvariantCulture);

    static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
