using System.Security.Cryptography;
using System.Text;

namespace ImageLearn.Notebooks.Documents;

/// <summary>Cell ids for cells that have none, or one that is not valid or taken: derived from the cell's text, so that the same notebook always gets the same.</summary>
static class CellIds
{
    public static void Repair(IReadOnlyList<NotebookCell> cells)
    {
        // A cell keeps the id it has; only then do the others choose among what is left.
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var without = cells.Where(cell => !IsValid(cell.Id) || !taken.Add(cell.Id)).ToList();
        // Of thousands of cells that are alike, each goes on where the one before found its own.
        var attempts = new Dictionary<(CellKind, string), int>();
        foreach (var cell in without)
        {
            var attempt = attempts.GetValueOrDefault((cell.Kind, cell.Source));
            do cell.Id = Derive(cell, attempt++);
            while (!taken.Add(cell.Id));
            attempts[(cell.Kind, cell.Source)] = attempt;
        }
    }

    static bool IsValid(string id) => id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    // Eight hexadecimal digits, as Jupyter makes them.
    static string Derive(NotebookCell cell, int attempt) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{cell.Kind}/{attempt}/{cell.Source}")))[..8];
}
