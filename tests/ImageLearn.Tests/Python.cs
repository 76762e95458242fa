using System.Diagnostics;

namespace ImageLearn.Tests;

/// <summary>Runs Python programs, for tests against Python's libraries.</summary>
static class Python
{
    const string Interpreter = "/usr/bin/python3";

    public static bool Has(string module) => File.Exists(Interpreter) && Start($"import {module}") is (0, _, _);

    /// <summary>What a program prints.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var (code, output, errors) = Start(program, arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    static (int Code, string Output, string Errors) Start(string program, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Interpreter, ["-c", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, output, errors.Result);
    }
}
