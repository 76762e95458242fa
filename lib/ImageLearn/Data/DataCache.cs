namespace ImageLearn.Data;

/// <summary>Where data lie that do not come with the course: made once, downloaded with <c>imagelearn data fetch</c>, or put there by hand.</summary>
public static class DataCache
{
    /// <summary>
    /// The folder: what IMAGELEARN_DATA names, otherwise <c>imagelearn/data</c> in the user's folder for application data; null for a user who has none.
    /// It need not exist yet.
    /// </summary>
    public static string? Folder =>
        Environment.GetEnvironmentVariable("IMAGELEARN_DATA") is { Length: > 0 } named ? Path.GetFullPath(named)
        : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } user ? Path.Combine(user, "imagelearn", "data")
        : null;
}
