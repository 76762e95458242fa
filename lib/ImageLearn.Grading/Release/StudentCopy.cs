using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageLearn.Grading.Release;

/// <summary>Derives the notebook that students get from the solution: the same input gives the same bytes.</summary>
public static partial class StudentCopy
{
    // What is not listed stays behind: a new kind of metadata must not give a solution away.
    static readonly string[] s_notebookKeys = ["kernelspec", "language_info", "imagelearn"];
    static readonly string[] s_cellKeys = ["nbgrader", "imagelearn", "tags"];
    static readonly string[] s_questionKeys = ["question", "kind", "rubric", "variant"];

    /// <summary>The student's copy of a solution notebook, which is left as it is; <paramref name="name"/> stands for the file in messages.</summary>
    /// <exception cref="CourseException">The notebook is not written as the README says; the message names the cell.</exception>
    public static NotebookDocument Of(NotebookDocument solution, string name)
    {
        var copy = NotebookDocument.Parse(solution.ToJson(), name);
        copy.Other.Clear();
        copy.Metadata = Keep(copy.Metadata, s_notebookKeys);
        foreach (var cell in copy.Cells)
        {
            try
            {
                Derive(cell);
            }
            catch (CourseException e)
            {
                throw new CourseException($"{name} {CellName.Of(copy, cell)}: {e.Message}.");
            }
        }
        return copy;
    }

    static void Derive(NotebookCell cell)
    {
        var question = QuestionMetadata.Of(cell);
        var nbgrader = NbgraderMetadata.Of(cell);
        if (cell.Kind == CellKind.Code) cell.Source = Stubbed(cell.Source, question, nbgrader);
        else if (nbgrader is { Solution: true })
        {
            cell.Source = $"*Your answer to {Number(question)} goes here.*";
            cell.Attachments = null;
        }

        cell.Outputs.Clear();
        cell.ExecutionCount = null;
        cell.Other.Clear();
        cell.Metadata = Keep(cell.Metadata, s_cellKeys);
        if (cell.Metadata["imagelearn"] is JsonObject ours) cell.Metadata["imagelearn"] = Keep(ours, s_questionKeys);
        // The choices would tell everybody's numbers.
        if (question.Variant is not null) cell.Metadata["imagelearn"]!["variant"] = Variant.Json(cell);
        if (nbgrader is not null) Seal(cell, nbgrader);
    }

    static string Stubbed(string source, QuestionMetadata question, NbgraderMetadata? nbgrader)
    {
        var regions = Region.Count(source, RegionKind.Solution);
        if (nbgrader is { Solution: true } && regions == 0)
            throw new CourseException("the cell is a solution without a solution region. Put // BEGIN SOLUTION and // END SOLUTION around what the student has to write");
        if (nbgrader is not { Solution: true } && regions > 0)
            throw new CourseException("the cell has a solution region and is not marked as a solution. Set \"solution\": true in its nbgrader metadata");
        return HintSealing.Seal(Region.Replace(UpperReference().Replace(source, "$1"), (kind, indent) => kind == RegionKind.HiddenTests ? [] :
        [
            $"{indent}// TODO {Number(question)}",
            $"{indent}throw new NotImplementedException({SymbolDisplay.FormatLiteral(question.Stub is null ? Number(question) : $"{question.Question}: {question.Stub}", quote: true)});",
        ]));
    }

    static string Number(QuestionMetadata question) => question.Question
        ?? throw new CourseException("the cell is a solution without a question number. Add \"imagelearn\": {\"question\": \"Q…\"} to its metadata");

    /// <summary>What nbgrader's own release does: locks the cells and notes their checksum and type, by which it later knows what was changed.</summary>
    static void Seal(NotebookCell cell, NbgraderMetadata nbgrader)
    {
        if (nbgrader is not ({ Grade: true } or { Solution: true } or { Locked: true })) return;
        var json = (JsonObject)cell.Metadata["nbgrader"]!;
        json["checksum"] = nbgrader.Checksum(cell);
        json["cell_type"] = NbgraderMetadata.TypeName(cell.Kind);
        cell.Metadata["deletable"] = false;
        if (nbgrader.IsReadOnly) cell.Metadata["editable"] = false;
    }

    static JsonObject Keep(JsonObject json, string[] keys) =>
        new(from property in json where keys.Contains(property.Key) select KeyValuePair.Create(property.Key, property.Value?.DeepClone()));

    // The copy lies one folder above the solution.
    [GeneratedRegex("""^(#(?:r|load) ")\.\./""", RegexOptions.Multiline)]
    private static partial Regex UpperReference();
}
