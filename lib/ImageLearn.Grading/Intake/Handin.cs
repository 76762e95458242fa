namespace ImageLearn.Grading.Intake;

/// <summary>
/// A notebook that was handed in, not yet read: whose it is, where it lay, when it came, its bytes without outputs, and the files that came with it.
/// A <paramref name="Problem"/> says, in a sentence, why there is nothing to grade.
/// </summary>
/// <param name="Student">The student's id, as the folder or file gives it.</param>
/// <param name="Name">What it says of the name; the id where it says nothing.</param>
/// <param name="Path">Relative to the folder of submissions; inside an archive after <c>archive.zip/</c>.</param>
/// <param name="Submitted">When it was handed in, by the best that is known.</param>
/// <param name="Notebook">Its bytes, outputs left out; empty where there is a problem.</param>
/// <param name="Files">What may lie beside it when it runs: paths below its folder.</param>
/// <param name="Problem">Null when it may be read.</param>
/// <param name="Notes">What was left aside, a sentence each.</param>
public sealed record Handin(
    string Student, string Name, string Path, DateTimeOffset? Submitted, byte[] Notebook, IReadOnlyList<HandinFile> Files, string? Problem, IReadOnlyList<string> Notes);

/// <summary>A student, and what the student handed in, read anew whenever it is asked for.</summary>
public sealed record StudentHandins(string Student, Func<IReadOnlyList<Handin>> Read);

/// <summary>A file that came with a notebook.</summary>
public sealed record HandinFile(string Path, byte[] Content);
