using System.Text.Json.Nodes;

namespace ImageLearn.Output;

/// <summary>
/// One value in several forms, keyed by MIME type, the way a notebook stores an output. A front end picks the richest
/// form it understands, so every bundle should carry <c>text/plain</c> as well.
/// </summary>
/// <remarks>A form is text (for <c>text/*</c> and <c>image/svg+xml</c>), base64 (other <c>image/*</c>) or JSON (<c>*+json</c>).</remarks>
public sealed class MimeBundle
{
    /// <summary>The forms: text and base64 as JSON strings, JSON types as they are.</summary>
    public JsonObject Data { get; } = [];

    /// <summary>Metadata of the output, keyed by MIME type as Jupyter has it, e.g. the width of an <c>image/png</c>.</summary>
    public JsonObject Metadata { get; } = [];

    /// <summary>A bundle whose only form is <c>text/plain</c>.</summary>
    public static MimeBundle Plain(string text) => new MimeBundle().With("text/plain", text);

    /// <summary>Adds (or replaces) a form that is text, or base64 for binary types. Returns this bundle, so that calls chain.</summary>
    public MimeBundle With(string mimeType, string text)
    {
        Data[mimeType] = text;
        return this;
    }

    /// <summary>Adds (or replaces) a form that is JSON. Returns this bundle, so that calls chain.</summary>
    public MimeBundle With(string mimeType, JsonNode json)
    {
        Data[mimeType] = json;
        return this;
    }
}

/// <summary>A value that knows how a notebook should show it.</summary>
public interface IRichOutput
{
    /// <summary>The forms in which a front end may show this value; works without network and without a live kernel.</summary>
    MimeBundle ToMimeBundle();
}
