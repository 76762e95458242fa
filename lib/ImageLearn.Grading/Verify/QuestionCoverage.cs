using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Verify;

/// <summary>What a question offers, as it is written in its solution notebook.</summary>
/// <param name="Question">Its number.</param>
/// <param name="Kind">How it is graded.</param>
/// <param name="Points">What it is worth.</param>
/// <param name="Steps">The steps of its visible checks.</param>
/// <param name="Probes">Its hidden probes.</param>
/// <param name="Hints">Its hints.</param>
/// <param name="Criteria">The criteria of its rubric.</param>
/// <param name="Wrong">The wrong attempts in its mistake bank.</param>
/// <param name="Right">The right attempts there.</param>
public sealed record QuestionCoverage(string Question, QuestionKind? Kind, double Points, int Steps, int Probes, int Hints, int Criteria, int Wrong, int Right)
{
    static readonly CSharpParseOptions s_script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>All questions of a solution notebook, in its order.</summary>
    /// <exception cref="CourseException">The metadata of a cell is not as it should be.</exception>
    public static IReadOnlyList<QuestionCoverage> Of(NotebookDocument solution)
    {
        var hints = solution.Cells.SelectMany(cell => Calls(cell, "Hint.For"))
            .Where(call => call.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax }, ..])
            .ToLookup(call => ((LiteralExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Token.ValueText, call => call.ArgumentList.Arguments.Count - 2);
        return [.. Exercise.All(solution).Select(exercise =>
        {
            var ours = exercise.Solutions.Select(QuestionMetadata.Of).ToList();
            return new QuestionCoverage(
                exercise.Question, exercise.Metadata.Kind, exercise.Points,
                exercise.Checks.SelectMany(cell => Calls(cell, "Check.Question")).Sum(StepsAfter),
                exercise.Checks.Sum(cell => Calls(cell, "Probe.Value").Count() + Calls(cell, "Probe.Holds").Count()),
                hints[exercise.Question].Sum(),
                ours.Sum(metadata => metadata.Rubric?.Criteria.Count ?? 0),
                ours.Sum(metadata => metadata.Mistakes?.Wrong?.Count ?? 0),
                ours.Sum(metadata => metadata.Mistakes?.Right?.Count ?? 0));
        })];
    }

    static IEnumerable<InvocationExpressionSyntax> Calls(NotebookCell cell, string method) => cell.Kind != CellKind.Code || !cell.Source.Contains(method, StringComparison.Ordinal) ? []
        : CSharpSyntaxTree.ParseText(cell.Source, s_script).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => call.Expression.ToString() == method);

    /// <summary>How many methods are called one after the other on what a call gives.</summary>
    static int StepsAfter(InvocationExpressionSyntax call)
    {
        int steps = 0;
        for (SyntaxNode at = call; at.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } member && member.Expression == at; at = next) steps++;
        return steps;
    }
}
