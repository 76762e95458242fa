using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>A documentation comment, ready to be read.</summary>
readonly partial record struct Documentation(XElement? Comment)
{
    public bool IsEmpty => Comment is null;

    public static Documentation Of(ISymbol symbol, Compilation compilation)
    {
        // A reduced extension method and a constructed generic are documented where they were declared.
        symbol = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol.OriginalDefinition;
        for (int hops = 0; hops < 4; hops++)
        {
            var xml = symbol.GetDocumentationCommentXml();
            if (string.IsNullOrWhiteSpace(xml)) return default;
            XElement comment;
            try { comment = XElement.Parse(xml); }
            catch (XmlException) { return default; } // a comment that is half typed
            if (comment.Descendants("inheritdoc").FirstOrDefault() is not { } inherit) return new(comment);
            if (Origin(symbol, inherit, compilation) is not { } origin) return default;
            symbol = origin;
        }
        return default;
    }

    static ISymbol? Origin(ISymbol symbol, XElement inherit, Compilation compilation) =>
        inherit.Attribute("cref")?.Value is { } reference ? DocumentationCommentId.GetFirstSymbolForDeclarationId(reference, compilation)
        : (ISymbol?)(symbol as IMethodSymbol)?.OverriddenMethod ?? (symbol as IPropertySymbol)?.OverriddenProperty
            ?? (symbol.ContainingType?.AllInterfaces.SelectMany(type => type.GetMembers(symbol.Name)).FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol)));

    public string ToPlainText() => Write("", "", name => $"{name}: ");

    public string ToMarkdown() => Write("`", "\n", name => $"**{name}**  \n");

    string Write(string code, string between, Func<string, string> heading)
    {
        if (Comment is not { } comment) return "";
        var text = new StringBuilder();
        Section("summary", "");
        foreach (var parameter in comment.Elements("param")) Line($"{code}{parameter.Attribute("name")?.Value}{code}: {Text(parameter, code)}");
        Section("returns", heading("Returns"));
        foreach (var exception in comment.Elements("exception")) Line($"{heading("Throws")}{code}{Short(exception.Attribute("cref")?.Value)}{code}: {Text(exception, code)}");
        Section("remarks", "");
        Section("example", heading("Example"));
        return text.ToString().Trim();

        void Section(string name, string title)
        {
            if (comment.Element(name) is { } section && Text(section, code) is { Length: > 0 } content) Line(title + content);
        }

        void Line(string line) => text.Append(between).Append(line).Append('\n');
    }

    static string Text(XElement element, string code)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => Spaces().Replace(plain.Value, " "),
                XElement { Name.LocalName: "see" or "seealso" } see => $"{code}{see.Attribute("langword")?.Value ?? (see.Value is { Length: > 0 } label ? label : Short(see.Attribute("cref")?.Value ?? see.Attribute("href")?.Value))}{code}",
                XElement { Name.LocalName: "paramref" or "typeparamref" } name => $"{code}{name.Attribute("name")?.Value}{code}",
                XElement { Name.LocalName: "c" } inline => $"{code}{inline.Value}{code}",
                XElement { Name.LocalName: "code" } block => code.Length > 0 ? $"\n```csharp\n{block.Value.Trim()}\n```\n" : $"\n{block.Value.Trim()}\n",
                XElement { Name.LocalName: "para" or "item" or "list" } nested => $"\n{Text(nested, code)}",
                XElement nested => Text(nested, code),
                _ => "",
            });
        }
        return text.ToString().Trim();
    }

    /// <summary><c>M:ImageLearn.Tensor.Sum(System.Int32)</c> → <c>Sum</c>.</summary>
    static string Short(string? reference) => reference?.Split('(')[0].Split('.')[^1].Split(':')[^1] ?? "";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
