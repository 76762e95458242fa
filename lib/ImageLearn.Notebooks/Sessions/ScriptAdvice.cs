using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>What C# allows in a program but not at the top level of a cell, where the compiler's words speak of something else.</summary>
static class ScriptAdvice
{
    /// <summary>The sentence that takes the place of the compiler's; null when that is good enough.</summary>
    public static string? For(Diagnostic error) => error.Id switch
    {
        "CS0120" when error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan) is { } used && used.FirstAncestorOrSelf<TypeDeclarationSyntax>() is null =>
            $"A static method cannot see the notebook's variables, such as {used}. Give it as a parameter, or leave out static.",
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
}
