using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>
/// The methods and types whose latest text does not compile. The session still has the version before it, if there was one: whoever overlooks the compiler's message wonders
/// why a cell, such as a check, finds what it found before.
/// </summary>
sealed class FormerVersions
{
    readonly Dictionary<string, int> _broken = [];

    /// <summary>Notes whether a cell compiled.</summary>
    public void Note(int cell, string code, bool compiled)
    {
        if (_broken.Count == 0 && compiled) return; // nearly always: nothing to parse
        foreach (var name in Declared(UnsetVariables.Parse(code)))
            if (compiled) _broken.Remove(name);
            else _broken[name] = cell;
    }

    /// <summary>The sentence for a cell that compiles, but with a version from before; null when there is none.</summary>
    public string? Warn(string code)
    {
        if (_broken.Count == 0) return null;
        var used = UnsetVariables.Parse(code).DescendantNodes().OfType<SimpleNameSyntax>().FirstOrDefault(name => _broken.ContainsKey(name.Identifier.ValueText))?.Identifier.ValueText;
        return used is null ? null : $"Cell {_broken[used]}, which declares `{used}`, did not compile: what runs here is the version before it. Mend that cell and run it, then this one.";
    }

    static IEnumerable<string> Declared(CompilationUnitSyntax root) => root.Members.Select(member => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function } => function.Identifier.ValueText,
        _ => null,
    }).OfType<string>();
}
