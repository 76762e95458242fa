using ImageLearn.Checks;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Verify;

/// <summary>What a run of the student's copy must show: exercises that are not attempted, and nothing else that breaks.</summary>
static class StudentRunRules
{
    static readonly CSharpParseOptions s_script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <param name="run">The run of the student's copy.</param>
    /// <param name="solution">The run of the solution, whose own failures are told there.</param>
    /// <param name="findings">Of the student's copy.</param>
    public static void Check(NotebookRun run, NotebookRun solution, Findings findings)
    {
        var roots = run.Cells.ToDictionary(cell => cell, cell => CSharpSyntaxTree.ParseText(cell.Cell.Source, s_script).GetRoot());
        var variables = roots.Values.SelectMany(Declared).ToHashSet();
        var told = solution.Cells.Where(cell => cell.IsFailure).Select(cell => cell.Cell.Id).ToHashSet();
        var lost = new HashSet<string>(); // variables that a cell that failed would have set
        foreach (var cell in run.Cells)
        {
            if (NbgraderMetadata.Of(cell.Cell) is { Grade: true, Solution: false }) CheckCell(cell, findings);
            if (!cell.IsFailure) continue;
            var used = Used(roots[cell]).ToList();
            var excused = ErrorText.IsStub(cell) || used.Any(lost.Contains) || told.Contains(cell.Cell.Id);
            if (!excused)
                findings.Add(cell.Cell, $"in the student's copy it fails although no exercise is to blame: {ErrorText.Of(cell)} Put the solution region inside a method, so that what follows still compiles.");
            lost.UnionWith(used.Where(variables.Contains));
        }
    }

    static void CheckCell(CellRun cell, Findings findings)
    {
        foreach (var check in CheckNotes.Of(cell).Where(check => check.Outcome != CheckOutcome.NotAttempted))
            findings.Add(cell.Cell, check.Outcome == CheckOutcome.Passed
                ? "the student's copy passes its check although the exercise is not attempted. Add a step that needs the solution."
                : $"in the student's copy its check does not say 'not attempted', but: {string.Join(" ", check.Complaints)} Let the check call the method that the student writes.");
    }

    /// <summary>The variables that a cell declares for the cells after it.</summary>
    static IEnumerable<string> Declared(SyntaxNode root) => root
        .DescendantNodes(node => node is not (LambdaExpressionSyntax or BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or TypeDeclarationSyntax))
        .Select(node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
            _ => null,
        })
        .OfType<string>();

    /// <summary>All names in a cell, declared or used.</summary>
    static IEnumerable<string> Used(SyntaxNode root) => root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);
}
