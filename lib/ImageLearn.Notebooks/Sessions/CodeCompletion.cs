using ImageLearn.Notebooks.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>What may stand at the cursor: members after a dot, otherwise everything in scope and the keywords.</summary>
static class CodeCompletion
{
    static readonly string[] s_keywords =
    [
        .. SyntaxFacts.GetKeywordKinds().Where(SyntaxFacts.IsReservedKeyword).Select(SyntaxFacts.GetText).Where(word => !word.StartsWith('_')),
        "async", "await", "var", "record", "when", "yield", "nameof", "and", "or", "not", "with", "init", "required", "get", "set", "value", "where", "global",
    ];

    public static CompletionReply Complete(CSharpSession session, string cell, int position)
    {
        position = Math.Clamp(position, 0, cell.Length);
        var compilation = session.Peek(Csharp(cell));
        var tree = compilation.SyntaxTrees[^1];
        var model = compilation.GetSemanticModel(tree);

        var token = tree.GetRoot().FindToken(Math.Max(0, position - 1));
        if (token.SpanStart >= position) token = token.GetPreviousToken();
        if (IsText(token, position) || InComment(tree, position)) return new(position, position, []);

        // The word being typed, and what stands before it.
        bool onWord = token.Span.End >= position && token.SpanStart < position && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(token.Kind()));
        var (start, before) = onWord ? (token.SpanStart, token.GetPreviousToken()) : (position, token);
        var end = onWord ? token.Span.End : position;
        var prefix = cell[start..position];

        var symbols = before.IsKind(SyntaxKind.DotToken)
            ? Members(model, before, start)
            : model.LookupSymbols(start).Concat(InitializerMembers(model, before));
        var items = symbols
            .Where(symbol => symbol.CanBeReferencedByName && Fits(symbol.Name, prefix) && !IsHidden(symbol))
            .GroupBy(symbol => symbol.Name)
            .Select(group => Item([.. group]));
        if (!before.IsKind(SyntaxKind.DotToken))
            items = items.Concat(s_keywords.Where(word => Fits(word, prefix)).Select(word => new CompletionItem(word, "keyword", word)))
                .Concat(ArgumentNames(model, before, prefix)).DistinctBy(item => item.Text);
        return new(start, end,
            [.. items.OrderByDescending(item => item.Text.StartsWith(prefix, StringComparison.Ordinal)).ThenBy(item => item.Kind == "keyword").ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>The C# of a cell; a directive that is half typed is no reason to be silent about the rest.</summary>
    public static string Csharp(string cell)
    {
        try { return CellSource.Parse(cell).Code; }
        catch (DirectiveException) { return cell; }
    }

    static bool Fits(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    static bool IsText(SyntaxToken token, int position) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.NumericLiteralToken
        && (token.Span.End > position || token.Span.End == position && !token.Text.EndsWith('"'));

    static bool InComment(SyntaxTree tree, int position) =>
        tree.GetRoot().FindTrivia(Math.Max(0, position - 1)) is var trivia && trivia.SpanStart < position
        && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia;

    static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxToken dot, int position)
    {
        var owner = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax { Parent: var parent } => parent?.AncestorsAndSelf().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
            _ => null,
        };
        if (owner is null) return [];

        // While a line is being typed, the next one may be taken for its continuation and `x.` for a type: ask again, for an expression.
        var expression = SyntaxFactory.ParseExpression(owner.ToString());
        var symbol = model.GetSymbolInfo(owner).Symbol ?? model.GetSpeculativeSymbolInfo(owner.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Symbol
            ?? model.GetSpeculativeSymbolInfo(owner.SpanStart, expression, SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol;
        switch (symbol)
        {
            case INamespaceSymbol space: return model.LookupNamespacesAndTypes(position, space);
            case ITypeSymbol named: return model.LookupStaticMembers(position, named);
        }
        var type = model.GetTypeInfo(owner).Type is { TypeKind: not TypeKind.Error } known ? known
            : model.GetSpeculativeTypeInfo(owner.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Type;
        return type is null or { TypeKind: TypeKind.Error } ? []
            : model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic);
    }

    /// <summary>Inside <c>new T { … }</c>: what can be set.</summary>
    static IEnumerable<ISymbol> InitializerMembers(SemanticModel model, SyntaxToken before) =>
        before.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken && before.Parent is InitializerExpressionSyntax { Parent: ObjectCreationExpressionSyntax creation }
        && model.GetTypeInfo(creation).Type is { } type
            ? model.LookupSymbols(before.SpanStart, type).Where(member => member is IPropertySymbol { SetMethod: not null } or IFieldSymbol { IsReadOnly: false })
            : [];

    /// <summary>Inside an argument list: <c>name:</c> of the parameters.</summary>
    static IEnumerable<CompletionItem> ArgumentNames(SemanticModel model, SyntaxToken before, string prefix)
    {
        if (before.Kind() is not (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken) || before.Parent is not ArgumentListSyntax { Parent: { } call }) return [];
        var info = model.GetSymbolInfo(call);
        return info.CandidateSymbols.Append(info.Symbol).OfType<IMethodSymbol>().Concat(call is InvocationExpressionSyntax invocation ? model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>() : [])
            .SelectMany(method => method.Parameters).Where(parameter => Fits(parameter.Name, prefix)).DistinctBy(parameter => parameter.Name)
            .Select(parameter => new CompletionItem($"{parameter.Name}:", "parameter", Signatures.Of(parameter)));
    }

    static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass is { Name: "EditorBrowsableAttribute" } && attribute.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);

    static CompletionItem Item(IReadOnlyList<ISymbol> overloads) => new(
        overloads[0].Name,
        Signatures.Kind(overloads[0]),
        Signatures.Of(overloads[0]) + (overloads.Count > 1 ? $" (+ {overloads.Count - 1} overload{(overloads.Count > 2 ? "s" : "")})" : ""));
}
