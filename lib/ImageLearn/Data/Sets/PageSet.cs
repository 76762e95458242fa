using ImageLearn.Imaging;

namespace ImageLearn.Data;

/// <summary>Handwritten pages to read. <c>var pages = Datasets.Pages();</c></summary>
/// <param name="Source">Which pages these are, for a reader.</param>
/// <param name="Pages">The pages.</param>
public sealed record PageSet(string Source, IReadOnlyList<HandwrittenPage> Pages)
{
    /// <summary>Which pages these are, by name.</summary>
    public override string ToString() => $"{Source}: {string.Join(", ", Pages.Select(static page => page.Name))}";

    static readonly string[] s_own = ["page-list", "page-letters", "page-poem", "page-net"];

    /// <summary>What the course's pages say; 03 and 04 as the course's own solution reads them.</summary>
    static readonly (string Name, string Text)[] s_course =
    [
        ("01_list", "TO DO LIST\n1. MAKE A TO DO LIST\n2. CHECK OFF THE FIRST\nTHING ON TO DO LIST\n3. REALIZE YOU HAVE ALREADY\nCOMPLETED 2 THINGS\n4. REWARD YOURSELF WITH\nA NAP"),
        ("02_letters", "ABCDEFG\nHIJKLMN\nOPQRSTU\nVWXYZ\n1234567890"),
        ("03_haiku", "HAIKUS ARE EASY\nBUT SOMETIMES THEY DONT MAKE SENSE\nREFRIGERATOR"),
        ("04_deep", "DEEP LEARNING\nDEEPER LEARNING\nDEEPEST LEARNING"),
    ];

    internal static PageSet Own(string source) => new(source, [.. s_own.Select(static name =>
        HandwrittenPage.Load(DataFolder.Find($"{name}.jpg"), File.ReadAllText(DataFolder.Find($"{name}.txt")).ReplaceLineEndings("\n").TrimEnd()))]);

    /// <summary>Those of the course's pages that lie in a folder of downloaded data; null if none does.</summary>
    internal static PageSet? Course(string folder)
    {
        var there = s_course.Select(page => (Path: Path.Combine(folder, "course-pages", $"{page.Name}.jpg"), page.Text)).Where(static page => File.Exists(page.Path)).ToList();
        return there.Count == 0 ? null : new($"Pages of the course 16-720, {there.Count} of {s_course.Length}", [.. there.Select(static page => HandwrittenPage.Load(page.Path, page.Text))]);
    }
}

/// <summary>A photograph of a handwritten page, and what the page says.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Picture">The photograph, in colour.</param>
/// <param name="Text">Line after line, words with spaces between them.</param>
public sealed record HandwrittenPage(string Name, Image Picture, string Text)
{
    internal static HandwrittenPage Load(string path, string text) =>
        new(Path.GetFileNameWithoutExtension(path), Image.Load(path, $"A handwritten page that says: {text.Replace('\n', ' ')}"), text);
}
