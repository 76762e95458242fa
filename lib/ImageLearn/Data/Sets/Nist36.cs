namespace ImageLearn.Data;

/// <summary>NIST36, the real handwriting of Carnegie Mellon's course 16-720: three MATLAB files, which everyone fetches for themselves.</summary>
static class Nist36
{
    public const string Folder = "nist36";

    static readonly string[] s_parts = ["train", "valid", "test"];

    /// <summary>The set in a folder of downloaded data; null if a file of it is not there, and which in <paramref name="missing"/>.</summary>
    /// <exception cref="DataFormatException">A file is damaged or holds something else.</exception>
    public static CharacterSet? Load(string folder, out string[] missing)
    {
        string[] files = [.. s_parts.Select(part => Path.Combine(folder, Folder, $"nist36_{part}.mat"))];
        missing = [.. files.Where(file => !File.Exists(file))];
        return missing.Length > 0 ? null
            : new("NIST36, real handwriting", Part(files[0], s_parts[0]), Part(files[1], s_parts[1]), Part(files[2], s_parts[2]));
    }

    static CharacterExamples Part(string path, string part)
    {
        var file = MatFile.Load(path);
        string[] names = [$"{part}_data", $"{part}_labels"];
        if (!names.All(file.Names.Contains) || file[names[0]].Size is not [int count, HandwritingGenerator.Pixels] || !file[names[1]].Size.SequenceEqual([count, CharacterSet.Characters.Length]))
            throw new DataFormatException($"{path}: this is not NIST36's: expected {names[0]} with {HandwritingGenerator.Pixels} columns and {names[1]} with {CharacterSet.Characters.Length} and as many rows, got {file.ToString().Replace("\n", ", ")}. Delete it, or replace it with imagelearn data fetch nist36.");
        var targets = file[names[1]].ToTensor();
        return new(file[names[0]].ToTensor(), targets, targets.ArgMax(1));
    }
}
