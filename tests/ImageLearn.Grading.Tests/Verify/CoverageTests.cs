using ImageLearn.Grading.Units;
using ImageLearn.Grading.Verify;
using ImageLearn.Notebooks.Documents;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Verify;

public class CoverageTests
{
    [Fact]
    public void A_question_is_counted_as_it_is_written()
    {
        var mistakes = Json("""{"wrong": [{"name": "a", "source": "return x;"}, {"name": "b", "source": "return 0;"}], "right": [{"name": "c", "source": "return x + x;"}]}""");
        var notebook = Notebook(
            Code(SolutionCode, SolutionMetadata().With("imagelearn.mistakes", mistakes)),
            Code("Hint.For(\"Q1.1\", reveal: 0, \"Multiply.\", \"By \" + \"two.\");\nHint.For(\"Q1.2\", reveal: 0, \"Think.\");"),
            Code("var c = Check.Question(\"Q1.1\", (double x) => Twice(x)).Close(3.0, 6.0).Holds(\"(it is even)\", (x, y) => y % 2 == 0, on: 4.0)\n    .Close(0.0, 0.0);\n// BEGIN HIDDEN TESTS\nProbe.Value(\"seven\", () => Twice(7));\nProbe.Holds(\"minus\", () => Twice(-1), y => y.Item() < 0);\n// END HIDDEN TESTS", CheckMetadata()),
            Markdown("Because.", AnswerMetadata()));
        Assert.Equal(
        [
            new QuestionCoverage("Q1.1", QuestionKind.Code, 3, Steps: 3, Probes: 2, Hints: 2, Criteria: 0, Wrong: 2, Right: 1),
            new QuestionCoverage("Q1.2", QuestionKind.Free, 2, Steps: 0, Probes: 0, Hints: 1, Criteria: 2, Wrong: 0, Right: 0),
        ], QuestionCoverage.Of(notebook));
    }

    [Fact]
    public void A_number_is_there_whole_or_in_parts_and_is_not_the_beginning_of_another()
    {
        var syllabus = new Syllabus(4, ["Q1.1", "Q1.2", "Q1.3", "Q1.4"]);
        Assert.Equal(["Q1.1"], syllabus.Missing(["Q1.2", "Q1.3.1", "Q1.3.2", "Q1.4a", "Q1.10", "Q11.1"]));
    }

    [Fact]
    public void The_units_ask_what_the_syllabus_wants()
    {
        var course = Course.Find(AppContext.BaseDirectory);
        Assert.Equal(15, Syllabus.Units.Count);
        foreach (var unit in course.Units().Where(unit => Syllabus.Units.ContainsKey(unit.Name[..2])))
        {
            var questions = QuestionCoverage.Of(NotebookDocument.Load(unit.SolutionPath));
            var syllabus = Syllabus.Units[unit.Name[..2]];
            Assert.Empty(syllabus.Missing([.. questions.Select(question => question.Question)]).Select(number => $"{unit.Name} {number}"));
            Assert.True(questions.Count >= syllabus.Questions, unit.Name);
            Assert.All(questions, question => Assert.True(question.Steps > 0 || question.Criteria > 0, $"{unit.Name} {question.Question} is judged by nobody"));
        }
    }
}
