using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Downloads;

/// <summary>Downloads a published set and puts its files in place.</summary>
public static class Fetching
{
    /// <param name="store">Where the files go, and where the zip lies until they are there.</param>
    /// <param name="set">Which data.</param>
    /// <param name="download">Makes the download of the set to a path.</param>
    /// <param name="progress">Told how many bytes of the zip are there.</param>
    /// <param name="cancel">Stops; the next call goes on from there.</param>
    /// <returns>False when all files were there before.</returns>
    /// <exception cref="CourseException">The download did not succeed, or gave something else than what was published; nothing was put in place.</exception>
    public static async Task<bool> FetchAsync(DataStore store, PublishedSet set, Func<string, Download> download, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        if (store.Missing(set).Count == 0) return false;
        Directory.CreateDirectory(store.Folder);
        var zip = Path.Combine(store.Folder, $"{set.Name}.zip.part");
        try
        {
            await download(zip).RunAsync(progress, cancel);
        }
        catch when (new FileInfo(zip) is { Exists: true, Length: 0 })
        {
            File.Delete(zip);   // nothing to go on from
            throw;
        }
        try
        {
            store.Add(zip, set);
        }
        catch (CourseException e)
        {
            File.Delete(zip);
            throw new CourseException($"What was downloaded is of no use and was removed: {e.Message}");
        }
        File.Delete(zip);
        return true;
    }
}
