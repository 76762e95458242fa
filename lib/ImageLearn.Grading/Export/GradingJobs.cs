using System.Globalization;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Export;

/// <summary>What runs the parts of a grading on many machines.</summary>
public enum JobEngine
{
    /// <summary>A Kubernetes Indexed Job.</summary>
    Kubernetes,
    /// <summary>A Slurm job array.</summary>
    Slurm,
    /// <summary>A GitHub Actions matrix.</summary>
    GitHubMatrix,
}

/// <summary>Files with which an engine runs <c>imagelearn grade --shard i/n</c> for every i.</summary>
public static class GradingJobs
{
    /// <param name="engine">The engine.</param>
    /// <param name="unit">The unit's number.</param>
    /// <param name="submissions">Where the submissions are, seen from the course's folder.</param>
    /// <param name="shards">How many parts.</param>
    /// <exception cref="CourseException">The folder's name holds what a shell would read as something else.</exception>
    public static string Write(JobEngine engine, string unit, string submissions, int shards)
    {
        if (!submissions.All(c => char.IsLetterOrDigit(c) || "/._- ".Contains(c)))
            throw new CourseException($"--submissions is '{submissions}', and goes into a script: only letters, digits, / . _ - and blanks may be in it. Rename the folder.");
        return Template.Fill(
            engine switch { JobEngine.Kubernetes => "kubernetes.yaml", JobEngine.Slurm => "slurm.sh", _ => "github-matrix.yml" },
            ("unit", unit), ("submissions", submissions), ("shards", shards.ToString(CultureInfo.InvariantCulture)), ("list", $"[{string.Join(", ", Enumerable.Range(1, shards))}]"));
    }
}
