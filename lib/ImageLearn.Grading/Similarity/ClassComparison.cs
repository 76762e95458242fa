namespace ImageLearn.Grading.Similarity;

/// <summary>What two students share of one question: how unlikely it is, how much of the first's answer it is, and its fingerprints.</summary>
/// <param name="Question">The question in the first's notebook; empty for cells of their own.</param>
/// <param name="Bits">How unlikely, as −log₂ of a chance.</param>
/// <param name="Share">Of the first's answer.</param>
/// <param name="Others">How many others have most of it too (the median over the fingerprints).</param>
/// <param name="Prints">The fingerprints that both have, with the number of others that have each.</param>
sealed record SharedAnswer(string Question, double Bits, double Share, int Others, IReadOnlyDictionary<ulong, int> Prints);

/// <summary>Two students who share what is unlikely to be shared; the answers that say most come first.</summary>
sealed record SimilarPair(StudentWork One, StudentWork Other, double Bits, IReadOnlyList<SharedAnswer> Answers);

/// <summary>
/// Which pairs of a class share more than chance explains. A short exercise has one natural answer, so what is shared says little by itself: it says the more, the fewer write it. Of two who work
/// alone, the second writes a passage with the chance p = (others who have it + 1) / (others + 1), which is −log₂ p bits; an answer counts the mean over its fingerprints, and a little more for the
/// length of what hardly anybody else has. Bits add up over the answers that are shared, less what it takes to say which those are. A pair is reported when its bits exceed those of the
/// luckiest of all pairs by <see cref="Margin"/>, and stand out from what each of the two shares with the rest of the class: who writes as half the class does, has many neighbours.
/// </summary>
sealed class ClassComparison
{
    /// <summary>In 2^7 classes of students who work alone there is about one such pair.</summary>
    const double Margin = 7;

    /// <summary>For a fingerprint that nobody else has. They overlap, and what follows from what stands before is no surprise: four of them are about one statement of code, two and a half words one of words.</summary>
    const double CodeBits = 0.25, TextBits = 2;

    /// <summary>In quartile distances: how far above the median of a student's pairs an unusual one is.</summary>
    const double Outlying = 4;

    readonly IReadOnlyList<StudentWork> _class;
    readonly GivenWork _given;
    readonly string[] _questions;
    readonly Dictionary<ulong, int[]> _holders;
    readonly Print[][] _prints;

    /// <summary>A fingerprint of a student: who has it, in which question (by its index) it stands, and what sharing it says.</summary>
    readonly record struct Print(ulong Hash, int[] Holders, int Question, int Others, double Bits);

    public ClassComparison(IReadOnlyList<StudentWork> works, GivenWork given)
    {
        (_class, _given) = (works, given);
        _questions = [.. works.SelectMany(work => work.Fingerprints.Values).Select(place => place.Question).Distinct()];
        _holders = works.SelectMany((work, i) => work.Fingerprints.Keys.Select(hash => (hash, i))).GroupBy(holder => holder.hash, holder => holder.i).ToDictionary(holders => holders.Key, holders => holders.ToArray());
        var index = _questions.Index().ToDictionary(question => question.Item, question => question.Index);
        _prints = [.. works.Select(PrintsOf)];

        Print[] PrintsOf(StudentWork work)
        {
            var sizes = work.Fingerprints.Values.CountBy(place => place.Question).ToDictionary();
            return [.. work.Fingerprints.Where(print => _holders[print.Key].Length > 1).Select(print =>
            {
                var holders = _holders[print.Key];
                var (hash, (question, isText)) = print;
                var (others, known) = (holders.Length - 2, given.KnownWith(hash));
                var chance = (others + known + 1.0) / (works.Count - 2 + given.WaysOf(question) + 1);
                // How often a passage comes is a better measure than its length, where there is one.
                var length = known > 0 ? 0 : (isText ? TextBits : CodeBits) / ((1.0 + others) * (1 + others));
                var bits = -Math.Log2(Math.Min(1, chance)) / sizes[question] + length;
                return new Print(hash, holders, index[question], others, bits);
            })];
        }
    }

    /// <summary>From how many bits on a pair is reported.</summary>
    public double Threshold => Math.Log2(Math.Max(1, _class.Count * (_class.Count - 1) / 2.0)) + Margin;

    /// <summary>The pairs that stand out, the least likely first.</summary>
    public IReadOnlyList<SimilarPair> Pairs()
    {
        var bits = new float[_class.Count][];
        Parallel.For(0, _class.Count, one => bits[one] = BitsWithAll(one));
        var usual = bits.Select((own, one) => Usual([.. own.Where((_, other) => other != one)])).ToArray();
        return [..
            (from one in Enumerable.Range(0, _class.Count)
             from other in Enumerable.Range(one + 1, _class.Count - one - 1)
             let most = Math.Max(bits[one][other], bits[other][one])
             where most >= Threshold && most >= usual[one] && most >= usual[other]
             orderby most descending, one, other
             select bits[one][other] >= bits[other][one] ? Pair(one, other, most) : Pair(other, one, most))];
    }

    /// <summary>How many bits what one student wrote shares with each of the others.</summary>
    float[] BitsWithAll(int one)
    {
        var shared = new float[_class.Count * _questions.Length];
        foreach (var print in _prints[one])
            foreach (var other in print.Holders) shared[other * _questions.Length + print.Question] += (float)print.Bits;
        var answered = _prints[one].Select(print => print.Question).Distinct().Count();
        return [.. Enumerable.Range(0, _class.Count).Select(other => other == one ? 0 : Total(shared.AsSpan(other * _questions.Length, _questions.Length), answered))];
    }

    /// <summary>The most that some of the answers say together, when log₂ of how many such choices there are is taken off.</summary>
    static float Total(Span<float> answers, int answered)
    {
        answers.Sort(static (a, b) => b.CompareTo(a));
        double sum = 0, choices = 0, most = 0;
        for (var i = 0; i < answers.Length && answers[i] > 0 && i < answered; i++)
        {
            sum += answers[i];
            choices += Math.Log2((double)(answered - i) / (i + 1));
            most = Math.Max(most, sum - choices);
        }
        return (float)most;
    }

    /// <summary>Up to where a student's bits with others are usual; robust against some few that are not.</summary>
    static double Usual(float[] bits)
    {
        const int Enough = 8;
        if (bits.Length < Enough) return 0;
        Array.Sort(bits);
        var (median, quartile) = (bits[bits.Length / 2], bits[bits.Length / 4]);
        return median + Outlying * (median - quartile);
    }

    SimilarPair Pair(int one, int other, double bits)
    {
        var sizes = _class[one].Fingerprints.Values.CountBy(place => place.Question).ToDictionary();
        var answers = _prints[one].Where(print => _class[other].Fingerprints.ContainsKey(print.Hash)).GroupBy(print => _questions[print.Question])
            .Select(prints => new SharedAnswer(prints.Key, prints.Sum(print => print.Bits), (double)prints.Count() / sizes[prints.Key],
                prints.Select(print => print.Others).Order().ElementAt(prints.Count() / 2), prints.ToDictionary(print => print.Hash, print => print.Others)))
            .OrderByDescending(answer => answer.Bits).ToList();
        return new(_class[one], _class[other], bits, answers);
    }
}
