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

    static JsonArray Tests(IReadOnlyList<UnitMark> marks, Func<UnitMark, Func<string, string>> messages, Func<QuestionMark, string, JsonObject> test) =>
    [
        .. from mark in marks
           let message = messages(mark)
           from question in mark.Questions
           where !question.IsExcused
           select test(question, message(question.Question.Id)),
    ];
}
