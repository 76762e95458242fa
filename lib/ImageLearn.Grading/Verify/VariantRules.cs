using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Verify;

/// <summary>What must hold of a question with numbers of each student's own.</summary>
static class VariantRules
{
    /// <summary>Some students who do not exist, the same in every run.</summary>
    public static IReadOnlyList<NotebookDocument> Samples(NotebookDocument solution) => !solution.Cells.Exists(Variant.IsIn) ? []
        : [.. Enumerable.Range(1, 3).Select(i => Variant.For(solution, new("verify, not a secret"u8.ToArray()), $"student {i}"))];

    /// <summary>What can be seen of the cells that hold them.</summary>
    public static void Check(NotebookDocument solution, Findings findings)
    {
        foreach (var cell in solution.Cells.Where(Variant.IsIn))
        {
            var question = QuestionMetadata.Of(cell);
            if (question.Question is null) findings.Add(cell, "a cell with numbers of each student's own belongs to no question. Add \"question\" to its metadata.");
            if (cell.Kind != CellKind.Code || NbgraderMetadata.Of(cell) is not { IsReadOnly: true, Grade: false, GradeId: not "" })
                findings.Add(cell, "a cell with numbers of each student's own is a given one, which students leave as it is. Make it a code cell with nbgrader metadata: a grade_id, locked: true, grade and solution false.");
            foreach (var (name, number) in Variant.Of(cell))
            {
                var choices = question.Variant![name];
                if (choices.Distinct().Count() < 2) findings.Add(cell, $"'{name}' has one choice only. Give at least two.");
                if (!choices.Contains(number)) findings.Add(cell, $"'{name}' is {number} in the cell, which is none of its choices. Write one of them.");
            }
        }
    }
}
