using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Downloads;

/// <summary>A file that others have published, known by its bytes.</summary>
public sealed record PublishedFile(string Name, long Bytes, string Sha256);

/// <summary>
/// Data that may not be passed on with the course, which everyone fetches for themselves: a zip at <paramref name="Url"/> of <paramref name="ZipBytes"/> bytes that
/// holds <paramref name="Files"/>. They belong in the folder <paramref name="Name"/> of the data cache. The connection is not secured, so the files' SHA-256 decide.
/// </summary>
public sealed record PublishedSet(string Name, string What, Uri Url, long ZipBytes, IReadOnlyList<PublishedFile> Files)
{
    public static PublishedSet Nist36 { get; } = new("nist36", "real handwriting, 36 characters", new("http://www.cs.cmu.edu/~lkeselma/16720a_data/data.zip"), 216305627,
    [
        new("nist36_train.mat", 81169904, "e34d2eb6301f7f83fc2b28bb07c1c1742099f319b1415d282c8f7b5a68a9394b"),
        new("nist36_valid.mat", 27082371, "941c15d9682438673da199b7cedf66ffe0eb003ec02a7ff60b1073e87bb0e66b"),
        new("nist36_test.mat", 13541540, "92d7fc9ea1d13594f48fbc2205bba2eb077c62acf6011c44709a9e06314256a4"),
    ]);

    public static PublishedSet CoursePages { get; } = new("course-pages", "four photographs of handwritten pages", new("http://www.cs.cmu.edu/~lkeselma/16720a_data/images.zip"), 3248168,
    [
        new("01_list.jpg", 640400, "30937d02f89b6aab490b231340901b61309b090a88269e2e6617cad6da9230b4"),
        new("02_letters.jpg", 834999, "1187b79093ad73ff6fb2e14a800923b496e84b406433ee545bab716862bec6f6"),
        new("03_haiku.jpg", 440632, "524a81dbbf5a63697037a79a258ab51b85b518945d9f684fa1244a40921430dc"),
        new("04_deep.jpg", 1358620, "7f7b13dafeb706dbc0f3132f27db5c1afb94bfc5ee0ef3aa485b15a26b51ecab"),
    ]);

    public static IReadOnlyList<PublishedSet> All { get; } = [Nist36, CoursePages];

    /// <exception cref="CourseException">There is no such set.</exception>
    public static PublishedSet Find(string name) => All.FirstOrDefault(set => string.Equals(set.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new CourseException($"There are no data called '{name}'. Give {string.Join(" or ", All.Select(set => set.Name))}.");
}
