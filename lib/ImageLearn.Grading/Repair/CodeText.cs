using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Repair;

/// <summary>What can be seen of a cell's code without compiling it. It is parsed, never bound: a parser cannot be kept busy.</summary>
static class CodeText
{
    // The parser calls itself for what is nested: it does not always look whether there is room, and a stack that overflows ends the grader; and of what is open it asks again and again what it
    // may become. Nobody writes cells like these by hand.
    const int LongestCell = 100_000, MostOpen = 100;

    // With room for any cell of that length: not everything that nests has brackets.
    const int ShortCell = 1_000, StackSize = 256 << 20;

    const int MostKept = 2000, LongestKept = 20_000;

    static readonly CSharpParseOptions s_script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    // The released cells are asked about again with every submission.
    static readonly ConcurrentDictionary<string, IReadOnlySet<string>> s_declared = new(), s_state = new(), s_names = new(), s_assigned = new();
    static readonly ConcurrentDictionary<string, bool> s_directed = new();

    /// <summary>Line ends, trailing blanks and empty lines around it do not make a cell another.</summary>
    public static string Normal(string source) => string.Join('\n', source.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');

    public static bool IsSame(string a, string b) => Normal(a) == Normal(b);

    /// <summary>Code without the fence (<c>```csharp</c>) that a text puts around it.</summary>
    public static string Unfenced(string text) =>
        Normal(text).Split('\n') is [var first, .. var code, "```"] && first.StartsWith("```", StringComparison.Ordinal) ? string.Join('\n', code) : text;

    /// <summary>Whether it parses: half of a cell that was split does not.</summary>
    public static bool Parses(string source) => !Root(source).GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The methods, types and variables that a cell declares for the cells after it.</summary>
    public static IReadOnlySet<string> Declared(string source) => Kept<IReadOnlySet<string>>(s_declared, source, static source => FindDeclared(source, methods: true));

    /// <summary>Of these, what a later cell could change: variables, and types, which may have static ones.</summary>
    public static IReadOnlySet<string> State(string source) => Kept<IReadOnlySet<string>>(s_state, source, static source => FindDeclared(source, methods: false));

    /// <summary>The methods that a cell declares, each with its text.</summary>
    public static IEnumerable<(string Name, string Text)> Methods(string source) => Root(source).Members.OfType<MethodDeclarationSyntax>().Select(method => (method.Identifier.ValueText, method.ToString()));

    /// <summary>All names in a cell, declared or used; not those that a method has for itself, as its parameters, nor those that only say which part of a value is meant, or what it is for (<c>walk.Losses</c>, <c>Walk(epochs: 3)</c>).</summary>
    public static IReadOnlySet<string> Names(string source) => Kept<IReadOnlySet<string>>(s_names, source, static source => FindNames(Root(source)));

    /// <summary>The variables to which a cell gives a value, whole or in part, outside of the methods and types it declares.</summary>
    public static IReadOnlySet<string> Assigned(string source) => Kept<IReadOnlySet<string>>(s_assigned, source, static source => Root(source).Members.OfType<GlobalStatementSyntax>()
        .SelectMany(member => member.DescendantNodes()).Select(node => node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PostfixUnaryExpressionSyntax step => step.Operand,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
            _ => null,
        }).OfType<ExpressionSyntax>().SelectMany(to => to.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()).Where(name => !name.IsVar).Select(name => name.Identifier.ValueText).ToHashSet(StringComparer.Ordinal));

    /// <summary>Whether it has usings, or lines for the engine (<c>#r</c>): they hold for all cells after it.</summary>
    public static bool HasDirectives(string source) => Kept(s_directed, source, static source => Root(source) is var root && (root.Usings.Count > 0 || root.ContainsDirectives));

    static T Kept<T>(ConcurrentDictionary<string, T> kept, string source, Func<string, T> find)
    {
        if (source.Length > LongestKept) return find(source);
        if (kept.Count > MostKept) kept.Clear();
        return kept.GetOrAdd(source, find);
    }

    static HashSet<string> FindNames(SyntaxNode root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var methods = new Stack<(int End, IReadOnlyList<string> Own)>();    // in which we are
        var own = new Dictionary<string, int>(StringComparer.Ordinal);      // how many of these have a name for themselves
        foreach (var part in root.DescendantNodesAndTokens())
        {
            while (methods.TryPeek(out var left) && part.SpanStart >= left.End)
                foreach (var name in methods.Pop().Own) own[name]--;
            if (OwnOf(part.AsNode()) is { Count: > 0 } more)
            {
                methods.Push((part.Span.End, more));
                foreach (var name in more) own[name] = own.GetValueOrDefault(name) + 1;
            }
            var token = part.AsToken();
            if (token.IsKind(SyntaxKind.IdentifierToken) && !IsPart(token) && own.GetValueOrDefault(token.ValueText) == 0) names.Add(token.ValueText);
        }
        return names;
    }

    /// <summary>Whether a name is that of a member, or of a parameter to which something is given, or <c>var</c>. What is called may be an extension method, which stands by itself.</summary>
    static bool IsPart(SyntaxToken name) => name.Parent switch
    {
        { Parent: NameColonSyntax } or IdentifierNameSyntax { IsVar: true } => true,
        { Parent: MemberAccessExpressionSyntax access } member => access.Name == member && access.Parent is not InvocationExpressionSyntax,
        _ => false,
    };

    /// <summary>The names that mean something of its own all over a method: its parameters, and the variables of its outermost block.</summary>
    static IReadOnlyList<string> OwnOf(SyntaxNode? node)
    {
        if (node is SimpleLambdaExpressionSyntax lambda) return [lambda.Parameter.Identifier.ValueText];
        if (node is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax or ParenthesizedLambdaExpressionSyntax)) return [];
        var parameters = node.ChildNodes().OfType<ParameterListSyntax>().SelectMany(list => list.Parameters).Select(parameter => parameter.Identifier.ValueText);
        var variables = node.ChildNodes().OfType<BlockSyntax>().SelectMany(block => block.Statements).SelectMany(statement => statement switch
        {
            LocalDeclarationStatementSyntax declaration => declaration.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax several } } => several.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(variable => variable.Identifier.ValueText),
            _ => [],
        });
        return [.. parameters, .. variables];
    }

    static HashSet<string> FindDeclared(string source, bool methods)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Root(source).Members)
            switch (member)
            {
                case MethodDeclarationSyntax or GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax } when !methods: break;
                case MethodDeclarationSyntax method: names.Add(method.Identifier.ValueText); break;
                case BaseTypeDeclarationSyntax type: names.Add(type.Identifier.ValueText); break;
                case DelegateDeclarationSyntax type: names.Add(type.Identifier.ValueText); break;
                case PropertyDeclarationSyntax property: names.Add(property.Identifier.ValueText); break;
                case BaseFieldDeclarationSyntax field: names.UnionWith(field.Declaration.Variables.Select(variable => variable.Identifier.ValueText)); break;
                case GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function }: names.Add(function.Identifier.ValueText); break;
                case GlobalStatementSyntax { Statement: var statement }:
                    names.UnionWith(statement.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax).Select(node => node switch
                    {
                        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
                        _ => null,
                    }).OfType<string>());
                    break;
            }
        return names;
    }

    /// <summary>The syntax of a cell; empty when it is longer or nested deeper than anybody writes.</summary>
    public static CompilationUnitSyntax Root(string source)
    {
        if (source.Length > LongestCell || MostOpenIn(source) > MostOpen) return Parsed("");
        if (source.Length <= ShortCell) return Parsed(source);
        CompilationUnitSyntax? root = null;
        var thread = new Thread(() =>
        {
            try { root = Parsed(source); }
            catch (InsufficientExecutionStackException) { } // it did look
        }, StackSize);
        thread.Start();
        thread.Join();
        return root ?? Parsed("");
    }

    static CompilationUnitSyntax Parsed(string source) => CSharpSyntaxTree.ParseText(source, s_script).GetCompilationUnitRoot();

    /// <summary>How many brackets are open at once, those in texts and comments counted too. Of &lt;, which may be less-than, those of one statement.</summary>
    static int MostOpenIn(string source)
    {
        var (open, angles, most) = (0, 0, 0);
        foreach (var c in source)
        {
            switch (c)
            {
                case '(' or '[' or '{': open++; break;
                case ')' or ']' or '}': open = Math.Max(0, open - 1); break;
                case '<': angles++; break;
                case '>': angles = Math.Max(0, angles - 1); break;
                case ';': angles = 0; break;
            }
            most = Math.Max(most, open + angles);
        }
        return most;
    }
}
