using System.Text.Json.Nodes;

namespace ImageLearn.Output;

/// <summary>
/// A value that may differ from run to run: a time, a speed, a version. It shows itself as the value does, marked so that
/// two runs of a notebook still count as the same: <c>new Measured($"{clock.ElapsedMilliseconds} ms")</c>.
/// </summary>
/// <remarks>The mark is <c>imagelearn.volatile: true</c> in the metadata of the output.</remarks>
/// <param name="value">What was measured, or a table of it.</param>
[TypeFormatterSource(typeof(RichFormatterSource))]
public sealed class Measured(object? value) : IRichOutput
{
    internal object? Value => value;

    /// <inheritdoc/>
    public MimeBundle ToMimeBundle() => Mark(Formatting.ToMimeBundle(value));

    /// <summary>Marks an output as one that may differ from run to run.</summary>
    internal static MimeBundle Mark(MimeBundle bundle)
    {
        if (bundle.Metadata["imagelearn"] is not JsonObject ours) bundle.Metadata["imagelearn"] = ours = [];
        ours["volatile"] = true;
        return bundle;
    }
}
