using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>
/// The variables that are null only because the cell that sets them ended before it came to that. A student who meets the null some cells later cannot see where it is from.
/// </summary>
/// <remarks>
/// Only what is certain is told. A variable counts when every place of its cell that sets it stands at the top level, in or after the statement that failed, and sets it to something;
/// and it counts no more once any other cell sets or declares one of that name. All is read from the cells' text: code that runs is compiled elsewhere, or to be thrown away.
/// </remarks>
sealed class UnsetVariables
{
    readonly Dictionary<string, (int Cell, bool Interrupted)> _unset = [];

    /// <summary>Notes how a cell ended.</summary>
    /// <param name="cell">Its number.</param>
    /// <param name="code">Its text.</param>
    /// <param name="failedLine">The line of it that ended it; null when it ran to its end, or nobody knows.</param>
    /// <param name="interrupted">Whether somebody stopped it.</param>
    public void Note(int cell, string code, int? failedLine, bool interrupted)
    {
        if (_unset.Count == 0 && failedLine is null) return; // nearly always: nothing to parse
        var root = Parse(code);
        var places = PlacesThatSet(root).ToLookup(place => place.Name, place => place.Value);
        foreach (var set in places) _unset.Remove(set.Key);
        if (failedLine is not { } line) return;
        var running = root.Members.Where(member => FirstLine(member) <= line && line <= LastLine(member)).ToList();
        var declared = Declared(root).ToHashSet();
        foreach (var set in places)
            if (set.Any(value => value is not null) && set.All(NotReached) && declared.Contains(set.Key))
                _unset[set.Key] = (cell, interrupted);

        bool NotReached(SyntaxNode? value)
        {
            if (value is null) return true;
            if (IsSetToNothing(value) || value.Ancestors().Any(IsFunctionOrType)) return false;
            var member = value.Ancestors().OfType<MemberDeclarationSyntax>().Last();
            return FirstLine(member) > line || running is [var only] && only == member
                && member is FieldDeclarationSyntax { Declaration.Variables.Count: 1 } or GlobalStatementSyntax { Statement: ExpressionStatementSyntax };
        }
    }

    /// <summary>The sentence for a null that one of these variables brought about; null when it was not one of them.</summary>
    /// <param name="running">The cell in which it came up.</param>
    /// <param name="frames">Where it came up: cell, its text and line, from the inside out.</param>
    /// <param name="isNull">Whether the session's variable of a name is null.</param>
    public string? Explain(int running, IEnumerable<(int Cell, string Code, int Line)> frames, Func<string, bool> isNull)
    {
        if (_unset.Count == 0) return null;
        foreach (var frame in frames.DistinctBy(frame => (frame.Cell, frame.Line))) // of a recursion there are thousands
            foreach (var name in Parse(frame.Code).DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => IsUse(name) && FirstLine(Step(name)) == frame.Line))
                if (_unset.TryGetValue(name.Identifier.ValueText, out var by) && by.Cell != running && by.Cell <= frame.Cell && !IsLocal(name) && isNull(name.Identifier.ValueText))
                    return by.Interrupted
                        ? $"`{name}` has no value: cell {by.Cell}, which sets it, was interrupted. Run that cell to its end, then this one."
                        : $"`{name}` has no value: cell {by.Cell}, which sets it, failed. Mend that cell and run it, then this one.";
        return null;
    }

    public static CompilationUnitSyntax Parse(string code) => CSharpSyntaxTree.ParseText(CellSource.Parse(code).Code, ScriptCompiler.ParseOptions).GetCompilationUnitRoot();

    static int FirstLine(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    static int LastLine(SyntaxNode node) => node.GetLocation().GetLineSpan().EndLinePosition.Line + 1;

    /// <summary>Each place that sets or declares a variable, with what it is set to, or what sets it; null where it is only declared.</summary>
    static IEnumerable<(string Name, SyntaxNode? Value)> PlacesThatSet(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes())
            switch (node)
            {
                case VariableDeclaratorSyntax variable: yield return (variable.Identifier.ValueText, variable.Initializer?.Value); break;
                case SingleVariableDesignationSyntax designation: yield return (designation.Identifier.ValueText, designation); break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Right: var value }: yield return (name.Identifier.ValueText, value); break;
                case IdentifierNameSyntax { Parent: ArgumentSyntax argument } name when argument.RefKindKeyword.RawKind != 0 || argument.Ancestors().OfType<AssignmentExpressionSyntax>().Any(set => set.Left.Contains(argument)):
                    yield return (name.Identifier.ValueText, name);
                    break;
            }
    }

    static bool IsSetToNothing(SyntaxNode value) => value.DescendantNodesAndSelf().Any(node => node.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.DefaultExpression);

    /// <summary>The variables of the session that a cell declares; one inside a block is not of the session.</summary>
    static IEnumerable<string> Declared(CompilationUnitSyntax root) =>
        from member in root.Members
        where member is FieldDeclarationSyntax or GlobalStatementSyntax { Statement: ExpressionStatementSyntax }
        from node in member.DescendantNodes(node => !IsFunctionOrType(node))
        let name = node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
            _ => null,
        }
        where name is not null
        select name;

    static bool IsFunctionOrType(SyntaxNode node) => node is BaseTypeDeclarationSyntax or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    /// <summary>Whether a name stands for a variable that must not be null there.</summary>
    static bool IsUse(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        AssignmentExpressionSyntax assignment => assignment.Right == name,
        ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or IsPatternExpressionSyntax or TypeSyntax or VariableDeclarationSyntax => false,
        BinaryExpressionSyntax binary => binary.Kind() is not (SyntaxKind.CoalesceExpression or SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.IsExpression or SyntaxKind.AsExpression),
        ArgumentSyntax argument => argument.RefKindKeyword.RawKind == 0 && argument.Parent?.Parent is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } },
        _ => true,
    };

    /// <summary>What a debugger would step over: the line of a stack trace is where that begins.</summary>
    static SyntaxNode Step(SyntaxNode node)
    {
        for (var inner = node; ; inner = inner.Parent)
            if (inner.Parent is null or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax || inner is StatementSyntax or FieldDeclarationSyntax) return inner;
    }

    /// <summary>Whether a method's parameter or local variable has the name.</summary>
    static bool IsLocal(IdentifierNameSyntax name) => name.Ancestors().OfType<MemberDeclarationSyntax>().Last().DescendantNodes().Any(node => node switch
    {
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        ForEachStatementSyntax each => each.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => null,
    } == name.Identifier.ValueText);
}
