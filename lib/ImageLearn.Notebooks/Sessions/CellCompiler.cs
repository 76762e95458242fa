using System.Security.Cryptography;
using System.Text;
using ImageLearn.Notebooks.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>
/// Compiles notebooks that run elsewhere, and knows again what many of them share. A cell need not be compiled anew when only the bodies of methods before it changed:
/// compiled cells refer to each other by name, so what counts is which names and types the cells before it declare.
/// </summary>
sealed class CellCompiler
{
    /// <summary>Some megabytes a notebook: what is kept are the compiler's own objects, from which later cells are compiled.</summary>
    internal const int MostKept = 300;

    /// <summary>What the assemblies of cells are called, before their number.</summary>
    internal const string AssemblyPrefix = "Cell";

    static readonly SymbolDisplayFormat s_declaration = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeExtensionThis)
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance);

    readonly ScriptCompiler _compiler = new(Environment.CurrentDirectory);
    readonly Dictionary<(string Key, int Number, string Code), Compiled> _kept = [];

    /// <summary>A cell, what comes after it: the compilation to build on, how many slots are taken, and a key of all that was declared so far.</summary>
    sealed record Compiled(CellImage Image, CSharpCompilation? Compilation, int Slots, string Key)
    {
        /// <summary>Whether another notebook has had it since what nobody shares was last forgotten.</summary>
        public bool IsShared { get; set; }
    }

    /// <summary>How many compiled cells are kept.</summary>
    internal int Kept => _kept.Count;

    /// <summary>All cells compiled; null when one of them does not compile, or has directives, which only a session can carry out.</summary>
    public IReadOnlyList<CellImage>? Compile(IReadOnlyList<CellToCompile> cells)
    {
        if (_kept.Count > MostKept) ForgetUnshared();
        var done = new List<Compiled> { new(CellImage.Empty, null, 0, "") };
        foreach (var cell in cells)
        {
            if (CellSource.Parse(cell.Code) is not { Code: var code, Directives: var directives } || directives.Any(directive => !IsLibrary(directive)) || code.Contains("#load", StringComparison.Ordinal)) return null;
            var number = done.Count;
            var before = done[cell.After ?? number - 1];
            if (_kept.TryGetValue((before.Key, number, code), out var compiled)) compiled.IsShared = true;
            else
            {
                try { compiled = Compile(code, number, before); }
                catch (CellCompilationException) { return null; }
                _kept[(before.Key, number, code)] = compiled;
            }
            done.Add(compiled);
        }
        return [.. done.Skip(1).Select(compiled => compiled.Image)];
    }

    void ForgetUnshared()
    {
        foreach (var (key, compiled) in _kept)
            if (compiled.IsShared) compiled.IsShared = false;
            else _kept.Remove(key);
    }

    static bool IsLibrary(Directive directive) => directive is ReferenceDirective reference && Path.GetFileNameWithoutExtension(reference.Path).Equals(typeof(Output.Cell).Assembly.GetName().Name, StringComparison.OrdinalIgnoreCase);

    Compiled Compile(string code, int number, Compiled before)
    {
        var (compilation, image) = ScriptCompiler.Compile(code, text => _compiler.Compilation(text, $"Cell {number}", $"{AssemblyPrefix}{number}", before.Slots, References.Default, before.Compilation));
        var declared = new StringBuilder(before.Key).Append(number).Append(image.IsEmpty);
        var root = compilation.SyntaxTrees[^1].GetCompilationUnitRoot();
        Add(root.Usings);
        Add(root.Members.Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax));
        // Some say what a call becomes: [Conditional], [OverloadResolutionPriority].
        Add(root.DescendantNodes().OfType<AttributeListSyntax>());
        var members = compilation.ScriptClass?.GetMembers().Where(member => !member.IsImplicitlyDeclared && member is not INamedTypeSymbol).Select(member => member.ToDisplayString(s_declaration)).ToList() ?? [];
        Add(members);
        // The compiler numbers the types that have no name, and those in bodies count.
        if (members.Exists(member => member.Contains("<anonymous", StringComparison.Ordinal))) Add([code]);
        image = image with { OnlyComputes = image.IsEmpty || PureCode.Is(root, image.Assembly) };
        return new(image, compilation, before.Slots + (image.IsEmpty ? 0 : 1), Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(declared.ToString()))));

        // With their lengths: no text may end where another begins.
        void Add(IEnumerable<object> texts)
        {
            foreach (var text in texts.Select(text => text.ToString()!).Append("")) declared.Append(text.Length).Append(':').Append(text);
        }
    }
}
