using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Release;

/// <summary>
/// What the numbers of each student hang on, and nobody else knows: a file that never lies in a release. The same secret, student and question give the same numbers on every machine; lose it,
/// and no notebook that was given out can be graded.
/// </summary>
public sealed class CourseSecret
{
    /// <summary>Names the file where no option does.</summary>
    public const string Variable = "IMAGELEARN_SECRET";

    const int Shortest = 16;

    readonly byte[] _key;

    internal CourseSecret(byte[] key) => _key = key;

    /// <summary>The secret in a file, or in the one that the environment names; null when there is neither.</summary>
    /// <exception cref="CourseException">There is no such file, or it is too short to be kept from guessing.</exception>
    public static CourseSecret? Find(string? path)
    {
        path ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;
        if (path is null) return null;
        if (!File.Exists(path)) throw new CourseException($"There is no file {path} with the course's secret. {Remedy}");
        // An editor that adds a line end must not change everybody's numbers.
        var key = File.ReadAllBytes(path).AsSpan().TrimEnd("\r\n "u8).ToArray();
        return key.Length >= Shortest ? new(key) : throw new CourseException($"The secret in {path} has {key.Length} bytes, and could be guessed. {Remedy}");
    }

    /// <summary>How to get one.</summary>
    public static string Remedy => $"Make one of at least {Shortest} bytes that nobody can guess (`openssl rand -hex 32 > FILE`), keep it, and name it with --secret or in the environment variable {Variable}.";

    /// <summary>One of <paramref name="count"/> choices: HMAC-SHA256 of student, question and name.</summary>
    internal int Draw(string student, string question, string name, int count) =>
        (int)(BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{student.Length}:{student}{question.Length}:{question}{name}"))) % (ulong)count);
}
