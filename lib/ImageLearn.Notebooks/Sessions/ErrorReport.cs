using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Execution;
using Microsoft.CodeAnalysis.Text;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>Turns what went wrong into what a student reads: the cell, the line, the source of that line, and the message.</summary>
sealed partial class ErrorReport
{
    const string Red = "\e[31m", Dim = "\e[2m", Plain = "\e[0m";
    const int MostErrors = 8, MostFrames = 12;

    readonly Dictionary<string, (int Cell, string Code)> _sources = [];
    readonly UnsetVariables _unset = new();

    public static CellError Interrupted { get; } = Error("Interrupted", "The cell was interrupted. Variables are as they were at that moment.");

    /// <summary>Keeps a cell's source for the messages; returns the name under which the compiler is to know it.</summary>
    public string Remember(int number, string code)
    {
        var name = $"Cell {number}";
        _sources[name] = (number, code);
        return name;
    }

    public CellError Of(int cell, DirectiveException exception) => Error("DirectiveError", $"Cell {cell}, line {exception.Line}: {exception.Message}", Source($"Cell {cell}", exception.Line));

    public CellError Of(int cell, CellCompilationException exception)
    {
        var lines = new List<string>();
        string? first = null;
        foreach (var error in exception.Errors.Take(MostErrors))
        {
            var at = error.Location.GetMappedLineSpan();
            var (line, column) = (at.StartLinePosition.Line + 1, at.StartLinePosition.Character + 1);
            var file = string.IsNullOrEmpty(at.Path) || !Path.HasExtension(at.Path) ? $"Cell {cell}" : at.Path;
            var where = $"{file}, line {line}, column {column}";
            var message = $"error {error.Id}: {ScriptAdvice.For(error) ?? error.GetMessage(CultureInfo.InvariantCulture)}";
            first ??= $"{where}: {message}";
            lines.Add($"{where}: {Red}{message}{Plain}");
            lines.AddRange(Source(file, line, column, at.Span.End.Line == at.Span.Start.Line ? at.Span.End.Character - at.Span.Start.Character : 1));
        }
        if (exception.Errors.Count > MostErrors) lines.Add($"… and {exception.Errors.Count - MostErrors} more.");
        return new("CompilationError", first!, lines);
    }

    /// <summary>Notes how the code of a cell ended, for the messages of the cells after it.</summary>
    public void Note(int cell, Exception? exception) =>
        _unset.Note(cell, _sources[$"Cell {cell}"].Code, exception is null ? null : OwnFrames(exception).LastOrDefault(frame => frame.Cell == cell)?.Line, Output.Cell.IsInterrupted);

    /// <param name="exception">What the code of a cell threw.</param>
    /// <param name="cell">The cell's number.</param>
    /// <param name="isNull">Whether the session's variable of a name is null; null when nothing is to be said of them.</param>
    public CellError Of(Exception exception, int cell = 0, Func<string, bool>? isNull = null)
    {
        if (exception is AggregateException { InnerExceptions: [var only] }) exception = only;
        if (exception is TargetInvocationException or TypeInitializationException && exception.InnerException is { } inner) exception = inner;

        var unset = isNull is not null && exception is NullReferenceException or ArgumentNullException
            ? _unset.Explain(cell, OwnFrames(exception).Select(frame => (frame.Cell, _sources[frame.Name].Code, frame.Line)), isNull)
            : null;
        var message = unset ?? Explain(exception);
        var lines = new List<string> { $"{Red}{exception.GetType().Name}{Plain}: {message}" };
        lines.AddRange(Frames(exception));
        foreach (var cause in Causes(exception).TakeWhile(_ => lines.Count < 3 * MostFrames))
        {
            lines.Add($"caused by {Red}{cause.GetType().Name}{Plain}: {Explain(cause)}");
            lines.AddRange(Frames(cause));
        }
        return new(exception.GetType().Name, message, lines);
    }

    /// <summary>The exceptions inside one, down to the first; of several tasks' exceptions each one.</summary>
    static IEnumerable<Exception> Causes(Exception exception) =>
        from inner in exception is AggregateException several ? several.InnerExceptions : exception.InnerException is { } only ? [only] : (IEnumerable<Exception>)[]
        from cause in Causes(inner).Prepend(inner)
        select cause;

    static string Explain(Exception exception)
    {
        if (exception is InsufficientExecutionStackException) return "The recursion is too deep: a method calls itself without reaching its base case.";
        // The message of a student's own exception is a student's own code.
        try { return exception.Message; }
        catch (Exception e) when (e is not ThreadInterruptedException) { return $"(its Message threw {e.GetType().Name})"; }
    }

    static CellError Error(string name, string message, params IEnumerable<string> source) => new(name, message, [$"{Red}{message}{Plain}", .. source]);

    sealed record Frame(int Cell, string Name, int Line, MethodBase? Method);

    /// <summary>The frames that lie in the student's own cells, innermost first.</summary>
    IEnumerable<Frame> OwnFrames(Exception exception) =>
        from frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        let name = Path.GetFileName(frame.GetFileName()) ?? ""
        where _sources.ContainsKey(name) && frame.GetFileLineNumber() > 0
        select new Frame(_sources[name].Cell, name, frame.GetFileLineNumber(), frame.GetMethod());

    /// <summary>The student's own frames, each with its line of source.</summary>
    IEnumerable<string> Frames(Exception exception)
    {
        var own = OwnFrames(exception).Select(frame => $"   at {Method(frame.Method)}{frame.Name}, line {frame.Line}{Dim}{Line(frame)}{Plain}").ToList();
        // Of a recursion the two ends tell the story.
        return own.Count <= MostFrames ? own : [.. own.Take(MostFrames / 2), $"   … {own.Count - MostFrames} more frames", .. own.TakeLast(MostFrames / 2)];

        string Line(Frame frame) => Lines(_sources[frame.Name].Code).ElementAtOrDefault(frame.Line - 1) is { } source ? $":  {source.Trim()}" : "";
    }

    /// <summary>As the compiler counts them.</summary>
    static IEnumerable<string> Lines(string source) => SourceText.From(source).Lines.Select(line => line.ToString());

    /// <summary>The name a student gave to a method, from the names the compiler makes of it; empty for a cell's top level.</summary>
    static string Method(MethodBase? method)
    {
        // A local function is <Outer>g__Name|0_1, a lambda <Outer>b__0, an async or iterator method the MoveNext of <Name>d__1.
        var name = method?.Name == "MoveNext" ? method.DeclaringType!.Name : method?.Name ?? "";
        if (name is ".ctor" or ".cctor") return $"{method!.DeclaringType!.Name}{(name == ".ctor" ? "" : " (static)")}, ";
        var match = CompilerName().Match(name);
        name = !match.Success ? name : match.Groups["local"].Success ? match.Groups["local"].Value : match.Groups["outer"].Value.Trim('<', '>');
        return name is "Initialize" or "Factory" or "Main" or "" ? "" : $"{name}, ";
    }

    IEnumerable<string> Source(string name, int line, int column = 0, int length = 1)
    {
        if (!_sources.TryGetValue(name, out var source) || Lines(source.Code).ElementAtOrDefault(line - 1) is not { } text) yield break;
        yield return $"{Dim}{line,5} |{Plain} {text}";
        if (column > 0)
            yield return $"{Dim}      |{Plain} {new string([.. text.Take(column - 1).Select(c => c == '\t' ? '\t' : ' ')])}{Red}{new string('^', Math.Clamp(length, 1, Math.Max(1, text.Length - column + 1)))}{Plain}";
    }

    [GeneratedRegex(@"^<(?<outer>.*)>(g__(?<local>[^|]+)|[a-z]__)")]
    private static partial Regex CompilerName();
}
