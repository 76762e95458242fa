using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Units;

/// <summary>How a question is graded.</summary>
public enum QuestionKind
{
    /// <summary>By a visible check and hidden probes.</summary>
    Code,
    /// <summary>A short answer; also by a check and probes.</summary>
    Auto,
    /// <summary>A written answer; by hand, with a rubric.</summary>
    Free,
    /// <summary>The figure is part of the answer; by probes, or by hand with a rubric.</summary>
    Plot,
}

/// <summary>One line of a rubric.</summary>
public sealed record Criterion(string Text, double Points);

/// <summary>What a marker goes by.</summary>
public sealed record Rubric(IReadOnlyList<Criterion> Criteria);

/// <summary>A solution that students write: <paramref name="Source"/> stands in the place of the solution region. The words of <paramref name="Message"/> are what they must be told.</summary>
public sealed record Attempt(
    string Name,
    [property: JsonConverter(typeof(Lines))] IReadOnlyList<string> Source,
    [property: JsonConverter(typeof(Lines))] IReadOnlyList<string>? Message = null);

/// <summary>A question's mistake bank: attempts that the checks must refuse, and attempts they must accept.</summary>
public sealed record Mistakes(IReadOnlyList<Attempt>? Wrong = null, IReadOnlyList<Attempt>? Right = null);

/// <summary>Our own metadata of a cell that belongs to an exercise (<c>imagelearn</c>); see this project's README.</summary>
public sealed partial record QuestionMetadata(
    string? Question = null,
    QuestionKind? Kind = null,
    string? Stub = null,
    Rubric? Rubric = null,
    Mistakes? Mistakes = null,
    bool OwnPrerequisites = false,
    IReadOnlyDictionary<string, IReadOnlyList<double>>? Variant = null)
{
    // A misspelt key must not be passed over: it would be a hint that nobody sees.
    static readonly JsonSerializerOptions s_strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Empty when the cell has none.</summary>
    /// <exception cref="CourseException">It is not what the README says.</exception>
    public static QuestionMetadata Of(NotebookCell cell) => Read<QuestionMetadata>(cell.Metadata) ?? new();

    /// <summary>What stands under <c>imagelearn</c> in some metadata; null when nothing does.</summary>
    internal static T? Read<T>(JsonObject metadata) where T : class
    {
        try
        {
            return metadata["imagelearn"].Deserialize<T>(s_strict);
        }
        catch (JsonException e)
        {
            var problem = UnknownKey().Match(e.Message) is { Success: true } unknown ? $"there is no key '{unknown.Groups[1]}'" : e.Message.Split(" Path:")[0].TrimEnd('.');
            throw new CourseException($"the imagelearn metadata is not as lib/ImageLearn.Grading/README.md has it: {problem}, at {e.Path ?? "$"}. Mend it there");
        }
    }

    [GeneratedRegex("^The JSON property '(.+)' could not be mapped")]
    private static partial Regex UnknownKey();
}

/// <summary>Our own metadata of a solution notebook: what the index of the course and its pages say of the unit.</summary>
public sealed record UnitMetadata(string Unit, string Title, int Minutes, IReadOnlyList<string> Prerequisites, string What, string? Student = null)
{
    /// <exception cref="CourseException">It is not what the README says, or is not there.</exception>
    public static UnitMetadata Of(NotebookDocument notebook) => QuestionMetadata.Read<UnitMetadata>(notebook.Metadata)
        ?? throw new CourseException("the notebook's metadata has no imagelearn entry. Add one with unit, title, minutes, prerequisites and what");
}

/// <summary>A text, or a list of its lines.</summary>
sealed class Lines : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? [reader.GetString()!] : JsonSerializer.Deserialize<string[]>(ref reader, options) ?? [];

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, options);
}
