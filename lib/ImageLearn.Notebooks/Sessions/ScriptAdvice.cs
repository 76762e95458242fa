using System.Globalization;
using System.Text.RegularExpressions;
using ImageLearn.Metrics;
using ImageLearn.Plotting;
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
        ["inverse"] = "Tensor.LeastSquares(a, b)", ["inv"] = "Tensor.LeastSquares(a, b)", ["solve"] = "Tensor.LeastSquares(a, b)",
    };

    /// <summary>What takes two tensors where <c>Math</c> has it for two numbers.</summary>
    static readonly Dictionary<string, string> s_ofTwo = new() { ["Max"] = "Tensor.Maximum(a, b)", ["Min"] = "Tensor.Minimum(a, b)" };

    /// <summary>The sentence that takes the place of the compiler's; null when that is good enough.</summary>
    public static string? For(Diagnostic error) => error.Id switch
    {
        "CS0120" when NodeOf(error) is { } used && used.FirstAncestorOrSelf<TypeDeclarationSyntax>() is null =>
            $"A static method cannot see the notebook's variables, such as {used}. Give it as a parameter, or leave out static.",
        "CS1061" or "CS7036" when OnNumber(error) is { } onNumber => onNumber,
        "CS0117" or "CS1061" when MissingMember().Match(error.GetMessage(CultureInfo.InvariantCulture)) is { Success: true } names && Near(names.Groups["type"].Value, names.Groups["member"].Value) is { } near =>
            $"{names.Groups["type"].Value} has no {names.Groups["member"].Value}. Did you mean {near}?",
        "CS7036" when MissingArgument().Match(error.GetMessage(CultureInfo.InvariantCulture)) is { Success: true } names && TooFew(error, names.Groups["parameter"].Value, names.Groups["type"].Value, names.Groups["member"].Value) is { } tooFew => tooFew,
        "CS1503" when OfMath(error) is { } ofMath => ofMath,
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

    /// <summary>What a tensor can do is asked of a single number: of <c>x[0, 0].Item()</c>, or of <c>x[0].Max()</c> for a row.</summary>
    static string? OnNumber(Diagnostic error)
    {
        if (NodeOf(error) is not SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Expression: var number } } name || !OfNumber().IsMatch(error.GetMessage(CultureInfo.InvariantCulture))) return null;
        if (name.Identifier.ValueText == nameof(Tensor.Item)) return $"{number} is a number already. Leave out .Item().";
        return number is ElementAccessExpressionSyntax { ArgumentList.Arguments: [var index] } element && typeof(Tensor).GetMember(name.Identifier.ValueText).Length > 0
            ? $"{number} is one number of a list. A row of a table is {element.Expression}[{index}, ..]." : null;
    }

    /// <summary>A static method is called on the tensor that it should be given; or a curve has no x.</summary>
    static string? TooFew(Diagnostic error, string parameter, string type, string member)
    {
        if (NodeOf(error) is not SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Expression: var owner } } || Named(type) is not { } found) return null;
        if (owner.ToString() != type && found.GetMethods().Where(method => method.Name == member).All(method => method.IsStatic)) return $"{member} belongs to {type}: write {type}.{member}({owner}, …).";
        return parameter == "y" && (found == typeof(Figure) || found == typeof(Trace)) ? $"{type}.{member} asks for x and y. For x = 0, 1, 2 … write two dots: {type}.{member}(.., y)." : null;
    }

    /// <summary>A tensor is given to a method of <c>Math</c>.</summary>
    static string? OfMath(Diagnostic error)
    {
        if (!error.GetMessage(CultureInfo.InvariantCulture).Contains($"'{typeof(Tensor)}' to", StringComparison.Ordinal)
            || NodeOf(error)?.FirstAncestorOrSelf<ArgumentSyntax>() is not { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var owner, Name.Identifier.ValueText: var name } } } argument
            || owner.ToString() is not ("Math" or "MathF")) return null;
        var instead = s_ofTwo.GetValueOrDefault(name) ?? (typeof(Tensor).GetMember(name).Length > 0 ? $"{(argument.Expression is IdentifierNameSyntax ? $"{argument}" : "(…)")}.{name}(…)" : null);
        return instead is null ? null : $"{owner}.{name} works on one number. For all of a tensor write {instead}.";
    }

    /// <summary>The type of the library with a name.</summary>
    static Type? Named(string type) => typeof(Tensor).Assembly.GetExportedTypes().FirstOrDefault(found => found.Name == type);

    static SyntaxNode? NodeOf(Diagnostic error) => error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan);

    /// <summary>The member of a type of the library that someone who writes <paramref name="name"/> is likely to mean.</summary>
    static string? Near(string type, string name)
    {
        if (Named(type) is not { } found) return null;
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

    [GeneratedRegex("required parameter '(?<parameter>\\w+)' of '(?<type>\\w+)\\.(?<member>\\w+)\\(")]
    private static partial Regex MissingArgument();

    [GeneratedRegex("^'(double|float|int)' does not contain a definition| of '(double|float|int)\\.")]
    private static partial Regex OfNumber();
}
