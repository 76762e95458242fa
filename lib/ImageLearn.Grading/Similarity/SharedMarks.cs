namespace ImageLearn.Grading.Similarity;

/// <summary>Whether a character of an answer is shared.</summary>
enum SharedMark : byte
{
    No,
    /// <summary>With others too.</summary>
    Common,
    /// <summary>With hardly anybody else.</summary>
    Rare,
}

/// <summary>Where in two notebooks stands what they share. Winnowing finds that there is something; here every row of tokens is looked up, so that no part of it is passed over.</summary>
sealed class SharedMarks
{
    const int MostOthers = 2;

    readonly SimilarPair _pair;
    readonly HashSet<ulong> _shared;

    public SharedMarks(SimilarPair pair, GivenWork given)
    {
        _pair = pair;
        _shared = [.. All(pair.One.Rows.SelectMany(rows => rows)).Where(print => !given.Contains(print))];
        _shared.IntersectWith(All(pair.Other.Rows.SelectMany(rows => rows)));
    }

    /// <summary>The first student's cells for an answer.</summary>
    public IEnumerable<(WorkCell, SharedMark[])> One(SharedAnswer answer) => Cells(_pair.One, answer, (cell, _) => cell.Question == answer.Question);

    /// <summary>The other student's: those for the same question, and, wherever they stand, those that hold what these do not.</summary>
    public IEnumerable<(WorkCell, SharedMark[])> Other(SharedAnswer answer)
    {
        var elsewhere = answer.Prints.Keys.Except(_pair.Other.Cells.Zip(_pair.Other.Rows).Where(cell => cell.First.Question == answer.Question).SelectMany(cell => All(cell.Second))).ToHashSet();
        return Cells(_pair.Other, answer, (cell, rows) => cell.Question == answer.Question || All(rows).Any(elsewhere.Contains));
    }

    IEnumerable<(WorkCell, SharedMark[])> Cells(StudentWork work, SharedAnswer answer, Func<WorkCell, TokenRow[], bool> isShown) =>
        from cell in work.Cells.Zip(work.Rows)
        where isShown(cell.First, cell.Second)
        select (cell.First, Marks(cell.First.Source, cell.Second, answer));

    SharedMark[] Marks(string source, TokenRow[] rows, SharedAnswer answer)
    {
        var marks = new SharedMark[source.Length];
        foreach (var row in rows)
            foreach (var print in Winnowing.All(row.Tokens).Where(print => _shared.Contains(print.Hash)))
            {
                var mark = answer.Prints.TryGetValue(print.Hash, out var others) && others <= MostOthers ? SharedMark.Rare : SharedMark.Common;
                var (start, end) = (row.Tokens[print.At].Start, row.Tokens[print.At + Winnowing.Length - 1].End);
                for (var i = start; i < end; i++) marks[i] = (SharedMark)Math.Max((byte)marks[i], (byte)mark);
            }
        // The blanks before a line are nobody's.
        for (var (i, isBlank) = (0, true); i < source.Length; i++)
        {
            isBlank = source[i] == '\n' || isBlank && char.IsWhiteSpace(source[i]);
            if (isBlank) marks[i] = SharedMark.No;
        }
        return marks;
    }

    static IEnumerable<ulong> All(IEnumerable<TokenRow> rows) => rows.SelectMany(row => Winnowing.All(row.Tokens)).Select(print => print.Hash);
}
