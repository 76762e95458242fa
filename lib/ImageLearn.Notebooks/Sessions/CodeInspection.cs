using System.Globalization;
using ImageLearn.Notebooks.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>What stands at the cursor: its signature and documentation; and what the compiler thinks of a cell.</summary>
static class CodeInspection
{
    const int MostOverloads = 8;

    public static InspectReply Inspect(CSharpSession session, string cell, int position)
    {
        var compilation = session.Peek(CodeCompletion.Csharp(cell));
        var tree = compilation.SyntaxTrees[^1];
        var model = compilation.GetSemanticModel(tree);
        var symbols = At(model, tree.GetRoot(), Math.Clamp(position, 0, cell.Length));
        if (symbols.Count == 0) return new(null, null);

        var signatures = string.Join("\n", symbols.Take(MostOverloads).Select(Signatures.Of));
        if (symbols.Count > MostOverloads) signatures += $"\n… and {symbols.Count - MostOverloads} more overloads";
        var documentation = symbols.Select(symbol => Documentation.Of(symbol, compilation)).FirstOrDefault(found => !found.IsEmpty);
        return new($"{signatures}\n{documentation.ToPlainText()}".TrimEnd(), $"```csharp\n{signatures}\n```\n{documentation.ToMarkdown()}".TrimEnd());
    }

    /// <summary>The symbols of the name at the position, or else of the call whose arguments it lies in.</summary>
    static IReadOnlyList<ISymbol> At(SemanticModel model, SyntaxNode root, int position)
    {
        foreach (int place in (int[])[position, position - 1])
        {
            if (place < 0) continue;
            var token = root.FindToken(place);
            if (!token.Span.Contains(place) || !token.IsKind(SyntaxKind.IdentifierToken) && !token.IsKind(SyntaxKind.NewKeyword) && !SyntaxFacts.IsPredefinedType(token.Kind())) continue;
            if (token.Parent is { } node && Symbols(model, node) is { Count: > 0 } found) return found;
        }
        var inside = root.FindToken(Math.Max(0, position - 1)).Parent?.AncestorsAndSelf().OfType<ArgumentListSyntax>().FirstOrDefault();
        return inside?.Parent is { } call ? Symbols(model, call) : [];
    }

    static IReadOnlyList<ISymbol> Symbols(SemanticModel model, SyntaxNode node)
    {
        if (model.GetDeclaredSymbol(node) is { } declared) return [declared];
        var info = model.GetSymbolInfo(node);
        if (info.Symbol is { } symbol) return [symbol];
        if (info.CandidateSymbols is { Length: > 0 } candidates) return candidates;
        var name = node is InvocationExpressionSyntax invocation ? invocation.Expression : node;
        return model.GetMemberGroup(name) is { Length: > 0 } group ? group : [];
    }

    /// <summary>Whether Enter should run the code or start a new line.</summary>
    public static IsCompleteReply IsComplete(string cell)
    {
        var tree = CSharpSyntaxTree.ParseText(CodeCompletion.Csharp(cell), ScriptCompiler.ParseOptions);
        if (SyntaxFactory.IsCompleteSubmission(tree))
            return new(tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete", "");
        int depth = 0;
        foreach (var token in tree.GetRoot().DescendantTokens())
            depth += token.IsMissing ? 0 : token.Kind() switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
        return new("incomplete", new string(' ', 4 * Math.Max(0, depth)));
    }

    public static IReadOnlyList<CellDiagnostic> Diagnose(CSharpSession session, string cell) =>
    [
        .. from diagnostic in session.Peek(CodeCompletion.Csharp(cell)).GetDiagnostics()
           where diagnostic.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning
           let span = diagnostic.Location.GetLineSpan().Span
           select new CellDiagnostic(diagnostic.Id, diagnostic.Severity.ToString().ToLowerInvariant(), diagnostic.GetMessage(CultureInfo.InvariantCulture),
               span.Start.Line + 1, span.Start.Character + 1, span.End.Line + 1, span.End.Character + 1),
    ];
}
