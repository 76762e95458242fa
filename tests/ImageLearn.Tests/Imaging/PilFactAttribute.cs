namespace ImageLearn.Tests.Imaging;

/// <summary>A test against Python's imaging library (Debian: python3-pil).</summary>
public sealed class PilFactAttribute : FactAttribute
{
    public PilFactAttribute()
    {
        if (!Found) Skip = "needs /usr/bin/python3 with PIL (Debian package python3-pil)";
    }

    internal static bool Found { get; } = Python.Has("PIL.Image");
}
