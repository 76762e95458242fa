using System.Text.Json.Nodes;
using System.Xml.Linq;
using ImageLearn.Grading.Export;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;
using ImageLearn.Grading.Tests.Gradebooks;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Tests.Marks;

public sealed class MarkBookTests : IDisposable
{
    readonly TemporaryGradebook _temporary = new();

    public void Dispose() => _temporary.Dispose();

    UnitMark Mark(string student, string yaml = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(_temporary.FilePath)!, "policy.yaml");
        File.WriteAllText(path, yaml);
        return MarkBook.Of(_temporary.Book, Policy.Beside(_temporary.FilePath)).Single(mark => mark.Student.Id == student);
    }

    [Fact]
    public void Points_by_machine_and_by_people_add_up_and_what_waits_is_told()
    {
        var id = _temporary.Submit("ada");
        Assert.Equal((3.0, 5.0, 1), Mark("ada") switch { var mark => (mark.Points, mark.Of, mark.Waiting) });
        _temporary.Book.Mark(id, "Q1.2", 1.5, "ann");
        Assert.Equal((4.5, 5.0, 0), Mark("ada") switch { var mark => (mark.Points, mark.Of, mark.Waiting) });
        _temporary.Book.Mark(id, "Q1.1", 2, "ann", "a close call");
        Assert.Equal(3.5, Mark("ada").Points);
    }

    [Theory]
    [InlineData(10, 0, 3)]       // in time
    [InlineData(11, 1, 2.5)]     // 12 hours late: one day, 10 % of 5 points
    [InlineData(12, 2, 2)]
    [InlineData(13, 3, 0)]       // later than is taken
    public void Late_days_cost_what_the_policy_says(int day, int days, double points)
    {
        _temporary.Submit("ada", day: day);
        var mark = Mark("ada", "due: { \"01\": 2026-11-11 00:00 +00:00 }\nlate: { percentPerDay: 10, mostDays: 2 }");
        Assert.Equal((days, points), (mark.LateDays, mark.Points));
    }

    [Fact]
    public void Free_days_and_minutes_of_grace_cost_nothing()
    {
        _temporary.Submit("ada", day: 12);
        Assert.Equal(3, Mark("ada", "due: { \"01\": 2026-11-11 00:00 +00:00 }\nlate: { percentPerDay: 10, freeDays: 2 }").Points);
        Assert.Equal(0, Mark("ada", "due: { \"01\": 2026-11-12 11:50 +00:00 }\nlate: { percentPerDay: 10, graceMinutes: 15 }").LateDays);
    }

    [Fact]
    public void The_notebooks_of_an_assignment_are_due_excused_and_late_together()
    {
        foreach (var (unit, day) in new[] { ("ps1.a", 12), ("ps1.b", 12), ("ps2.a", 22) })
        {
            var run = _temporary.Book.Begin(unit, new Dictionary<string, string>(), [new(unit, "sum", 0, "", QuestionKind.Code, 10, 0, null), new(unit, "why", 1, "", QuestionKind.Code, 5, 0, null)], resume: false);
            var id = Gradebook.IdOf(unit, "ada", "x");
            _temporary.Book.Save(new("ada", "ada"), new(id, "ada", unit, "a.ipynb", new DateTimeOffset(2026, 11, day, 12, 0, 0, TimeSpan.Zero), "x", SubmissionState.Graded, "key", 0, [], run.Id), null,
                [new(id, "sum", 10, AnswerOutcome.Right, "", [], [], "x", false, run.Id), new(id, "why", 5, AnswerOutcome.Right, "", [], [], "x", false, run.Id)], []);
        }
        var policy = Path.Combine(Path.GetDirectoryName(_temporary.FilePath)!, "policy.yaml");
        File.WriteAllText(policy, """
            due: { ps1: 2026-11-11 12:00 +00:00, ps2: 2026-11-21 12:00 +00:00, ps: 2026-11-01 12:00 +00:00 }
            late: { percentPerDay: 10, freeDays: 1 }
            excused: [{ unit: ps1, question: why }]
            extraCredit: [ps2 why]
            """);
        var marks = MarkBook.Of(_temporary.Book, Policy.Load(policy)).Where(mark => mark.Unit.StartsWith("ps", StringComparison.Ordinal)).ToList();
        Assert.Equal(["ps1.a 10 of 10, 1 day", "ps1.b 10 of 10, 1 day", "ps2.a 14 of 10, 1 day"], marks.Select(mark => $"{mark.Unit} {mark.Points} of {mark.Of}, {mark.LateDays} day"));
        Assert.Equal("Student,ID,SIS User ID,SIS Login ID,Section,ps1,ps2\r\n    Points Possible,,,,,30,10\r\nada,ada,,,,20,14\r\n", MarkExport.Write(ExportFormat.Canvas, marks, _temporary.Book));
        Assert.EndsWith("Participant ada,ada,Submitted for grading,20,20,\r\nParticipant ada,ada,Submitted for grading,14,10,\r\n", MarkExport.Write(ExportFormat.Moodle, marks, _temporary.Book));
    }

    [Theory]
    [InlineData("attempts: best", 3)]
    [InlineData("attempts: last", 1)]
    public void The_attempt_that_counts_is_the_best_or_the_last(string yaml, double points)
    {
        _temporary.Submit("ada", points: 3, first: "x", day: 1);
        _temporary.Submit("ada", points: 1, first: "y", day: 2);
        Assert.Equal(points, Mark("ada", yaml).Points);
    }

    [Fact]
    public void Extra_credit_adds_and_an_excused_question_counts_for_nothing()
    {
        _temporary.Submit("ada");
        Assert.Equal((3.0, 2.0), Mark("ada", "extraCredit: [01 Q1.1]") switch { var mark => (mark.Points, mark.Of) });
        Assert.Equal((0.0, 2.0), Mark("ada", "excused: [ { unit: \"01\", question: Q1.1, student: ada } ]") switch { var mark => (mark.Points, mark.Of) });
        Assert.Equal((3.0, 5.0), Mark("ada", "excused: [ { unit: \"01\", question: Q1.1, student: eve } ]") switch { var mark => (mark.Points, mark.Of) });
    }

    [Theory]
    [InlineData("late: { percentPerWeek: 3 }", "percentPerWeek")]
    [InlineData("due: { \"01\": soon }", "'soon' is no time")]
    [InlineData("attempts: average", "average")]
    public void A_policy_that_says_something_unknown_is_refused(string yaml, string told) => Assert.Contains(told, Assert.Throws<CourseException>(() => Mark("ada", yaml)).Message);

    [Fact]
    public void Tables_are_quoted_and_no_name_is_a_formula()
    {
        _temporary.Book.Name(_temporary.Book.Submission(_temporary.Submit("ada"))!.Student, "Lovelace, \"Ada\"");
        _temporary.Submit("=cmd()");
        var lines = MarkExport.Write(ExportFormat.Csv, MarkBook.Of(_temporary.Book, new()), _temporary.Book).Split("\r\n");
        Assert.Equal("student,name,unit,points,of,late days,penalty,waiting,Q1.1,Q1.2", lines[0]);
        Assert.Equal("'=cmd(),'=cmd(),01,3,5,0,0,1,3,", lines[1]);
        Assert.Equal("ada,\"Lovelace, \"\"Ada\"\"\",01,3,5,0,0,1,3,", lines[2]);
        Assert.Contains("    Points Possible,,,,,5", MarkExport.Write(ExportFormat.Canvas, MarkBook.Of(_temporary.Book, new()), _temporary.Book));
        Assert.Contains("Participant ada", MarkExport.Write(ExportFormat.Moodle, MarkBook.Of(_temporary.Book, new()), _temporary.Book));
    }

    [Fact]
    public void No_export_holds_what_students_may_not_see_and_all_parse()
    {
        _temporary.Submit("ada", points: 1);
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var text = MarkExport.Write(format, MarkBook.Of(_temporary.Book, new()), _temporary.Book);
            Assert.DoesNotContain("hidden reason", text);
            Assert.DoesNotContain("seven", text);
            if (format is ExportFormat.GitHubResults) Assert.Contains("Points 1/3\n", text);
            if (format is ExportFormat.Json or ExportFormat.GradescopeResults or ExportFormat.PrairieLearn) Assert.IsType<JsonObject>(JsonNode.Parse(text));
            if (format == ExportFormat.JUnit) Assert.Equal("2", XDocument.Parse(text).Root!.Element("testsuite")!.Attribute("tests")!.Value);
        }
        var gradescope = JsonNode.Parse(MarkExport.Write(ExportFormat.GradescopeResults, MarkBook.Of(_temporary.Book, new()), _temporary.Book))!;
        Assert.Equal((1, 3, "It is told."), ((double)gradescope["score"]!, (double)gradescope["tests"]![0]!["max_score"]!, (string)gradescope["tests"]![0]!["output"]!));
    }

    JsonObject PrairieLearn(string yaml = "") => JsonNode.Parse(MarkExport.Write(ExportFormat.PrairieLearn, [Mark("ada", yaml)], _temporary.Book))!.AsObject();

    [Fact]
    public void PrairieLearn_gets_a_part_of_one_and_a_test_for_each_question()
    {
        _temporary.Submit("ada", points: 1);
        var results = PrairieLearn();
        Assert.Equal((true, 0.2, "Still to be read by a marker: 1."), ((bool)results["gradable"]!, (double)results["score"]!, (string)results["message"]!));
        Assert.Equal("""[{"name":"Q1.1","description":"Double","points":1,"max_points":3,"message":"It is told."},{"name":"Q1.2","description":"Why","points":0,"max_points":2,"message":"Waits for a marker."}]""", results["tests"]!.ToJsonString());
        // More than all points, by extra credit, is still 1; and where nothing counts there is no division by zero.
        Assert.Equal(0.5, (double)PrairieLearn("extraCredit: [01 Q1.1]")["score"]!);
        _temporary.Book.Mark(Mark("ada").Submission!.Id, "Q1.2", 2, "ann");
        Assert.Equal(1, (double)PrairieLearn("extraCredit: [01 Q1.1]")["score"]!);
        Assert.Equal(0, (double)PrairieLearn("extraCredit: [\"01\"]")["score"]!);
    }

    [Fact]
    public void What_cannot_be_read_is_not_gradable_for_PrairieLearn()
    {
        _temporary.SubmitUnreadable("ada");
        var results = PrairieLearn();
        Assert.False((bool)results["gradable"]!);
        Assert.False(results.ContainsKey("score"));
        Assert.IsType<string>(Assert.Single(results["format_errors"]!.AsArray())!.GetValue<string>());
    }
}
