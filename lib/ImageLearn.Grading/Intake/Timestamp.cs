using System.Globalization;

namespace ImageLearn.Grading.Intake;

/// <summary>The time in nbgrader's <c>timestamp.txt</c>: <c>2026-11-20 15:58:23.948203 America/Los_Angeles</c>, with a name, an offset (<c>+0100</c>) or nothing (UTC) for the zone.</summary>
static class Timestamp
{
    public static DateTimeOffset? Parse(string text)
    {
        text = text.Trim();
        var parts = text.Split(' ');
        if (parts is [var day, var hour, var zone])
        {
            if (zone is "UTC" or "GMT" or "Z") text = $"{day} {hour}Z";
            else if (zone is [('+' or '-') and var sign, _, _, _, _]) text = $"{day} {hour} {sign}{zone[1..3]}:{zone[3..]}";
            else if (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var place))
                return DateTime.TryParse($"{day} {hour}", CultureInfo.InvariantCulture, out var local) ? new(local, place.GetUtcOffset(local)) : null;
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
