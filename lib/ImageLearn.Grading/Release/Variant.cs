using System.Globalization;
using System.Text.Json.Nodes;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Students;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Grading.Release;

/// <summary>
/// Numbers that are each student's own. They stand in a given cell, as <c>const double slope = 2;</c>, and its metadata has the choices. A solution holds one of them, and so runs as it
/// is. A student's copy has no other choice than its own.
/// </summary>
static class Variant
{
    /// <summary>Whether a cell holds such numbers.</summary>
    public static bool IsIn(NotebookCell cell) => cell.Metadata["imagelearn"]?["variant"] is not null;

    /// <summary>Whose copy a notebook is, by its metadata; null when it is nobody's own.</summary>
    public static string? StudentOf(NotebookDocument notebook) => notebook.Metadata["imagelearn"] is JsonObject ours && ours["student"] is JsonValue value && value.TryGetValue<string>(out var student) ? student : null;

    /// <summary>The solution with a student's numbers, of which the student's copy is made as ever.</summary>
    /// <exception cref="CourseException">A cell with numbers is not written as the README says.</exception>
    public static NotebookDocument For(NotebookDocument solution, CourseSecret secret, string student)
    {
        var own = NotebookDocument.Parse(solution.ToJson(), "solution");
        foreach (var cell in own.Cells.Where(IsIn))
        {
            var question = QuestionMetadata.Of(cell);
            cell.Source = With(cell.Source, question.Variant!.ToDictionary(number => number.Key, number => number.Value[secret.Draw(student, question.Question ?? "", number.Key, number.Value.Count)]));
        }
        own.Metadata["imagelearn"]!["student"] = student;
        return own;
    }

    /// <summary>The numbers that stand in a cell, by the names in its metadata.</summary>
    /// <exception cref="CourseException">One does not stand there.</exception>
    public static IReadOnlyDictionary<string, double> Of(NotebookCell cell) => QuestionMetadata.Of(cell).Variant!.Keys
        .ToDictionary(name => name, name => double.Parse(Number(CodeText.Root(cell.Source), name).ToString(), CultureInfo.InvariantCulture));

    /// <summary>What a student's copy says of its numbers: no choice but its own.</summary>
    public static JsonObject Json(NotebookCell cell) => new(Of(cell).Select(number => KeyValuePair.Create(number.Key, (JsonNode?)new JsonArray(number.Value))));

    /// <summary>Gives a newer release, which is nobody's own, the numbers that a student's notebook has.</summary>
    public static void Keep(NotebookDocument notebook, NotebookDocument release)
    {
        if (StudentOf(notebook) is not { } student) return;
        foreach (var cell in release.Cells.Where(IsIn))
        {
            if (notebook.Cells.Find(other => Merging.AreSame(other, cell)) is not { } own || QuestionMetadata.Of(own).Variant is not { } numbers) continue;
            var names = QuestionMetadata.Of(cell).Variant!.Keys;
            cell.Source = With(cell.Source, numbers.Where(number => names.Contains(number.Key) && number.Value.Count == 1).ToDictionary(number => number.Key, number => number.Value[0]));
            cell.Metadata["imagelearn"]!["variant"] = Json(cell);
            if (NbgraderMetadata.Of(cell) is { } nbgrader) cell.Metadata["nbgrader"]!["checksum"] = nbgrader.Checksum(cell);
        }
        release.Metadata["imagelearn"]!["student"] = student;
    }

    static string With(string source, IReadOnlyDictionary<string, double> numbers)
    {
        var root = CodeText.Root(source);
        foreach (var (span, number) in numbers.Select(number => (Number(root, number.Key).Span, number.Value)).OrderByDescending(number => number.Span.Start))
            source = source[..span.Start] + number.ToString("R", CultureInfo.InvariantCulture) + source[span.End..];
        return source;
    }

    static ExpressionSyntax Number(CompilationUnitSyntax root, string name) =>
        root.DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(declared => declared.Identifier.ValueText == name).Select(declared => declared.Initializer?.Value).FirstOrDefault() switch
        {
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } number when IsPlain(number) => number,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax number } minus when IsPlain(number) => minus,
            _ => throw new CourseException($"the metadata name a number '{name}', and the cell has no such constant. Write const double {name} = 1.5; without suffix"),
        };

    static bool IsPlain(LiteralExpressionSyntax number) => double.TryParse(number.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
