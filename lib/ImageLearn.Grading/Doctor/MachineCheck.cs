namespace ImageLearn.Grading.Doctor;

/// <summary>What the doctor found at one point.</summary>
public enum Health
{
    Ok,
    /// <summary>It works without, for some.</summary>
    Optional,
    /// <summary>The course does not work like this.</summary>
    Missing,
}

/// <summary>One point of the doctor's list: what it is, what was found, and the command (or the step) that mends it.</summary>
public sealed record MachineCheck(string Name, Health Health, string Found, string? Remedy = null);
