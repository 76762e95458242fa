using System.Text.Json.Nodes;
using ImageLearn.Checks;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Grading.Verify;

/// <summary>
/// What a check said (<c>imagelearn.check</c> of its output). It has no <paramref name="Outcome"/> when the worker died in it.
/// The <paramref name="Complaints"/> are the steps that did not pass with what they said: "huge scores: expected …, got …".
/// </summary>
sealed record CheckNotes(string Question, CheckOutcome? Outcome, IReadOnlyList<string> Complaints)
{
    public static IEnumerable<CheckNotes> Of(CellRun run) => run.Checks.Select(check => new CheckNotes(
        Text(check["question"]),
        OutcomeOf(check["outcome"]),
        [.. (check["steps"] as JsonArray ?? []).OfType<JsonObject>().Where(step => OutcomeOf(step["outcome"]) != CheckOutcome.Passed).Select(step => $"{Text(step["name"])}: {Text(step["message"])}")]));

    static CheckOutcome? OutcomeOf(JsonNode? json) => Text(json) switch
    {
        "passed" => CheckOutcome.Passed,
        "not-attempted" => CheckOutcome.NotAttempted,
        "wrong" => CheckOutcome.Wrong,
        "failed" => CheckOutcome.Failed,
        _ => null,
    };

    static string Text(JsonNode? json) => json?.ToString() ?? "";
}

/// <summary>The value a probe gave (<c>imagelearn.probe</c> of its output).</summary>
sealed record ProbeNotes(string Question, string Name, double Points, double Within, ProbeValue Value)
{
    public static IEnumerable<ProbeNotes> Of(CellRun run) => run.Probes.Select(probe => new ProbeNotes(
        probe["question"]?.ToString() ?? "", probe["name"]!.ToString(), (double)probe["points"]!, (double)probe["within"]!, ProbeValue.FromJson(probe["value"])));
}
