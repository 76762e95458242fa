using ImageLearn.Output;

namespace ImageLearn.Interactive;

/// <summary>
/// What a cell may call by its bare name. The names are those of .NET Interactive, which brings its own; therefore
/// they live in a namespace of their own, imported by our session only.
/// </summary>
public static class Notebook
{
    /// <summary>Shows a value below the cell, before the cell ends. The handle replaces what is shown.</summary>
    /// <param name="value">Any value; figures, images, tensors and checks show themselves.</param>
    /// <param name="mimeType">For a string that is already in a form of its own, its type, e.g. <c>text/html</c>.</param>
    public static DisplayHandle display(object? value, string? mimeType = null) =>
        Cell.Show(mimeType is null ? Formatting.ToMimeBundle(value) : new MimeBundle().With(mimeType, value?.ToString() ?? ""));

    /// <inheritdoc cref="display"/>
    public static DisplayHandle Display(this object? value, string? mimeType = null) => display(value, mimeType);

    /// <summary>Replaces what a handle shows.</summary>
    public static void Update(this DisplayHandle handle, object? value) => handle.Update(Formatting.ToMimeBundle(value));

    /// <summary>Shows HTML below the cell.</summary>
    public static DisplayHandle HTML(string html) => display(html, "text/html");

    /// <summary>Shows Markdown below the cell.</summary>
    public static DisplayHandle Markdown(string markdown) => display(markdown, "text/markdown");

    /// <summary>Removes the outputs of the cell so far; with <paramref name="wait"/> only when the next one arrives.</summary>
    public static void ClearOutput(bool wait = false) => Cell.Host.ClearOutput(wait);
}
