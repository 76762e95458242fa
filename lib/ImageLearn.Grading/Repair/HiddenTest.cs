using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Repair;

/// <summary>
/// One probe of a check cell's hidden tests, in the three forms in which it is asked. The worker of a submission gets only <see cref="Asked"/>, which gives a value and
/// judges nothing; the names in it that matter, the probe's own, cannot be taken by the submission.
/// </summary>
/// <param name="Question">The question.</param>
/// <param name="Check">The place of its check cell.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reference">The code as it is written, for the reference solution: what it gives is what is expected.</param>
/// <param name="Asked">The code that asks a submission for its value.</param>
/// <param name="Judge">For a property (<c>Probe.Holds</c>): the code that asks the reference's worker whether the value in place of <see cref="GivenValue"/> has it. Null: the values are compared.</param>
sealed record HiddenTest(string Question, int Check, string Name, string Reference, string Asked, string? Judge)
{
    const string Probe = "global::ImageLearn.Checks.Probe";

    /// <summary>Stands in <see cref="Judge"/> for the value's JSON, as a string literal.</summary>
    public const string GivenValue = "\"/*the value*/\"";

    static readonly CSharpParseOptions s_script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>The probes of a check cell. What else its hidden tests hold goes before each of the probes that follow.</summary>
    /// <exception cref="CourseException">A probe is not written as the README says.</exception>
    public static IEnumerable<HiddenTest> All(ReleasedCell check, string solution)
    {
        var hidden = Region.Inside(solution, RegionKind.HiddenTests);
        var setup = "";
        foreach (var member in CSharpSyntaxTree.ParseText(hidden, s_script).GetCompilationUnitRoot().Members)
        {
            if (Call(member) is not { } call)
            {
                setup += member.ToFullString();
                continue;
            }
            var arguments = call.ArgumentList.Arguments;
            if (arguments.Count < 2 || arguments[0].Expression is not LiteralExpressionSyntax { Token.Value: string name })
                throw new CourseException($"the probe {call} of {check.Question} has no plain name. Begin with Probe.Value(\"…\", () => …");
            var method = ((MemberAccessExpressionSyntax)call.Expression).Name.ToString();
            var isProperty = method == "Holds";
            if (isProperty && arguments.Count < 3) throw new CourseException($"the probe '{name}' of {check.Question} has no property. Write Probe.Holds(\"…\", () => value, value => property)");
            yield return new(check.Question!, check.Position, name,
                $"{setup}{Probe}.{method}{call.ArgumentList};",
                $"{setup}{Probe}.Value({arguments[0]}, {arguments[1]});",
                !isProperty ? null : $"{setup}{Probe}.Value({arguments[0]}, () => ((global::System.Func<global::ImageLearn.Tensor, bool>)({arguments[2].Expression}))({Probe}.Given({GivenValue})));");
        }
    }

    static InvocationExpressionSyntax? Call(MemberDeclarationSyntax member) =>
        member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var owner, Name.Identifier.ValueText: "Value" or "Holds" } } call } }
        && owner.ToString() is "Probe" or "ImageLearn.Checks.Probe" ? (InvocationExpressionSyntax)((ExpressionStatementSyntax)((GlobalStatementSyntax)member).Statement).Expression : null;
}
