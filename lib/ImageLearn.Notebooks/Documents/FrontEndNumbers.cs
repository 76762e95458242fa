using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Documents;

/// <summary>
/// Numbers of a fresh output as a front end written in JavaScript would save them: it knows no difference between 1.0 and 1 and writes
/// whole numbers below 1e21 without a point. An output written so does not change when the notebook is saved in the editor.
/// </summary>
static class FrontEndNumbers
{
    /// <summary>A copy with whole floating-point numbers as integers.</summary>
    public static JsonObject Normalise(JsonObject json) => (JsonObject)Copy(json)!;

    static JsonNode? Copy(JsonNode? node) => node switch
    {
        JsonObject properties => new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, Copy(property.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Copy)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && Whole(value.ToJsonString()) is { } whole => JsonNode.Parse(whole),
        _ => node?.DeepClone(),
    };

    /// <summary>The digits of a whole number that is written as a floating-point one; null for any other.</summary>
    static string? Whole(string json)
    {
        if (json.AsSpan().IndexOfAny(".eE") < 0) return null;
        var value = double.Parse(json, CultureInfo.InvariantCulture);
        if (!double.IsInteger(value) || Math.Abs(value) >= 1e21) return null;
        // JavaScript gives the shortest digits that identify the number, then zeros.
        var shortest = decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return shortest.ToString("0", CultureInfo.InvariantCulture);
    }
}
