using ImageLearn.Grading.Release;
using ImageLearn.Grading.Repair;
using ImageLearn.Notebooks.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Verify;

/// <summary>Hidden tests are asked each by itself, right behind their own check: what other hidden tests declare is not there. In the solution, which runs from top to bottom, it is.</summary>
static class HiddenTestRules
{
    public static void Check(NotebookDocument solution, Findings findings)
    {
        var tests = solution.Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => (Cell: cell, Hidden: Region.Inside(cell.Source, RegionKind.HiddenTests))).Where(test => test.Hidden.Length > 0).ToList();
        var seen = solution.Cells.Where(cell => cell.Kind == CellKind.Code).SelectMany(cell => CodeText.Declared(Region.Replace(cell.Source, static (kind, _) => kind == RegionKind.HiddenTests ? [] : null))).ToHashSet();
        foreach (var test in tests)
        {
            var others = tests.Where(other => other.Cell != test.Cell).SelectMany(other => CodeText.Declared(other.Hidden)).Except(seen).ToHashSet();
            foreach (var name in Used(CodeText.Root(test.Hidden)).Where(others.Contains).Order(StringComparer.Ordinal))
                findings.Add(test.Cell, $"its hidden tests use `{name}`, which only other hidden tests declare: a grader asks each by itself, and finds no such name. Declare it in these as well.");
        }
    }

    /// <summary>The names that code uses and does not declare.</summary>
    static IEnumerable<string> Used(SyntaxNode root) => root.DescendantNodes().OfType<SimpleNameSyntax>()
        .Where(name => name.Parent is not (NameColonSyntax or MemberBindingExpressionSyntax) && !(name.Parent is MemberAccessExpressionSyntax member && member.Name == name))
        .Select(name => name.Identifier.ValueText)
        .Except(root.DescendantNodes().Select(node => node switch
        {
            ParameterSyntax declared => declared.Identifier,
            VariableDeclaratorSyntax declared => declared.Identifier,
            SingleVariableDesignationSyntax declared => declared.Identifier,
            ForEachStatementSyntax declared => declared.Identifier,
            LocalFunctionStatementSyntax declared => declared.Identifier,
            MethodDeclarationSyntax declared => declared.Identifier,
            BaseTypeDeclarationSyntax declared => declared.Identifier,
            _ => default,
        }).Select(identifier => identifier.ValueText));
}
