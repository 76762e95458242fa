using ImageLearn.Checks;
using ImageLearn.Grading.Units;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Release;

/// <summary>Puts the hints of <c>Hint.For</c> out of sight: authors write them as plain string literals, students get them sealed.</summary>
static class HintSealing
{
    static readonly CSharpParseOptions s_script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <exception cref="CourseException">A hint is not a string literal.</exception>
    public static string Seal(string source)
    {
        if (!source.Contains("Hint.For", StringComparison.Ordinal)) return source;
        var hints = CSharpSyntaxTree.ParseText(source, s_script).GetRoot().DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression.ToString() == "Hint.For")
            .SelectMany(call => call.ArgumentList.Arguments.Skip(2))
            .Select(argument => argument.Expression)
            .OrderByDescending(hint => hint.SpanStart); // from the end, so that the places before stay where they are
        foreach (var hint in hints)
            source = source[..hint.SpanStart] + SymbolDisplay.FormatLiteral(Hint.Seal(Text(hint)), quote: true) + source[hint.Span.End..];
        return source;
    }

    static string Text(ExpressionSyntax hint) => hint switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => text,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => Text(sum.Left) + Text(sum.Right),
        ParenthesizedExpressionSyntax inner => Text(inner.Expression),
        _ => throw new CourseException($"the hint {hint} cannot be sealed. Write it as a string literal"),
    };
}
