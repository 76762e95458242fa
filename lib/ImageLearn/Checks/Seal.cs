using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImageLearn.Checks;

/// <summary>Compares short answers the way a person reads them: texts without regard to case and the space around them.</summary>
static class Seal
{
    /// <summary>The first 12 hexadecimal digits of SHA-256 over question and answer.</summary>
    public static string Of(string question, ProbeValue answer) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{question}\n{Plain(answer)}")))[..12];

    public static bool Same(ProbeValue a, ProbeValue b) => Plain(a) == Plain(b);

    public static bool SameItems(ProbeValue a, ProbeValue b) => Items(a).Order(StringComparer.Ordinal).SequenceEqual(Items(b).Order(StringComparer.Ordinal));

    static string Plain(ProbeValue value) => value switch
    {
        ProbeValue.Text t => t.Value.Trim().ToLowerInvariant(),
        ProbeValue.Number n => n.Value.ToString("R", CultureInfo.InvariantCulture),
        ProbeValue.Bool b => b.Value ? "true" : "false",
        _ => $"[{string.Join('\n', Items(value))}]",
    };

    static IEnumerable<string> Items(ProbeValue value) => value switch
    {
        ProbeValue.List l => l.Items.Select(Plain),
        ProbeValue.Numbers n => Enumerable.Range(0, n.Shape.Size).Select(i => n[i].ToString("R", CultureInfo.InvariantCulture)),
        _ => [Plain(value)],
    };
}
