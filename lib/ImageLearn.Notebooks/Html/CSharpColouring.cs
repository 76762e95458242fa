using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Html;

/// <summary>C# as coloured HTML, by the compiler's own tokens. What a name stands for is guessed from the syntax alone: nothing is compiled.</summary>
static class CSharpColouring
{
    static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    public static string ToHtml(string source)
    {
        var html = new StringBuilder(source.Length * 2);
        foreach (var token in CSharpSyntaxTree.ParseText(source, Script).GetRoot().DescendantTokens())
        {
            WriteTrivia(html, token.LeadingTrivia);
            Write(html, Class(token), token.Text);
            WriteTrivia(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    static void WriteTrivia(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
            Write(html, trivia.IsDirective ? "directive" : IsComment(trivia.Kind()) ? "comment" : null, trivia.ToFullString());
    }

    static void Write(StringBuilder html, string? kind, string text)
    {
        if (text == "") return;
        if (kind is null) html.Append(HtmlText.Escape(text));
        else html.Append($"<span class=\"{kind}\">").Append(HtmlText.Escape(text)).Append("</span>");
    }

    static string? Class(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "number",
        SyntaxKind.IdentifierToken => ClassOfName(token),
        var kind when IsString(kind) => "string",
        var kind when SyntaxFacts.IsKeywordKind(kind) => "keyword",
        _ => null,
    };

    static string? ClassOfName(SyntaxToken token) => token.Parent switch
    {
        BaseTypeDeclarationSyntax or TypeParameterSyntax or DelegateDeclarationSyntax => "type",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax or ConstructorDeclarationSyntax => "method",
        IdentifierNameSyntax { IsVar: true } or IdentifierNameSyntax { IsUnmanaged: true } or IdentifierNameSyntax { IsNint: true } or IdentifierNameSyntax { IsNuint: true } => "keyword",
        SimpleNameSyntax name when IsCalled(name) => "method",
        SimpleNameSyntax name when IsType(name) => "type",
        _ => null,
    };

    static bool IsCalled(SimpleNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax call && call.Expression == name
        || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access && access.Name == name && outer.Expression == access;

    // A capitalised name before a dot is nearly always a type (Rng.Normal) in notebooks, whose variables begin small.
    static bool IsType(SimpleNameSyntax name) =>
        SyntaxFacts.IsInTypeOnlyContext(name)
        || name.Parent is MemberAccessExpressionSyntax access && access.Expression == name && char.IsUpper(name.Identifier.Text[0]);

    static bool IsComment(SyntaxKind kind) => kind is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.DisabledTextTrivia;

    static bool IsString(SyntaxKind kind) => kind is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken
        or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedSingleLineRawStringStartToken
        or SyntaxKind.InterpolatedMultiLineRawStringStartToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedRawStringEndToken;
}
