using System.Collections.Immutable;
using ImageLearn.Notebooks.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>The compiler's script mode as cells use it: what they may leave out, which language it is, how loops are guarded.</summary>
/// <remarks>
/// It is used directly rather than through <c>CSharpScript</c>, which always compiles against the running framework: against the reference assemblies a first
/// cell takes half the time and half the memory.
/// </remarks>
sealed class ScriptCompiler
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

    readonly CSharpCompilationOptions _options;

    /// <param name="directory">The folder that relative paths in <c>#load</c> start from.</param>
    public ScriptCompiler(string directory)
    {
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

    /// <summary>A cell on top of those before it.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="name">What error messages and stack traces call it.</param>
    /// <param name="assembly">The name of its assembly, of which there is only one in a process.</param>
    /// <param name="slot">How many cells with code come before it.</param>
    /// <param name="references">What it may use.</param>
    /// <param name="previous">The cell before it; null for the first.</param>
    public CSharpCompilation Compilation(string code, string name, string assembly, int slot, ImmutableArray<MetadataReference> references, CSharpCompilation? previous) => CSharpCompilation.CreateScriptCompilation(
        assembly, CSharpSyntaxTree.ParseText(code, ParseOptions, name, System.Text.Encoding.UTF8), references, _options.WithScriptClassName($"Submission#{slot}"), previous);

    /// <summary>
    /// Compiles a cell with its loops guarded. Messages must speak of the student's text; and should only the guarded text not compile, the plain one does.
    /// </summary>
    /// <param name="code">Its code.</param>
    /// <param name="compilation">Makes the compilation of a text.</param>
    /// <exception cref="CellCompilationException">It does not compile.</exception>
    public static (CSharpCompilation Compilation, CellImage Image) Compile(string code, Func<string, CSharpCompilation> compilation)
    {
        var guarded = compilation(LoopGuard.Guard(CSharpSyntaxTree.ParseText(code, ParseOptions).GetRoot()));
        if (Emit(guarded, out _) is { } image) return (guarded, image);
        var plain = compilation(code);
        return (plain, Emit(plain, out var errors) ?? throw new CellCompilationException(code, errors));
    }

    /// <summary>Null when it does not compile.</summary>
    static CellImage? Emit(CSharpCompilation compilation, out IReadOnlyList<Diagnostic> errors)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols, options: s_emit);
        // What follows from a syntax error, or from the compiler's documentation of a class that it makes itself, is noise.
        errors = [.. compilation.GetParseDiagnostics().Where(IsError)];
        if (errors.Count == 0) errors = [.. result.Diagnostics.Where(diagnostic => IsError(diagnostic) && diagnostic.Id != "CS1569")];
        // The compiler emits nothing, without complaint, for a submission without code. It takes no slot either.
        if (!result.Success) return errors.Count == 0 ? CellImage.Empty : null;
        var entry = compilation.GetEntryPoint(default)!;
        return new(image.ToArray(), symbols.ToArray(), entry.ContainingType.MetadataName, entry.MetadataName, EndsInExpression(compilation));
    }

    static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>Whether a null result is the value of a trailing expression, rather than of no expression or of a call that gives none.</summary>
    static bool EndsInExpression(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[^1];
        return tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is not { SpecialType: SpecialType.System_Void };
    }
}
