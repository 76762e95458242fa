using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageLearn.Notebooks.Html;

/// <summary>
/// C# as coloured HTML, by the compiler's own tokens. Nothing is parsed (a hostile cell could make that take for ever): what a name
/// stands for is guessed from its neighbours and its first letter.
/// </summary>
static class CSharpColouring
{
    static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    // Keywords only in some places. The rest of their kind (value, from, on, …) are more often names.
    static readonly HashSet<string> Contextual = ["and", "async", "await", "not", "or", "partial", "record", "required", "var", "when", "where", "with", "yield"];

    // The compiler's lexer calls itself for each bracket in an interpolated string, and a stack that overflows ends the process:
    // this stack is too large for any cell of this length.
    const int LongestCell = 100_000, StackSize = 256 << 20;

    public static string ToHtml(string source)
    {
        if (source.Length > LongestCell) return HtmlText.Escape(source);
        var html = "";
        var thread = new Thread(() => html = Colour(source), StackSize);
        thread.Start();
        thread.Join();
        return html;
    }

    static string Colour(string source)
    {
        var html = new StringBuilder(source.Length * 2);
        var tokens = SyntaxFactory.ParseTokens(source, options: Script).ToArray();
        for (var i = 0; i < tokens.Length; i++)
        {
            WriteTrivia(html, tokens[i].LeadingTrivia);
            Write(html, Class(tokens, i), tokens[i].Text);
            WriteTrivia(html, tokens[i].TrailingTrivia);
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

    static string? Class(SyntaxToken[] tokens, int i)
    {
        return tokens[i].Kind() switch
        {
            SyntaxKind.NumericLiteralToken => "number",
            SyntaxKind.IdentifierToken => ClassOfName(tokens[i].Text, At(i - 1), At(i + 1), At(i + 2)),
            var kind when IsString(kind) => "string",
            var kind when SyntaxFacts.IsKeywordKind(kind) => "keyword",
            _ => null,
        };

        SyntaxKind At(int index) => index >= 0 && index < tokens.Length ? tokens[index].Kind() : SyntaxKind.None;
    }

    static string? ClassOfName(string name, SyntaxKind before, SyntaxKind after, SyntaxKind afterThat)
    {
        var afterDot = before == SyntaxKind.DotToken;
        if (Contextual.Contains(name) && !afterDot && !EndsName(after)) return "keyword";
        if (before is SyntaxKind.NewKeyword or SyntaxKind.ClassKeyword or SyntaxKind.StructKeyword or SyntaxKind.InterfaceKeyword or SyntaxKind.EnumKeyword or SyntaxKind.IsKeyword or SyntaxKind.AsKeyword) return "type";
        if (after == SyntaxKind.OpenParenToken) return "method";
        if (after == SyntaxKind.IdentifierToken) return "type";
        if (!char.IsUpper(name[0])) return null;
        return after switch
        {
            SyntaxKind.LessThanToken => afterDot ? "method" : "type",
            SyntaxKind.DotToken when !afterDot => "type",
            SyntaxKind.OpenBracketToken when afterThat == SyntaxKind.CloseBracketToken => "type",
            SyntaxKind.QuestionToken when afterThat == SyntaxKind.IdentifierToken => "type",
            SyntaxKind.GreaterThanToken when before is SyntaxKind.LessThanToken or SyntaxKind.CommaToken => "type",
            _ => null,
        };
    }

    static bool EndsName(SyntaxKind after) => after is SyntaxKind.DotToken or SyntaxKind.EqualsToken or SyntaxKind.SemicolonToken or SyntaxKind.CommaToken
        or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.EndOfFileToken;

    static bool IsComment(SyntaxKind kind) => kind is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.DisabledTextTrivia;

    static bool IsString(SyntaxKind kind) => kind is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken
        or SyntaxKind.Utf8MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringToken;
}
