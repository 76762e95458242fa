namespace ImageLearn.Tests.Files;

/// <summary>A test against NumPy (Debian: python3-numpy).</summary>
public sealed class NumpyFactAttribute : FactAttribute
{
    static readonly bool Found = Python.Has("numpy");

    public NumpyFactAttribute()
    {
        if (!Found) Skip = "needs /usr/bin/python3 with NumPy (Debian package python3-numpy)";
    }
}
