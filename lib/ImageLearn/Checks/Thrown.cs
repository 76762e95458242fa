using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ImageLearn.Checks;

/// <summary>What an exception thrown by a student's answer means.</summary>
static partial class Thrown
{
    /// <summary>The exception itself, without the wrappers that reflection, tasks and static constructors put around it.</summary>
    public static Exception Unwrap(Exception e)
    {
        while (e is TargetInvocationException or TypeInitializationException or AggregateException { InnerExceptions.Count: 1 } && e.InnerException is { } inner) e = inner;
        return e;
    }

    /// <summary>Not attempted when the stub's exception is anywhere inside; otherwise failed, with the student's own line.</summary>
    public static Verdict Explain(Exception e, string question)
    {
        if (Stub(e) is { } stub) return NotAttempted(stub, question);
        e = Unwrap(e);
        var line = StudentLine(e) is { } place ? $"{place}: " : "";
        // What .NET says of it ("insufficient execution stack") helps nobody who meets it for the first time.
        return e is InsufficientExecutionStackException
            ? new(CheckOutcome.Failed, $"{line}it calls itself without end.", "A method that calls itself needs a case in which it does not.")
            : new(CheckOutcome.Failed, $"{line}{e.GetType().Name}: {e.Message}", Advice(e));
    }

    /// <summary>Where .NET says what happened but not what to look for.</summary>
    static string Advice(Exception e) => e switch
    {
        IndexOutOfRangeException when e.Message == s_outsideArray => "An array of n has the indices 0 to n − 1. Look at where the loop ends: < or <=, and at the array's length.",
        NullReferenceException => "Something before a dot or a bracket is null: it was never given a value.",
        _ => "",
    };

    static readonly string s_outsideArray = new IndexOutOfRangeException().Message;

    /// <summary>Whether the stub of an exercise threw, here or deeper.</summary>
    public static bool IsStub(Exception e) => Stub(e) is not null;

    /// <summary>An exception the author of a function did not mean to throw: it is no way to refuse a bad input.</summary>
    public static bool IsAccident(Exception e) => Unwrap(e) is NullReferenceException or IndexOutOfRangeException or InvalidCastException or DivideByZeroException or KeyNotFoundException;

    static NotImplementedException? Stub(Exception? e) => e switch
    {
        null => null,
        NotImplementedException stub => stub,
        AggregateException all => all.InnerExceptions.Select(Stub).FirstOrDefault(stub => stub is not null),
        _ => Stub(e.InnerException),
    };

    static Verdict NotAttempted(NotImplementedException stub, string question)
    {
        var match = StubMessage().Match(stub.Message);
        var (asked, what) = match.Success ? (match.Groups["question"].Value, match.Groups["what"].Value) : (question, "");
        var aside = what.Length > 0 ? $" ({what})" : "";
        return new(CheckOutcome.NotAttempted, asked == question ? $"not attempted yet{aside}." : $"it waits for {asked}{aside}, which is not written yet.");
    }

    /// <summary>The deepest frame with a source line outside this library: in a notebook, the student's.</summary>
    static string? StudentLine(Exception e)
    {
        foreach (var frame in new StackTrace(e, fNeedFileInfo: true).GetFrames())
            if (frame.GetFileLineNumber() is > 0 and var line && frame.GetMethod() is { } method && method.Module.Assembly != typeof(Thrown).Assembly)
            {
                var cell = Path.GetFileName(frame.GetFileName());
                return $"{(string.IsNullOrEmpty(cell) ? "" : $"{cell}, ")}line {line}{(MethodName(method) is { } name ? $" in {name}" : "")}";
            }
        return null;
    }

    /// <summary>
    /// The name as it was written: of a local function (<c>&lt;Outer&gt;g__Name|0_0</c>) its own, of a lambda (<c>&lt;Outer&gt;b__0_0</c>) that of the
    /// method around it; null for what only the compiler named.
    /// </summary>
    static string? MethodName(MethodBase method) =>
        CompilerName().Match(method.Name) is { Success: true } match ? match.Groups["name"].Value : method.Name.StartsWith('<') ? null : method.Name;

    [GeneratedRegex(@"^(?<question>Q\d[\w.]*)(: *(?<what>.+))?$", RegexOptions.Singleline)]
    private static partial Regex StubMessage();

    [GeneratedRegex(@"^<.*>g__(?<name>\w+)\||^<(?<name>\w+)>b__")]
    private static partial Regex CompilerName();
}
