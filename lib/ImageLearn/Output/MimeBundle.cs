using System.Text.Json.Nodes;

namespace ImageLearn.Output;

/// <summary>
/// One value in several forms, keyed by MIME type, the way a notebook stores an output. A front end picks the richest
/// form it understands, so every bundle should carry <c>text/plain</c> as well.
/// </summary>
/// <remarks>A form is text (for <c>text/*</c> and <c>image/svg+xml</c>), base64 (other <c>image/*</c>) or JSON (<c>*+json</c>).</remarks>
public sealed class MimeBundle
{
    readonly JsonObject _data = [];
    readonly Dictionary<string, Func<JsonNode>> _unmade = [];   // their places in _data hold null

    /// <summary>The forms: text and base64 as JSON strings, JSON types as they are.</summary>
    public JsonObject Data => Only(static _ => true)._data;

    /// <summary>Metadata of the output, keyed by MIME type as Jupyter has it, e.g. the width of an <c>image/png</c>.</summary>
    public JsonObject Metadata { get; } = [];

    /// <summary>A bundle whose only form is <c>text/plain</c>.</summary>
    public static MimeBundle Plain(string text) => new MimeBundle().With("text/plain", text);

    /// <summary>Adds (or replaces) a form that is text, or base64 for binary types. Returns this bundle, so that calls chain.</summary>
    public MimeBundle With(string mimeType, string text)
    {
        _unmade.Remove(mimeType);
        _data[mimeType] = text;
        return this;
    }

    /// <summary>Adds (or replaces) a form that is JSON. Returns this bundle, so that calls chain.</summary>
    public MimeBundle With(string mimeType, JsonNode json)
    {
        _unmade.Remove(mimeType);
        _data[mimeType] = json;
        return this;
    }

    /// <summary>Adds (or replaces) a form that takes long to make: it is made when it is first asked for. Returns this bundle, so that calls chain.</summary>
    public MimeBundle With(string mimeType, Func<JsonNode> make)
    {
        (_data[mimeType], _unmade[mimeType]) = (null, make);
        return this;
    }

    /// <summary>One form, null when there is none; it is all that is made.</summary>
    public JsonNode? Form(string mimeType)
    {
        if (_unmade.Remove(mimeType, out var make)) _data[mimeType] = make();
        return _data[mimeType];
    }

    /// <summary>Of the forms that take long to make, those not wanted are left out and the others made. Returns this bundle, so that calls chain.</summary>
    public MimeBundle Only(Func<string, bool> wanted)
    {
        foreach (var mimeType in _unmade.Keys.ToList())
        {
            if (wanted(mimeType)) Form(mimeType);
            else if (_unmade.Remove(mimeType)) _data.Remove(mimeType);
        }
        return this;
    }
}

/// <summary>A value that knows how a notebook should show it.</summary>
public interface IRichOutput
{
    /// <summary>The forms in which a front end may show this value; works without network and without a live kernel.</summary>
    MimeBundle ToMimeBundle();
}
