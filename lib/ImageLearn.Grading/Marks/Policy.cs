using System.Globalization;
using ImageLearn.Grading.Units;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ImageLearn.Grading.Marks;

/// <summary>Which attempt counts.</summary>
public enum AttemptRule
{
    /// <summary>The one with the most points, its penalty taken off.</summary>
    Best,
    /// <summary>The one handed in last.</summary>
    Last,
}

/// <summary>What late work costs.</summary>
public sealed class LatePolicy
{
    /// <summary>So many minutes after the due time are not late.</summary>
    public double GraceMinutes { get; init; }

    /// <summary>So many late days of a student, over all units, cost nothing.</summary>
    public int FreeDays { get; init; }

    /// <summary>What each further day begun costs, in percent of the unit's points.</summary>
    public double PercentPerDay { get; init; }

    /// <summary>Work that is later than so many days gets no points; null: it always does.</summary>
    public int? MostDays { get; init; }
}

/// <summary>A question that does not count: for one student, or for all.</summary>
public sealed class Excuse
{
    public string Unit { get; init; } = "";

    public string Question { get; init; } = "";

    /// <summary>Empty: for all.</summary>
    public string Student { get; init; } = "";
}

/// <summary>How points become marks: a small YAML file beside the gradebook, <c>policy.yaml</c>. Without one: the best attempt, nothing is late, nothing extra.</summary>
public sealed class Policy
{
    /// <summary>When each unit is due: <c>"07": 2026-11-20 23:59 +01:00</c>.</summary>
    public Dictionary<string, string> Due { get; init; } = [];

    public LatePolicy Late { get; init; } = new();

    public AttemptRule Attempts { get; init; }

    /// <summary>Units, or questions of them (<c>10 Q10.5</c>), that add points and take none.</summary>
    public List<string> ExtraCredit { get; init; } = [];

    public List<Excuse> Excused { get; init; } = [];

    /// <summary>When a unit is due; null when nothing says it.</summary>
    public DateTimeOffset? DueOf(string unit) => Due.Keys.Where(name => UnitName.Means(name, unit)).MaxBy(name => name.Length) is { } due ? Time(Due[due]) : null;

    public bool IsExtra(string unit, string question) => ExtraCredit.Exists(extra => UnitName.Means(extra, unit) || extra.EndsWith(" " + question, StringComparison.Ordinal) && UnitName.Means(extra[..^(question.Length + 1)], unit));

    public bool IsExcused(string unit, string question, string student) => Excused.Exists(excuse => UnitName.Means(excuse.Unit, unit) && excuse.Question == question && (excuse.Student == "" || excuse.Student == student));

    /// <summary>Reads a policy.</summary>
    /// <exception cref="CourseException">It is not written as the README says.</exception>
    public static Policy Load(string path)
    {
        try
        {
            var policy = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithEnforceRequiredMembers().Build().Deserialize<Policy?>(File.ReadAllText(path)) ?? new();
            foreach (var text in policy.Due.Values) Time(text);
            return policy;
        }
        catch (Exception e) when (e is YamlException or FormatException)
        {
            var place = e is YamlException { Start.Line: > 0 } yaml ? $" line {yaml.Start.Line}" : "";
            throw new CourseException($"{path}{place}: {(e.InnerException ?? e).Message.TrimEnd('.')}. lib/ImageLearn.Grading/README.md shows how a policy is written.");
        }
    }

    /// <summary>The policy that lies beside a gradebook; the plain one when none does.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static Policy Beside(string gradebook) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(gradebook))!, "policy.yaml") is var path && File.Exists(path) ? Load(path) : new();

    static DateTimeOffset Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
        : throw new FormatException($"'{text}' is no time; write it as 2026-11-20 23:59 +01:00");
}
