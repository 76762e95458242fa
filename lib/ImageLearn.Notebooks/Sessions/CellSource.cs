using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>A directive of a cell that the session carries out itself. <paramref name="Line"/> counts from 1.</summary>
abstract record Directive(int Line);

/// <summary><c>#r "path.dll"</c>.</summary>
sealed record ReferenceDirective(int Line, string Path) : Directive(Line);

/// <summary><c>#r "nuget: Name, Version"</c>.</summary>
sealed record PackageDirective(int Line, string Name, string? Version) : Directive(Line);

/// <summary>Text of another language that a notebook can show: <c>#!markdown</c>, <c>#!html</c>.</summary>
sealed record TextDirective(int Line, string MimeType, string Text) : Directive(Line);

/// <summary><c>#time</c>: print how long the cell took.</summary>
sealed record TimeDirective(int Line) : Directive(Line);

/// <summary><c>#!whos</c>: list the variables.</summary>
sealed record VariablesDirective(int Line) : Directive(Line);

/// <summary><c>#reset</c>: forget all variables.</summary>
sealed record ResetDirective(int Line) : Directive(Line);

/// <summary>A directive that cannot be carried out; the sentence says what to do instead.</summary>
sealed class DirectiveException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}

/// <summary>
/// A cell split into C# and the directives that are not C#. A directive becomes blanks, so that all C# keeps its place.
/// </summary>
sealed partial record CellSource(string Code, IReadOnlyList<Directive> Directives)
{
    public static CellSource Parse(string cell)
    {
        // Nearly every cell has none: look before parsing.
        if (!cell.Contains('#')) return new(cell, []);

        var text = SourceText.From(cell);
        var inside = LinesInsideTokens(cell, text);
        var code = new StringBuilder(cell.Length);
        var directives = new List<Directive>();
        for (int i = 0; i < text.Lines.Count; i++)
        {
            string line = text.ToString(text.Lines[i].SpanIncludingLineBreak), trimmed = line.Trim();
            if (inside.Contains(i) || !trimmed.StartsWith('#')) { code.Append(line); continue; }

            if (TextLanguage(trimmed) is { } mimeType)
            {
                int from = i + 1, to = from;
                while (to < text.Lines.Count && !text.Lines[to].ToString().TrimStart().StartsWith("#!", StringComparison.Ordinal)) to++;
                var body = from < to ? text.ToString(TextSpan.FromBounds(text.Lines[from].Start, text.Lines[to - 1].End)) : "";
                directives.Add(new TextDirective(i + 1, mimeType, body));
                for (; i < to; i++) code.Append(Blank(text.ToString(text.Lines[i].SpanIncludingLineBreak)));
                i--;
            }
            else if (Read(trimmed, i + 1, directives)) code.Append(Blank(line));
            else code.Append(line);
        }
        return new(code.ToString(), directives);
    }

    /// <summary>Reads one directive; false for the compiler's own (<c>#if</c>, <c>#pragma</c>, <c>#load</c> …).</summary>
    static bool Read(string line, int number, List<Directive> directives)
    {
        if (Reference().Match(line) is { Success: true } reference)
        {
            var target = reference.Groups["target"].Value.Trim();
            var package = Package().Match(target);
            if (package.Success)
                directives.Add(new PackageDirective(number, package.Groups["name"].Value, package.Groups["version"] is { Success: true, Value: var version } ? version : null));
            else if (target.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                throw new DirectiveException(number, $"{line}: a package is written #r \"nuget: Name, Version\".");
            else
                directives.Add(new ReferenceDirective(number, target));
            return true;
        }

        var word = line.Split(' ', '\t')[0].ToLowerInvariant();
        switch (word)
        {
            case "#time" or "#!time": directives.Add(new TimeDirective(number)); return true;
            case "#!who" or "#!whos": directives.Add(new VariablesDirective(number)); return true;
            case "#reset" or "#!reset": directives.Add(new ResetDirective(number)); return true;
            case "#!csharp" or "#!c#": return true;
            case "#i": throw new DirectiveException(number, $"{line}: package sources are not set in a notebook. Add the source to a NuGet.config beside it, then use #r \"nuget: Name, Version\".");
            case "#r": throw new DirectiveException(number, $"{line}: a reference is written #r \"path.dll\" or #r \"nuget: Name, Version\".");
            case "#!import": throw new DirectiveException(number, $"{line}: write #load \"file.csx\" to bring in another C# file.");
            case "#!connect" or "#!set" or "#!share" or "#!value" or "#!about" or "#!lsmagic" or "#!log":
                throw new DirectiveException(number, $"{word} belongs to Polyglot Notebooks, which this kernel is not. Remove the line; variables of all C# cells are shared anyway.");
        }
        if (line.StartsWith("#!", StringComparison.Ordinal))
            throw new DirectiveException(number, $"{word} asks for another language than C#; this kernel runs C# only. Write the cell in C#, or make it a Markdown cell.");
        return false;
    }

    static string Blank(string line) => string.Create(line.Length, line, static (blank, line) =>
    {
        for (int i = 0; i < line.Length; i++) blank[i] = line[i] is '\r' or '\n' ? line[i] : ' ';
    });

    static string? TextLanguage(string line) => line.ToLowerInvariant() switch
    {
        "#!markdown" or "#!md" => "text/markdown",
        "#!html" => "text/html",
        _ => null,
    };

    /// <summary>The lines (from 0) that start inside a token, such as a raw string: a '#' there is text.</summary>
    static HashSet<int> LinesInsideTokens(string cell, SourceText text)
    {
        var lines = new HashSet<int>();
        foreach (var token in SyntaxFactory.ParseTokens(cell, options: ScriptCompiler.ParseOptions))
        {
            Add(token.Span);
            foreach (var trivia in token.LeadingTrivia)
                if (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)) Add(trivia.Span);
        }
        return lines;

        void Add(TextSpan span)
        {
            for (int line = text.Lines.IndexOf(span.Start) + 1; line <= text.Lines.IndexOf(span.End); line++) lines.Add(line);
        }
    }

    [GeneratedRegex("""^#r\s+"(?<target>[^"]*)"\s*(//.*)?$""")]
    private static partial Regex Reference();

    [GeneratedRegex("""^nuget:\s*(?<name>[A-Za-z0-9._-]+)\s*(,\s*(?<version>[0-9A-Za-z.*+-]+)\s*)?$""", RegexOptions.IgnoreCase)]
    private static partial Regex Package();
}
