using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>The documentation file the compiler wrote beside an assembly; read when first asked for.</summary>
sealed class XmlDocumentation(string path) : DocumentationProvider
{
    readonly Lazy<Dictionary<string, string>> _members = new(() => XDocument.Load(path).Descendants("member")
        .Where(member => member.Attribute("name") is not null)
        .GroupBy(member => member.Attribute("name")!.Value)
        .ToDictionary(group => group.Key, group => group.First().ToString()));

    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.Value.GetValueOrDefault(documentationMemberID, "");

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);
}
