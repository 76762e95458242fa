using System.Diagnostics;

namespace ImageLearn.Tests.Imaging;

/// <summary>A test against Python's imaging library (Debian: python3-pil).</summary>
public sealed class PilFactAttribute : FactAttribute
{
    public PilFactAttribute()
    {
        if (!Pil.Found) Skip = "needs /usr/bin/python3 with PIL (Debian package python3-pil)";
    }
}

/// <summary>Runs Python programs that use PIL.</summary>
static class Pil
{
    const string Python = "/usr/bin/python3";

    public static bool Found { get; } = File.Exists(Python) && Start("import PIL.Image") is (0, _, _);

    /// <summary>What a program prints.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var (code, output, errors) = Start(program, arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    static (int Code, string Output, string Errors) Start(string program, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, output, errors.Result);
    }
}
