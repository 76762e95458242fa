namespace ImageLearn.Grading.Similarity;

/// <summary>A hash of <see cref="Winnowing.Length"/> tokens in a row, and the place of the first.</summary>
readonly record struct Fingerprint(ulong Hash, int At);

/// <summary>
/// Winnowing: of every few neighbouring hashes of token rows the least is kept. Whatever two texts share that is at least <c>Length + Window − 1</c> tokens long, they share a fingerprint of it,
/// wherever it stands. S. Schleimer, D. S. Wilkerson, A. Aiken, <i>Winnowing: local algorithms for document fingerprinting</i>, SIGMOD 2003,
/// <see href="https://doi.org/10.1145/872757.872770">doi:10.1145/872757.872770</see>.
/// </summary>
static class Winnowing
{
    /// <summary>Shorter matches are chance: a loop's head has eleven tokens.</summary>
    public const int Length = 12;

    /// <summary>Of so many neighbours one is kept.</summary>
    public const int Window = 4;

    /// <summary>The hashes of all rows of <see cref="Length"/> tokens.</summary>
    public static IEnumerable<Fingerprint> All(IReadOnlyList<AnswerToken> tokens)
    {
        const ulong Base = 0x9E3779B97F4A7C15;
        var (hash, leading) = (0UL, 1UL);
        for (var i = 1; i < Length; i++) leading *= Base;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i >= Length) hash -= tokens[i - Length].Text * leading;
            hash = hash * Base + tokens[i].Text;
            // The low bits of such a sum hang on the low bits of its parts alone; which is least must not.
            if (i >= Length - 1) yield return new(Mixed(hash), i - Length + 1);
        }
    }

    /// <summary>Those that are kept, of those that were not given out.</summary>
    public static IEnumerable<Fingerprint> Kept(IReadOnlyList<AnswerToken> tokens, Func<ulong, bool> isGiven)
    {
        var all = All(tokens).Select(print => isGiven(print.Hash) ? print with { Hash = ulong.MaxValue } : print).ToArray();
        var last = -1;
        for (var end = Math.Min(Window, all.Length); end <= all.Length && all.Length > 0; end++)
        {
            var least = Math.Max(0, end - Window);
            for (var i = least + 1; i < end; i++)
                if (all[i].Hash <= all[least].Hash) least = i; // of equals the last, as the paper has it
            if (least == last || all[least].Hash == ulong.MaxValue) continue;
            last = least;
            yield return all[least];
        }
    }

    static ulong Mixed(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
