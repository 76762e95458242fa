using ImageLearn.Grading.Gradebooks;

namespace ImageLearn.Grading.Grade;

/// <summary>What grading a notebook gave: a mark for each question, what a person should look at, and the notebook as it ran.</summary>
sealed record GradedSubmission(string? Notebook, IReadOnlyList<string> Repairs, IReadOnlyList<AutoMark> Marks, IReadOnlyList<Flag> Flags, double Seconds)
{
    /// <summary>What the hidden probes gave in the first run.</summary>
    public IReadOnlyList<ProbeAnswer> Answers { get; init; } = [];
}
