using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImageLearn.Grading.Units;
using Microsoft.Data.Sqlite;

namespace ImageLearn.Grading.Gradebooks;

/// <summary>
/// The marks of a course in one SQLite file: who handed in what, what the machine and what people gave for it, and why. Written in whole
/// submissions, so that a power cut loses none that was told to be done. Several processes may have it open; one object serves several threads.
/// </summary>
/// <remarks>
/// <see cref="GradebookSchema"/> describes the tables. What a student may see: <see cref="AutoMark.Message"/>, <see cref="AutoMark.Checks"/>, comments, the notebook.
/// What not: <see cref="AutoMark.Evidence"/>, flags, reasons of manual marks.
/// </remarks>
public sealed partial class Gradebook : IDisposable
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    readonly SqliteConnection _connection;
    readonly Lock _lock = new();

    Gradebook(string path, SqliteConnection connection) => (Path, _connection) = (path, connection);

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Opens a gradebook, and brings one of an earlier version up to date.</summary>
    /// <param name="path">The file.</param>
    /// <param name="create">Makes a new one when there is none.</param>
    /// <exception cref="CourseException">There is none, or it is no gradebook, or a later version of this program wrote it.</exception>
    public static Gradebook Open(string path, bool create = false)
    {
        if (!create && !File.Exists(path)) throw new CourseException($"There is no gradebook {path}. `imagelearn grade` makes one.");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            connection.Run("pragma journal_mode = wal");     // readers see a whole gradebook while the grader writes
            connection.Run("pragma synchronous = full");
            connection.Run("pragma foreign_keys = on");
            GradebookSchema.Update(connection, path);
            return new Gradebook(path, connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            if (Hindrance(e) is { } reason) throw new CourseException(Unwritten(path, reason));
            throw new CourseException($"{path} cannot be opened as a gradebook: {e.Message.TrimEnd('.')}. Give the path of a file that `imagelearn grade` wrote.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>The id of what a student handed in for a unit, by the content: the same on every machine.</summary>
    public static string IdOf(string unit, string student, string content) => HashOf(unit, student, content)[..20];

    /// <summary>A hash of texts, each kept apart from the next.</summary>
    public static string HashOf(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static string NewId(DateTimeOffset at) => $"{at.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    T Locked<T>(Func<SqliteConnection, T> work)
    {
        lock (_lock) return work(_connection);
    }

    /// <summary>Does all of the work or, when it throws, none.</summary>
    /// <exception cref="CourseException">The file cannot be written: the disk is full, or another process keeps it.</exception>
    T Written<T>(Func<SqliteConnection, T> work)
    {
        lock (_lock)
        {
            try
            {
                using var transaction = _connection.BeginTransaction(); // takes the write lock at once, so that what is read first is still true
                var result = work(_connection);
                transaction.Commit();
                return result;
            }
            catch (SqliteException e) when (Hindrance(e) is { } reason)
            {
                throw new CourseException(Unwritten(Path, reason));
            }
        }
    }

    static string Unwritten(string path, string reason) => $"{path} cannot be written: {reason}. What it has is kept; see to that and give the command again (`grade --resume` goes on).";

    /// <summary>What keeps a sound gradebook from being written; null when it is something else.</summary>
    static string? Hindrance(SqliteException e) => e.SqliteErrorCode switch
    {
        // SQLite's result codes: BUSY, READONLY, IOERR, FULL.
        5 => "another program has kept it for half a minute",
        8 => "it is read-only",
        10 => "the disk does not take it, perhaps because it is full",
        13 => "the disk is full",
        _ => null,
    };

    static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    static T Value<T>(string word) where T : struct, Enum => Enum.Parse<T>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    static string ToJson<T>(T value) => JsonSerializer.Serialize(value, s_json);

    static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, s_json)!;
}
