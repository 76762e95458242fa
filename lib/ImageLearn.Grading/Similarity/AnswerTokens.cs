using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Similarity;

/// <summary>A token as it is compared (a hash of its folded text), and where it stands in its cell.</summary>
readonly record struct AnswerToken(ulong Text, int Start, int End);

/// <summary>Tokens that follow each other: of code, or the words of a text.</summary>
sealed record TokenRow(IReadOnlyList<AnswerToken> Tokens, bool IsText);

/// <summary>
/// What students write, as rows of tokens in which everything is alike that can be changed without thinking: layout, comments, braces, modifiers, declared types (so that <c>var</c> is as good as
/// any), and the names they chose. Names of the library and of given code stay: nobody can rename those. Texts, and long strings in code, are rows of words.
/// </summary>
/// <param name="chosen">The names that the student declared and the release does not; those that begin with a small letter need not be among them.</param>
sealed partial class AnswerTokens(IReadOnlySet<string> chosen)
{
    /// <summary>The rows of a text.</summary>
    public static IEnumerable<TokenRow> Rows(string text) => [Words(text, at: null)];

    /// <summary>The rows of a cell's code. Each declaration of a method or type is a row of its own, so that their order does not matter.</summary>
    public IEnumerable<TokenRow> Rows(CompilationUnitSyntax root)
    {
        var rows = root.Members.Where(IsDeclaration).Select(member => new TokenRow([.. Folded(member)], IsText: false))
            .Append(new([.. root.Members.Where(member => !IsDeclaration(member)).SelectMany(Folded)], IsText: false));
        return rows.Concat(root.DescendantTokens().Where(IsText).Select(token => Words(token.ValueText, (token.SpanStart, token.Span.End))));
    }

    /// <summary>The names that some code declares, also inside methods.</summary>
    public static IEnumerable<string> Chosen(CompilationUnitSyntax root) => root.DescendantNodes().Select(node => node switch
    {
        VariableDeclaratorSyntax declared => declared.Identifier,
        SingleVariableDesignationSyntax declared => declared.Identifier,
        ParameterSyntax declared => declared.Identifier,
        ForEachStatementSyntax declared => declared.Identifier,
        MethodDeclarationSyntax declared => declared.Identifier,
        LocalFunctionStatementSyntax declared => declared.Identifier,
        BaseTypeDeclarationSyntax declared => declared.Identifier,
        PropertyDeclarationSyntax declared => declared.Identifier,
        TupleElementSyntax declared => declared.Identifier,
        ArgumentSyntax { NameColon: { } declared, Parent: TupleExpressionSyntax } => declared.Name.Identifier,
        AnonymousObjectMemberDeclaratorSyntax { NameEquals: { } declared } => declared.Name.Identifier,
        _ => default,
    }).Where(name => name != default).Select(name => name.ValueText);

    static bool IsDeclaration(MemberDeclarationSyntax member) => member is BaseMethodDeclarationSyntax or BaseTypeDeclarationSyntax or GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax };

    IEnumerable<AnswerToken> Folded(SyntaxNode part)
    {
        var declaredTypes = part.DescendantNodesAndSelf().Select(node => node switch
        {
            VariableDeclarationSyntax of => of.Type,
            ForEachStatementSyntax of => of.Type,
            DeclarationExpressionSyntax of => of.Type,
            ParameterSyntax of => of.Type,
            MethodDeclarationSyntax of => of.ReturnType,
            LocalFunctionStatementSyntax of => of.ReturnType,
            _ => null,
        }).OfType<TypeSyntax>().Select(type => type.Span).DistinctBy(span => span.Start).ToDictionary(span => span.Start, span => span.End);
        var (typeEnd, before) = (0, SyntaxKind.None);
        foreach (var token in part.DescendantTokens())
        {
            if (declaredTypes.TryGetValue(token.SpanStart, out var end)) typeEnd = end;
            if (token.SpanStart < typeEnd || token.Span.IsEmpty || IsLeftOut(token.Kind())) continue;
            yield return new(Hash(FoldedText(token, before)), token.SpanStart, token.Span.End);
            before = token.Kind();
        }
    }

    string FoldedText(SyntaxToken token, SyntaxKind before) => token.Kind() switch
    {
        SyntaxKind.IdentifierToken => IsChosen(token.ValueText, before) ? "name" : token.ValueText,
        SyntaxKind.NumericLiteralToken => Convert.ToDouble(token.Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ when IsText(token) => "\"",
        _ => token.Text,
    };

    bool IsChosen(string name, SyntaxKind before) => chosen.Contains(name) || char.IsLower(name[0]) && before != SyntaxKind.DotToken;

    static bool IsLeftOut(SyntaxKind kind) => kind is SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken or SyntaxKind.StaticKeyword or SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword
        or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.ConstKeyword or SyntaxKind.SealedKeyword;

    static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.Utf8StringLiteralToken;

    static TokenRow Words(string text, (int Start, int End)? at) =>
        new([.. Word().Matches(text).Select(word => new AnswerToken(Hash(word.Value.ToLowerInvariant()), at?.Start ?? word.Index, at?.End ?? word.Index + word.Length))], IsText: true);

    /// <summary>FNV-1a: the same in every run, as that of strings is not.</summary>
    static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
