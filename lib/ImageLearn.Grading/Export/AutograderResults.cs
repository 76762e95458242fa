using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Marks;

namespace ImageLearn.Grading.Export;

/// <summary>The results of one student, as services expect them that run a grader for each submission.</summary>
static class AutograderResults
{
    const string Waits = "Waits for a marker.";

    /// <summary>https://gradescope-autograders.readthedocs.io/en/latest/specs</summary>
    /// <param name="marks">The student's, one for each unit.</param>
    /// <param name="messages">What the student is told of a question.</param>
    public static JsonObject Gradescope(IReadOnlyList<UnitMark> marks, Func<UnitMark, Func<string, string>> messages) => new()
    {
        ["score"] = marks.Sum(mark => mark.Points),
        ["stdout_visibility"] = "hidden",
        ["tests"] = Tests(marks, messages, static (question, message) =>
        {
            var test = new JsonObject
            {
                ["number"] = question.Question.Id, ["name"] = question.Question.Title, ["score"] = question.Points ?? 0, ["max_score"] = question.IsExtra ? 0 : question.Question.Points,
                ["visibility"] = "visible", ["output"] = question.Points is null ? Waits : message,
            };
            if (question.Points is { } points) test["status"] = points >= question.Question.Points ? "passed" : "failed";
            return test;
        }),
    };

    /// <summary>
    /// https://docs.prairielearn.com/externalGrading: the score is a part of 1. What cannot be read is not gradable, which costs the student no attempt.
    /// </summary>
    /// <inheritdoc cref="Gradescope" path="/param"/>
    public static JsonObject PrairieLearn(IReadOnlyList<UnitMark> marks, Func<UnitMark, Func<string, string>> messages)
    {
        if (marks.All(mark => mark.Submission is { State: SubmissionState.Unreadable }))
            return new() { ["gradable"] = false, ["format_errors"] = new JsonArray("This is no notebook that can be read. Open it, run it, save it, and hand it in again.") };
        var (points, of, waiting) = (marks.Sum(mark => mark.Points), marks.Sum(mark => mark.Of), marks.Sum(mark => mark.Waiting));
        return new()
        {
            ["gradable"] = true,
            ["score"] = of > 0 ? Math.Clamp(points / of, 0, 1) : 0,
            ["message"] = waiting == 0 ? "" : $"Still to be read by a marker: {waiting}.",
            ["tests"] = Tests(marks, messages, static (question, message) => new()
            {
                ["name"] = question.Question.Id, ["description"] = question.Question.Title, ["points"] = question.Points ?? 0, ["max_points"] = question.IsExtra ? 0 : question.Question.Points,
                ["message"] = question.Points is null ? Waits : message,
            }),
        };
    }

    /// <summary>The two notices by which GitHub Classroom learns of points (as its autograding-grading-reporter writes them), and a line for each question. What a person marks is not in the points.</summary>
    /// <inheritdoc cref="Gradescope" path="/param"/>
    public static string GitHub(IReadOnlyList<UnitMark> marks, Func<UnitMark, Func<string, string>> messages)
    {
        var marked = marks.SelectMany(mark => mark.Questions).Where(question => question is { IsExcused: false, Points: not null }).ToList();
        var (points, of) = (Number(marked.Sum(question => question.Points!.Value)), Number(marked.Where(question => !question.IsExtra).Sum(question => question.Question.Points)));
        var text = new StringBuilder($$"""
            ::notice title=Autograding complete::Points {{points}}/{{of}}
            ::notice title=Autograding report::{"totalPoints":{{points}},"maxPoints":{{of}}}

            """.ReplaceLineEndings("\n"));
        foreach (var mark in marks)
            foreach (var question in mark.Questions.Where(question => !question.IsExcused))
            {
                var (name, worth) = ($"{question.Question.Id} {question.Question.Title}".Trim(), Number(question.Question.Points));
                // On lines of their own, what a notebook says could be taken for commands to the runner.
                text.Append(question.Points is not { } given ? $"○ {name}: {Waits}\n"
                    : $"{(given >= question.Question.Points ? "✓" : "✗")} {name}: {Number(given)} of {worth}. {messages(mark)(question.Question.Id).ReplaceLineEndings(" ")}\n");
            }
        return text.ToString();
    }

    static string Number(double points) => Math.Round(points, 4).ToString(CultureInfo.InvariantCulture);

    static JsonArray Tests(IReadOnlyList<UnitMark> marks, Func<UnitMark, Func<string, string>> messages, Func<QuestionMark, string, JsonObject> test) =>
    [
        .. from mark in marks
           let message = messages(mark)
           from question in mark.Questions
           where !question.IsExcused
           select test(question, message(question.Question.Id)),
    ];
}
