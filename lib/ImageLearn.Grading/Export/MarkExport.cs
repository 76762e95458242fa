using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Export;

/// <summary>The forms in which marks leave the gradebook.</summary>
public enum ExportFormat
{
    /// <summary>A row for each student and unit, a column for each question.</summary>
    Csv,
    /// <summary>Everything, as JSON.</summary>
    Json,
    /// <summary>Canvas' gradebook import: a column for each unit, or assignment of a course of nbgrader's.</summary>
    Canvas,
    /// <summary>Moodle's grading worksheet: a row for each student and unit or assignment.</summary>
    Moodle,
    /// <summary>JUnit XML: a suite for each student, a case for each question.</summary>
    JUnit,
    /// <summary>Gradescope's results.json, of one student.</summary>
    GradescopeResults,
    /// <summary>The results.json that PrairieLearn expects of an external grader, of one student.</summary>
    PrairieLearn,
    /// <summary>Lines for the log of a GitHub workflow, of one student; GitHub Classroom reads the first two.</summary>
    GitHubResults,
}

/// <summary>Writes marks in the forms that other systems read. What students may not see is in none of them.</summary>
public static class MarkExport
{
    static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ExportFormat format, IReadOnlyList<UnitMark> marks, Gradebook gradebook) => format switch
    {
        ExportFormat.Csv => Csv(marks),
        ExportFormat.Json => Json(marks, gradebook).ToJsonString(s_json) + "\n",
        ExportFormat.Canvas => Canvas(marks),
        ExportFormat.Moodle => Moodle(marks),
        ExportFormat.JUnit => JUnit(marks, gradebook),
        ExportFormat.GradescopeResults => AutograderResults.Gradescope(marks, mark => Messages(mark, gradebook)).ToJsonString(s_json) + "\n",
        ExportFormat.GitHubResults => AutograderResults.GitHub(marks, mark => Messages(mark, gradebook)),
        _ => AutograderResults.PrairieLearn(marks, mark => Messages(mark, gradebook)).ToJsonString(s_json) + "\n",
    };

    static string Csv(IReadOnlyList<UnitMark> marks)
    {
        var questions = marks.SelectMany(mark => mark.Questions.Select(question => question.Question.Id)).Distinct().ToList();
        return Table([
            ["student", "name", "unit", "points", "of", "late days", "penalty", "waiting", .. questions],
            .. marks.Select(mark => (string[])[mark.Student.Id, mark.Student.Name, mark.Unit, Number(mark.Points), Number(mark.Of), $"{mark.LateDays}", Number(mark.Penalty), $"{mark.Waiting}",
                .. questions.Select(id => mark.Questions.FirstOrDefault(question => question.Question.Id == id) is { } found ? found.IsExcused ? "EX" : Number(found.Points) : "")]),
        ]);
    }

    /// <summary>As Canvas exports it: the second row says what could be reached. A unit that waits for a person is left empty.</summary>
    static string Canvas(IReadOnlyList<UnitMark> marks)
    {
        var students = marks.GroupBy(mark => mark.Student).Select(own => (Student: own.Key, HandedIn: HandedIn(own))).ToList();
        return Table([
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", .. students[0].HandedIn.Select(units => units.Key.All(char.IsAsciiDigit) ? $"Unit {units.Key}" : units.Key)],
            ["    Points Possible", "", "", "", "", .. students[0].HandedIn.Select(units => Number(units.SelectMany(unit => unit.Questions).Where(question => !question.IsExtra).Sum(question => question.Question.Points)))],
            .. students.Select(own => (string[])[own.Student.Name, own.Student.Id, "", "", "", .. own.HandedIn.Select(Points)]),
        ]);
    }

    static string Moodle(IReadOnlyList<UnitMark> marks) => Table([
        ["Identifier", "Full name", "Status", "Grade", "Maximum Grade", "Feedback comments"],
        .. from own in marks.GroupBy(mark => mark.Student)
           from units in HandedIn(own)
           select (string[])[$"Participant {own.Key.Id}", own.Key.Name, units.All(unit => unit.Submission is null) ? "No submission" : "Submitted for grading", Points(units), Number(units.Sum(unit => unit.Of)), ""],
    ]);

    /// <summary>What a student hands in together is one assignment there.</summary>
    static List<IGrouping<string, UnitMark>> HandedIn(IEnumerable<UnitMark> own) => [.. own.GroupBy(mark => UnitName.AssignmentOf(mark.Unit))];

    /// <summary>Empty while something waits for a person.</summary>
    static string Points(IEnumerable<UnitMark> units) => units.All(unit => unit.Waiting == 0) ? Number(units.Sum(unit => unit.Points)) : "";

    static JsonObject Json(IReadOnlyList<UnitMark> marks, Gradebook gradebook) => new()
    {
        ["marks"] = new JsonArray([.. marks.Select(mark => new JsonObject
        {
            ["student"] = mark.Student.Id, ["name"] = mark.Student.Name, ["unit"] = mark.Unit, ["submission"] = mark.Submission?.Id, ["submitted"] = mark.Submission?.Submitted,
            ["points"] = mark.Points, ["of"] = mark.Of, ["lateDays"] = mark.LateDays, ["penalty"] = mark.Penalty,
            ["questions"] = new JsonArray([.. mark.Questions.Select(question => new JsonObject
            {
                ["question"] = question.Question.Id, ["title"] = question.Question.Title, ["points"] = question.Points, ["of"] = question.Question.Points,
                ["byPerson"] = question.ByPerson, ["extra"] = question.IsExtra, ["excused"] = question.IsExcused, ["message"] = Messages(mark, gradebook)(question.Question.Id),
            })]),
        })]),
    };

    static string JUnit(IReadOnlyList<UnitMark> marks, Gradebook gradebook) => new XDocument(new XElement("testsuites", marks.Select(mark =>
    {
        var message = Messages(mark, gradebook);
        var counting = mark.Questions.Where(question => !question.IsExcused).ToList();
        return new XElement("testsuite", new XAttribute("name", Xml($"{mark.Unit} {mark.Student.Id}")), new XAttribute("tests", counting.Count), new XAttribute("failures", counting.Count(question => question.Points < question.Question.Points)),
            counting.Select(question => new XElement("testcase", new XAttribute("classname", Xml($"unit{mark.Unit}.{mark.Student.Id}")), new XAttribute("name", $"{question.Question.Id} ({(question.Points is null ? "–" : Number(question.Points))} of {Number(question.Question.Points)})"),
                question.Points is null ? new XElement("skipped", new XAttribute("message", "waits for a marker"))
                : question.Points < question.Question.Points ? new XElement("failure", new XAttribute("message", Xml(message(question.Question.Id)))) : null)));
    }))).ToString() + "\n";

    /// <summary>What the student is told of each question.</summary>
    static Func<string, string> Messages(UnitMark mark, Gradebook gradebook)
    {
        var messages = mark.Submission is null ? [] : gradebook.AutoMarks(mark.Submission.Id).ToDictionary(auto => auto.Question, auto => auto.Message);
        return question => messages.GetValueOrDefault(question, mark.Submission is null ? "Nothing was handed in." : "");
    }

    static string Table(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows) text.AppendJoin(',', row.Select(Field)).Append("\r\n"); // RFC 4180
        return text.ToString();
    }

    /// <summary>A spreadsheet would run a name that begins like a formula.</summary>
    static string Field(string text)
    {
        if (text.Length > 0 && "=+-@\t\r\n".Contains(text[0]) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    static string Number(double? points) => points is { } number ? Math.Round(number, 4).ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>Without what XML cannot hold: a submission's messages may hold anything.</summary>
    static string Xml(string text) => string.Concat(text.Where(c => System.Xml.XmlConvert.IsXmlChar(c)));
}
