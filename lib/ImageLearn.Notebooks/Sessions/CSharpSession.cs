using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>What a cell came to: the value of its trailing expression when it has one, or the exception that ended it.</summary>
readonly record struct CellOutcome(bool HasValue, object? Value, Exception? Exception);

/// <summary>A variable of the session.</summary>
readonly record struct SessionVariable(string Name, Type Type, object? Value);

/// <summary>A cell that does not compile. <paramref name="cell"/> is its text as the student wrote it.</summary>
sealed class CellCompilationException(string cell, IReadOnlyList<Diagnostic> errors) : Exception(errors[0].ToString())
{
    public string Cell { get; } = cell;

    public IReadOnlyList<Diagnostic> Errors { get; } = errors;
}

/// <summary>
/// A living C# session: cells share variables, methods and types, each compiled as a script submission on top of the
/// ones before. Cells run one at a time; <see cref="Peek"/> may be called while one runs.
/// </summary>
/// <remarks>
/// The compiler's script mode is used directly rather than through <c>CSharpScript</c>, which always compiles against
/// the running framework: against the reference assemblies a first cell takes half the time and half the memory.
/// </remarks>
sealed class CSharpSession
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Script);

    /// <summary>Namespaces, and static classes whose methods go by their bare names, a cell need not import; those of the library that it does not have (yet) are left out.</summary>
    static readonly string[] s_imports =
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading.Tasks",
        "ImageLearn", "ImageLearn.Interactive.Notebook", "ImageLearn.Checks", "ImageLearn.Checks.Predictions", "ImageLearn.Data", "ImageLearn.Imaging", "ImageLearn.Metrics",
        "ImageLearn.Nn", "ImageLearn.Optim", "ImageLearn.Output", "ImageLearn.Plotting", "ImageLearn.Signal", "ImageLearn.Vision",
    ];

    /// <summary>The compiler's own choice on Windows is a form of symbols that stack traces do not read.</summary>
    static readonly EmitOptions s_emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    readonly string _directory;
    readonly CSharpCompilationOptions _options;
    readonly SubmissionLoader _loader = new();
    ImmutableArray<MetadataReference> _references = References.Default;
    readonly Dictionary<int, (ImmutableArray<MetadataReference>, CSharpCompilation?, object?[], int)> _marks = [];
    CSharpCompilation? _last;
    object?[] _submissions = new object?[16]; // [0]: globals, which we do not use; [i]: the i-th submission, whose fields are its variables
    int _count;

    /// <param name="directory">The folder that relative paths in <c>#r</c> and <c>#load</c> start from.</param>
    public CSharpSession(string directory)
    {
        _directory = directory;
        var namespaces = typeof(Output.Cell).Assembly.GetExportedTypes().Select(type => type.Namespace).ToHashSet();
        _options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Disable,
            usings: s_imports.Where(name => !name.StartsWith("ImageLearn.", StringComparison.Ordinal) || namespaces.Contains(name) || typeof(Output.Cell).Assembly.GetType(name) is not null),
            sourceReferenceResolver: new SourceFileResolver(ImmutableArray<string>.Empty, directory),
            metadataReferenceResolver: new FileReferenceResolver(directory),
            specificDiagnosticOptions: [KeyValuePair.Create("CS1701", ReportDiagnostic.Suppress), KeyValuePair.Create("CS1702", ReportDiagnostic.Suppress)]);
    }

    /// <summary>The variables of the session; of those with one name, the latest.</summary>
    public IEnumerable<SessionVariable> Variables =>
        from i in Enumerable.Range(1, _count).Reverse()
        from variable in _submissions[i]!.GetType().GetFields()
        where !variable.IsStatic && !variable.Name.StartsWith('<')
        group new SessionVariable(variable.Name, variable.FieldType, variable.GetValue(_submissions[i])) by variable.Name into versions
        select versions.First();

    /// <summary>Forgets all variables, methods, types and references.</summary>
    public void Reset()
    {
        (_last, _count, _references) = (null, 0, References.Default);
        Array.Clear(_submissions);
    }

    /// <summary>Notes that the session is where a cell of that number leaves it.</summary>
    public void Mark(int number) => _marks[number] = (_references, _last, _submissions, _count);

    /// <summary>
    /// Goes back to where a cell left the session: names mean what they meant there, whatever was declared since. Variables keep their present values.
    /// What runs next leaves the later cells as they are, so that one can go to any of them afterwards.
    /// </summary>
    /// <exception cref="KeyNotFoundException">No cell of that number has run.</exception>
    public void GoTo(int number)
    {
        (_references, _last, var submissions, _count) = _marks[number];
        _submissions = [.. submissions];    // slots beyond the count are overwritten before they are read
    }

    /// <summary>Makes the assembly at <paramref name="path"/> (relative to the notebook, or a name) usable in this and later cells.</summary>
    public void AddReference(string path, int line)
    {
        // The library is always there, and always this build of it; the line is for other kernels.
        if (string.Equals(Path.GetFileNameWithoutExtension(path), typeof(Output.Cell).Assembly.GetName().Name, StringComparison.OrdinalIgnoreCase)) return;

        if (FileReferenceResolver.Find(path, _directory) is { } file) AddReferences([file]);
        else if (!References.IsFrameworkAssembly(path))
            throw new DirectiveException(line, $"""#r "{path}": there is no such file in {_directory}. Check the path; it starts from the notebook's folder.""");
    }

    public void AddReferences(IReadOnlyList<string> files)
    {
        _references = [.. _references, .. files.Select(References.FromFile)];
        _loader.Add(files);
    }

    /// <summary>A compilation of <paramref name="code"/> on top of what has run: for looking at, not for running.</summary>
    public CSharpCompilation Peek(string code, string name = "Cell") => CSharpCompilation.CreateScriptCompilation(
        $"Cell{_count + 1}-{Guid.NewGuid():N}",
        CSharpSyntaxTree.ParseText(code, ParseOptions, name, System.Text.Encoding.UTF8),
        _references,
        _options.WithScriptClassName($"Submission#{_count}"),
        _last);

    /// <summary>Compiles and runs a cell.</summary>
    /// <exception cref="CellCompilationException">It does not compile; nothing has run.</exception>
    public async Task<CellOutcome> RunAsync(string code, string name)
    {
        var guarded = LoopGuard.Guard(CSharpSyntaxTree.ParseText(code, ParseOptions).GetRoot());
        // Messages must speak of the student's text. And should only the guarded text not compile, the plain one runs.
        if (!TryEmit(guarded, name, out var cell, out _) && !TryEmit(code, name, out cell, out var errors))
            throw new CellCompilationException(code, errors);

        if (cell.Run is null)
        {
            _last = cell.Compilation;
            return default;
        }

        // From here on the cell is part of the session, also when it throws: what it had set by then stays set.
        int slot = ++_count;
        if (slot >= _submissions.Length) Array.Resize(ref _submissions, 2 * slot);
        _last = cell.Compilation;
        try
        {
            var value = await cell.Run(_submissions);
            return new(value is not null || EndsInExpression(cell.Compilation), value, null);
        }
        catch (Exception exception)
        {
            return new(false, null, exception);
        }
        finally
        {
            _submissions[slot] ??= new object();
        }
    }

    /// <summary>The value of an expression, without a trace in the session.</summary>
    public async Task<object?> EvaluateAsync(string expression)
    {
        if (!TryEmit(expression, "expression", out var cell, out var errors)) throw new CellCompilationException(expression, errors);
        var submissions = new object?[_count + 2];
        Array.Copy(_submissions, submissions, _count + 1);
        return cell.Run is null ? null : await cell.Run(submissions);
    }

    /// <summary>A cell ready to run; <paramref name="Run"/> is null for one without code, only comments or usings.</summary>
    readonly record struct CompiledCell(CSharpCompilation Compilation, Func<object?[], Task<object?>>? Run);

    bool TryEmit(string code, string name, out CompiledCell cell, out IReadOnlyList<Diagnostic> errors)
    {
        var compilation = Peek(code, name);
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols, options: s_emit);
        // What follows from a syntax error, or from the compiler's documentation of a class that it makes itself, is noise.
        errors = [.. compilation.GetParseDiagnostics().Where(IsError)];
        if (errors.Count == 0) errors = [.. result.Diagnostics.Where(diagnostic => IsError(diagnostic) && diagnostic.Id != "CS1569")];
        if (!result.Success)
        {
            // The compiler emits nothing, without complaint, for a submission without code. It takes no slot either.
            cell = new(compilation, null);
            return errors.Count == 0;
        }
        var entry = compilation.GetEntryPoint(default)!;
        var factory = _loader.Load(image, symbols).GetType(entry.ContainingType.MetadataName)!.GetMethod(entry.MetadataName)!;
        cell = new(compilation, factory.CreateDelegate<Func<object?[], Task<object?>>>());
        return true;
    }

    static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>Whether a null result was the value of a trailing expression, rather than of no expression or of a call that gives none.</summary>
    static bool EndsInExpression(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[^1];
        return tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is not { SpecialType: SpecialType.System_Void };
    }
}
