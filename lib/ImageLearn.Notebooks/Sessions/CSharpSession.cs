using ImageLearn.Notebooks.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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
sealed class CSharpSession
{
    readonly string _directory;
    readonly Lazy<ScriptCompiler> _compiler; // a session that is given all its cells compiled never loads it
    readonly SubmissionLoader _loader;
    readonly Dictionary<int, Position> _marks = [];
    readonly List<MetadataReference> _added = [];
    CSharpCompilation? _last;
    object?[] _submissions = new object?[16]; // [0]: globals, which we do not use; [i]: the i-th submission, whose fields are its variables
    int _count;

    /// <summary>Where the session stands.</summary>
    readonly record struct Position(CSharpCompilation? Last, object?[] Submissions, int Count);

    /// <param name="directory">The folder that relative paths in <c>#r</c> and <c>#load</c> start from.</param>
    /// <param name="loader">Where its cells are loaded.</param>
    public CSharpSession(string directory, SubmissionLoader loader) => (_directory, _loader, _compiler) = (directory, loader, new(() => new ScriptCompiler(directory)));

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
        (_last, _count) = (null, 0);
        _added.Clear();
        Array.Clear(_submissions);
    }

    /// <summary>Notes that the session is where a cell of that number leaves it.</summary>
    public void Mark(int number) => _marks[number] = new(_last, _submissions, _count);

    /// <summary>
    /// Goes back to where a cell left the session: names mean what they meant there, whatever was declared since. Variables keep their present values.
    /// What runs next leaves the later cells as they are, so that one can go to any of them afterwards.
    /// </summary>
    /// <exception cref="KeyNotFoundException">No cell of that number has run.</exception>
    public void GoTo(int number)
    {
        var mark = _marks[number];
        (_last, _count) = (mark.Last, mark.Count);
        _submissions = [.. mark.Submissions];    // slots beyond the count are overwritten before they are read
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
        _added.AddRange(files.Select(References.FromFile));
        _loader.Add(files);
    }

    /// <summary>A compilation of <paramref name="code"/> on top of what has run: for looking at, not for running.</summary>
    public CSharpCompilation Peek(string code, string name = "Cell") =>
        _compiler.Value.Compilation(code, name, $"Cell{_count + 1}-{Guid.NewGuid():N}", _count, [.. References.Default, .. _added], _last);

    /// <summary>Compiles a cell, which is to run next.</summary>
    /// <exception cref="CellCompilationException">It does not compile.</exception>
    public CellImage Compile(string code, string name)
    {
        (_last, var image) = ScriptCompiler.Compile(code, text => Peek(text, name));
        return image;
    }

    /// <summary>Runs a cell that was compiled here, or elsewhere on top of cells with the same names and types as here.</summary>
    public async Task<CellOutcome> RunAsync(CellImage image)
    {
        if (image.IsEmpty) return default;
        var run = Load(image);
        // From here on the cell is part of the session, also when it throws: what it had set by then stays set.
        int slot = ++_count;
        if (slot >= _submissions.Length) Array.Resize(ref _submissions, 2 * slot);
        try
        {
            var value = await run(_submissions);
            return new(value is not null || image.EndsInExpression, value, null);
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
        var (_, image) = ScriptCompiler.Compile(expression, text => Peek(text, "expression"));
        var submissions = new object?[_count + 2];
        Array.Copy(_submissions, submissions, _count + 1);
        return image.IsEmpty ? null : await Load(image)(submissions);
    }

    Func<object?[], Task<object?>> Load(CellImage image) =>
        _loader.Load(image).GetType(image.Type)!.GetMethod(image.Method)!.CreateDelegate<Func<object?[], Task<object?>>>();
}
