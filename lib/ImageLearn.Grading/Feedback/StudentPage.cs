using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Grading.Feedback;

/// <summary>
/// One student's page: the notebook as it ran, and beside each question what it earned and why. Of the gradebook it shows what students may see: no evidence of hidden probes, no flags, no reasons
/// of marks by hand. What the submission wrote, shows or says is escaped or made harmless.
/// </summary>
static partial class StudentPage
{
    /// <param name="mark">The marks.</param>
    /// <param name="gradebook">Where all else about them is.</param>
    /// <param name="people">The marks by people that count, of the whole class.</param>
    public static string Render(UnitMark mark, Gradebook gradebook, IReadOnlyDictionary<(string Submission, string Question), ManualMark> people)
    {
        var machine = mark.Submission is null ? [] : gradebook.AutoMarks(mark.Submission.Id).ToDictionary(auto => auto.Question);
        var comments = (mark.Submission is null ? [] : gradebook.Comments(mark.Submission.Id)).ToLookup(comment => comment.Question);
        var title = $"Unit {mark.Unit}: feedback for {mark.Student.Name}";
        var (document, trouble) = Notebook(mark, gradebook);
        try
        {
            return Page(document);
        }
        catch (Exception) when (document.Cells.Count > 0)
        {
            // What a submission put into its outputs is not what outputs are. Its marks are none the worse.
            trouble = "Your notebook cannot be shown here: its outputs are not what a notebook's outputs are.";
            return Page(new());
        }

        string Page(NotebookDocument notebook)
        {
            var places = Places(notebook);
            var notes = new Dictionary<int, string>();
            var homeless = new StringBuilder(); // questions whose cells are not to be seen
            foreach (var question in mark.Questions)
            {
                var note = Note(question, places.GetValueOrDefault(question.Question.Id));
                if (places.TryGetValue(question.Question.Id, out var place)) notes[place.Last] = notes.GetValueOrDefault(place.Last) + note;
                else if (mark.Submission is not null) homeless.Append(note);
            }
            return NotebookPage.Render(notebook, new()
            {
                Title = title,
                Sanitise = HarmlessHtml.Of,
                Notes = new(Opening(places) + homeless, notes, Assets.Text("feedback.css")),
            });
        }

        string Opening(Dictionary<string, Place> places)
        {
            var html = new StringBuilder("<section class=\"feedback\">\n").Append($"<h1>{HtmlText.Escape(title)}</h1>\n");
            html.Append($"<p class=\"total\"><b>{Standing.Number(mark.Points)} of {Points(mark.Of)}</b>{(mark.Waiting > 0 ? $", {HtmlText.Count(mark.Waiting, "question")} still to be read" : "")}</p>\n");
            if (trouble is not null) html.Append($"<p>{HtmlText.Escape(trouble)}</p>\n");
            if (mark.LateDays > 0) html.Append($"<p>Handed in {HtmlText.Count(mark.LateDays, "day")} late, which costs {Points(mark.Penalty)}.</p>\n");
            foreach (var comment in comments[""]) html.Append(Written(comment));
            html.Append("<table class=\"marks\"><thead><tr><th scope=\"col\">question</th><th scope=\"col\">result</th><th scope=\"col\" class=\"points\">points</th></tr></thead>\n<tbody>\n");
            foreach (var question in mark.Questions)
            {
                var standing = Standing.Of(question, machine.GetValueOrDefault(question.Question.Id));
                var name = HtmlText.Escape($"{question.Question.Id} {question.Question.Title}");
                html.Append($"<tr><th scope=\"row\">{(mark.Submission is null ? name : $"<a href=\"#{NoteId(question.Question)}\">{name}</a>")}</th><td class=\"word {standing.Tone}\">{Signed(standing)}</td><td class=\"points\">{Points(question)}</td></tr>\n");
            }
            html.Append("</tbody></table>\n");

            var again = mark.Questions.Where(question => IsLost(question) && places.GetValueOrDefault(question.Question.Id)?.Section is not null)
                .GroupBy(question => places[question.Question.Id].Section!).ToList();
            if (again.Count > 0)
                html.Append("<h2>What to read again</h2>\n<ul>\n").AppendJoin('\n', again.Select(section => $"<li>{Link(section.Key)}, for {string.Join(", ", section.Select(question => HtmlText.Escape(question.Question.Id)))}</li>")).Append("\n</ul>\n");
            if (mark.Submission is { Repairs.Count: > 0 } submission)
                html.Append("<h2>What was put right before your notebook ran</h2>\n<ul>\n").AppendJoin('\n', submission.Repairs.Select(repair => $"<li>{HtmlText.Escape(repair)}</li>")).Append("\n</ul>\n");
            return html.Append("</section>\n").ToString();
        }

        string Note(QuestionMark question, Place? place)
        {
            var (id, found) = (question.Question.Id, machine.GetValueOrDefault(question.Question.Id));
            var standing = Standing.Of(question, found);
            var html = new StringBuilder($"<aside class=\"note {standing.Tone}\" id=\"{NoteId(question.Question)}\" aria-label=\"{HtmlText.Escape($"Feedback on {id}")}\">\n");
            html.Append($"<p class=\"score\"><b>{HtmlText.Escape(id)}</b> {Signed(standing)} <span class=\"points\">{Points(question)} points</span></p>\n");
            if (found is not null && found.Message is not ("" or "Right." or "Not attempted.")) html.Append($"<p>{HtmlText.Escape(found.Message)}</p>\n");
            if (question.ByPerson && question.Question.Rubric is { } rubric && people.GetValueOrDefault((mark.Submission?.Id ?? "", id)) is { Criteria.Count: > 0 } person)
                html.Append("<ul>").AppendJoin("", rubric.Criteria.Select((criterion, i) => person.Criteria.Contains(i)
                    ? $"<li class=\"full\">{Signed(new("✓", criterion.Text, ""))}</li>" : $"<li class=\"open\">{Signed(new("–", criterion.Text, ""))}</li>")).Append("</ul>\n");
            foreach (var comment in comments[id]) html.Append(Written(comment));
            if (IsLost(question) && place?.Section is { } section) html.Append($"<p>Read again: {Link(section)}</p>\n");
            return html.Append("</aside>\n").ToString();
        }
    }

    /// <summary>A text of the notebook, by the index of its cell.</summary>
    sealed record Section(int Cell, string Title);

    /// <summary>Where a question stands: its last cell, and the text that explains what it asks for.</summary>
    sealed record Place(int Last, Section? Section);

    static (NotebookDocument, string?) Notebook(UnitMark mark, Gradebook gradebook)
    {
        if (mark.Submission is not { } submission) return (new(), "Nothing was handed in.");
        if (submission.State == SubmissionState.Incomplete) return (new(), "It is not graded yet.");
        try
        {
            if (gradebook.Notebook(submission.Id) is { } notebook) return (notebook, null);
        }
        catch (NotebookFormatException) { } // what it printed made it so
        return (new(), submission.State == SubmissionState.Unreadable ? "What you handed in could not be read as a notebook. Open it once more in your editor, save it, and ask for it to be graded again." : "Your notebook cannot be shown here.");
    }

    static Dictionary<string, Place> Places(NotebookDocument notebook)
    {
        var places = new Dictionary<string, Place>();
        Section? section = null;
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            var cell = notebook.Cells[i];
            if (QuestionOf(cell) is { } question) places[question] = new(i, places.TryGetValue(question, out var before) ? before.Section : section);
            else if (cell.Kind == CellKind.Markdown && Heading().Match(cell.Source) is { Success: true } heading && !Question().IsMatch(heading.Groups["title"].Value))
                section = new(i, Markdig.Markdown.ToPlainText(heading.Groups["title"].Value).Trim());
        }
        return places;
    }

    static string? QuestionOf(NotebookCell cell) => (cell.Metadata["imagelearn"] as JsonObject)?["question"] is JsonValue value && value.TryGetValue<string>(out var question) ? question : null;

    static bool IsLost(QuestionMark mark) => mark is { IsExcused: false, Points: { } points } && points < mark.Question.Points;

    static string NoteId(Question question) => "note-" + HtmlText.Escape(question.Id);

    static string Link(Section section) => $"<a href=\"#cell-{section.Cell + 1}\">{HtmlText.Escape(section.Title)}</a>";

    static string Signed(Standing standing) => $"<span class=\"sign\" aria-hidden=\"true\">{standing.Sign}</span> {HtmlText.Escape(standing.Word)}";

    static string Points(QuestionMark mark) => $"{(mark is { IsExcused: false, Points: { } points } ? Standing.Number(points) : "–")} of {Standing.Number(mark.Question.Points)}{(mark.IsExtra ? " extra" : "")}";

    static string Points(double points) => $"{Standing.Number(points)} point{(points == 1 ? "" : "s")}";

    static string Written(Comment comment) => $"<blockquote class=\"comment-by\">{HtmlText.Escape(comment.Text)}<footer>{HtmlText.Escape(comment.Author)}</footer></blockquote>\n";

    [GeneratedRegex(@"^#{2,3}[ \t]+(?<title>[^\r\n]+)", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^Q\d")]
    private static partial Regex Question();
}
