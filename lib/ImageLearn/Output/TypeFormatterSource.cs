using System.Net;

namespace ImageLearn.Output;

/// <summary>
/// Lets a type show itself in .NET Interactive, which looks this attribute up by its bare name and needs no reference:
/// <c>[TypeFormatterSource(typeof(RichFormatterSource))]</c> on a class that implements <see cref="IRichOutput"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A type with a parameterless constructor and a method <c>IEnumerable CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;
}

/// <summary>Makes the formatters of every <see cref="IRichOutput"/>.</summary>
internal sealed class RichFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new RichFormatter("text/html"), new RichFormatter("text/plain")];
}

/// <summary>
/// Writes a rich value in one MIME type. By the convention a formatter has a <c>MimeType</c> and a <c>Format</c> that
/// answers whether it wrote anything. HTML holds every form we have (a picture as a data URI), so two formatters are enough.
/// </summary>
internal sealed class RichFormatter(string mimeType)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object value, TextWriter writer)
    {
        if (value is not IRichOutput rich) return false;
        var bundle = rich.ToMimeBundle();
        writer.Write(MimeType == "text/html" ? Html(bundle) : Text(bundle));
        return true;
    }

    static string Text(MimeBundle bundle) => bundle.Form("text/plain")?.GetValue<string>() ?? "";

    static string Html(MimeBundle bundle)
    {
        string? Form(string type) => bundle.Form(type)?.GetValue<string>();
        if ((Form("text/html") ?? Form("image/svg+xml")) is { } markup) return markup;
        var text = WebUtility.HtmlEncode(Text(bundle));
        foreach (var type in (string[])["image/png", "image/jpeg"])
            if (Form(type) is { } base64) return $"<img src=\"data:{type};base64,{base64}\" alt=\"{text}\">";
        return $"<pre>{text}</pre>";
    }
}
