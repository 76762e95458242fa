using System.Diagnostics;

namespace ImageLearn.Tests.Files;

/// <summary>A test against NumPy (Debian: python3-numpy).</summary>
public sealed class NumpyFactAttribute : FactAttribute
{
    const string Python = "/usr/bin/python3";
    static readonly bool Found = File.Exists(Python) && Start("import numpy") is (0, _, _);

    public NumpyFactAttribute()
    {
        if (!Found) Skip = "needs /usr/bin/python3 with NumPy (Debian package python3-numpy)";
    }

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
