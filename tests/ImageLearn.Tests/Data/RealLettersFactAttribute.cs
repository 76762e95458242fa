namespace ImageLearn.Tests.Data;

/// <summary>A test on real letters that are not part of the project: the course's nist26_valid.mat, in the folder IMAGELEARN_REAL_DATA names or in shared/realdata beside the repository.</summary>
public sealed class RealLettersFactAttribute : FactAttribute
{
    public static string? Path { get; } = Folders().Select(static folder => System.IO.Path.Combine(folder, "nist26_valid.mat")).FirstOrDefault(File.Exists);

    public RealLettersFactAttribute()
    {
        if (Path is null) Skip = "needs nist26_valid.mat, which is not part of the project, in the folder that IMAGELEARN_REAL_DATA names or in shared/realdata beside the repository";
    }

    static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("IMAGELEARN_REAL_DATA") is { Length: > 0 } folder) yield return folder;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent) yield return System.IO.Path.Combine(at.FullName, "shared", "realdata");
    }
}
