using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Repair;

/// <summary>What can be seen of a cell's code without compiling it. It is parsed, never bound: a parser cannot be kept busy.</summary>
static class CodeText
{
    static readonly CSharpParseOptions s_script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>Line ends, trailing blanks and empty lines around it do not make a cell another.</summary>
    public static string Normal(string source) => string.Join('\n', source.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');

    public static bool IsSame(string a, string b) => Normal(a) == Normal(b);

    /// <summary>Whether it parses: half of a cell that was split does not.</summary>
    public static bool Parses(string source) => !Tree(source).GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The methods, types and variables that a cell declares for the cells after it.</summary>
    public static IReadOnlySet<string> Declared(string source)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Tree(source).GetCompilationUnitRoot().Members)
            switch (member)
            {
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

    /// <summary>All names in a cell, declared or used.</summary>
    public static IEnumerable<string> Names(string source) =>
        Tree(source).GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).Distinct();

    static SyntaxTree Tree(string source) => CSharpSyntaxTree.ParseText(source, s_script);
}
