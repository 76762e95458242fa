using System.Globalization;
using System.Text.RegularExpressions;
using ImageLearn.Metrics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>Better words than the compiler's: for what C# allows in a program but not at the top level of a cell, and for names that the library almost has.</summary>
static partial class ScriptAdvice
{
    /// <summary>What NumPy and PyTorch call it.</summary>
    static readonly Dictionary<string, string> s_otherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["T"] = "Transpose()", ["dot"] = "MatMul", ["mm"] = "MatMul", ["flatten"] = "Reshape(-1)", ["ravel"] = "Reshape(-1)", ["view"] = "Reshape",
        ["numel"] = "Size", ["length"] = "Size", ["count"] = "Size", ["concatenate"] = "Concat", ["cat"] = "Concat", ["absolute"] = "Abs", ["square"] = "Pow(2)",
    };

    /// <summary>The sentence that takes the place of the compiler's; null when that is good enough.</summary>
    public static string? For(Diagnostic error) => error.Id switch
    {
        "CS0120" when error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan) is { } used && used.FirstAncestorOrSelf<TypeDeclarationSyntax>() is null =>
            $"A static method cannot see the notebook's variables, such as {used}. Give it as a parameter, or leave out static.",
        "CS0117" or "CS1061" when MissingMember().Match(error.GetMessage(CultureInfo.InvariantCulture)) is { Success: true } names && Near(names.Groups["type"].Value, names.Groups["member"].Value) is { } near =>
            $"{names.Groups["type"].Value} has no {names.Groups["member"].Value}. Did you mean {near}?",
        "CS1002" when IsUsingVariable(error.Location) => "A variable of a cell outlives it, so `using var` stands only inside a method or braces. Write using (var …) { … }.",
        "CS1109" => "Extension methods stand by themselves in a cell, not in a class: static int Twice(this int x) => 2 * x;",
        "CS7021" => "A cell has no namespaces. Declare the types by themselves.",
        "CS8345" => "A variable of a cell outlives it, which a span cannot. Use an array, or put the code into a method.",
        "CS9283" => "Extension blocks do not stand in a cell. Write an extension method by itself: static int Twice(this int x) => 2 * x;",
        _ => null,
    };

    /// <summary>Script code reads <c>using var x = …</c> as an import of the namespace <c>var</c>, after which something else follows on the line.</summary>
    static bool IsUsingVariable(Location location)
    {
        var previous = location.SourceTree!.GetRoot().FindToken(location.SourceSpan.Start).GetPreviousToken();
        return previous.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null && !previous.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
    }

    /// <summary>The member of a type of the library that someone who writes <paramref name="name"/> is likely to mean.</summary>
    static string? Near(string type, string name)
    {
        if (typeof(Tensor).Assembly.GetExportedTypes().FirstOrDefault(t => t.Name == type) is not { } found) return null;
        if (found == typeof(Tensor) && s_otherNames.TryGetValue(name, out var here)) return here;
        return (from member in found.GetMembers().Select(member => member.Name).Distinct()
                where char.IsLetter(member[0]) && !member.StartsWith("get_", StringComparison.Ordinal) && !member.StartsWith("set_", StringComparison.Ordinal) && !member.StartsWith("op_", StringComparison.Ordinal)
                let distance = Metric.EditDistance(member.ToUpperInvariant(), name.ToUpperInvariant())
                where distance <= (name.Length < 4 ? 1 : 2)
                orderby distance, member
                select member).FirstOrDefault();
    }

    [GeneratedRegex("^'(?<type>\\w+)' does not contain a definition for '(?<member>\\w+)'")]
    private static partial Regex MissingMember();
}
