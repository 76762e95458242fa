using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Units;

/// <summary>What nbgrader's metadata says of a cell. What is missing or of a wrong type reads as nbgrader's default; <see cref="NbgraderSchema"/> finds it.</summary>
public sealed record NbgraderMetadata(string GradeId, bool Grade, bool Solution, bool Locked, bool Task, double Points)
{
    /// <summary>Null when the cell has none.</summary>
    public static NbgraderMetadata? Of(NotebookCell cell)
    {
        if (cell.Metadata["nbgrader"] is not JsonObject json) return null;
        bool Flag(string name) => json[name]?.GetValueKind() == JsonValueKind.True;
        return new(
            json["grade_id"] is JsonValue id && id.TryGetValue<string>(out var text) ? text : "",
            Flag("grade"), Flag("solution"), Flag("locked"), Flag("task"),
            json["points"]?.GetValueKind() == JsonValueKind.Number ? json["points"].Deserialize<double>() : 0);
    }

    /// <summary>Whether the student must leave the cell as it is: every check, and what is locked otherwise; never a place to answer in.</summary>
    public bool IsReadOnly => !Solution && (Grade || Locked);

    /// <summary>
    /// nbgrader's checksum of a cell: the MD5 of its source, its type, whether it is graded, a solution and read-only, its id, and, when graded, its points.
    /// Python writes the parts, so truth values are <c>True</c> and <c>False</c>, and points <c>3.0</c>.
    /// </summary>
    public string Checksum(NotebookCell cell)
    {
        static string Python(bool flag) => flag ? "True" : "False";
        var text = new StringBuilder(cell.Source)
            .Append(TypeName(cell.Kind))
            .Append(Python(Grade)).Append(Python(Solution)).Append(Python(IsReadOnly))
            .Append(GradeId);
        if (Grade) text.Append(Points.ToString(Points == Math.Truncate(Points) ? "0.0" : "R", CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The name of a kind of cell in notebooks.</summary>
    public static string TypeName(CellKind kind) => kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" };
}
