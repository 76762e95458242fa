using System.Text.Json.Nodes;
using ImageLearn.Grading.Nbgrader;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Repair;

/// <summary>
/// Puts a submission back into the form of the release: finds each released cell in it whatever became of its name, place and kind, puts back what is gone,
/// takes the release's own checks, and keeps what the student added where it was added.
/// </summary>
sealed class NotebookRepair
{
    const int MostCells = 2000;
    const int MostCharacters = 4 << 20;
    const int LargestAttachments = 8 << 20;

    readonly ReleasedUnit _unit;
    readonly IReadOnlyList<NotebookCell> _cells;
    readonly ReleasedCell?[] _of;
    readonly string[] _sources;
    readonly List<string> _repairs = [];

    NotebookRepair(ReleasedUnit unit, NotebookDocument submission)
    {
        (_unit, _cells) = (unit, submission.Cells);
        _of = new ReleasedCell?[_cells.Count];
        _sources = [.. _cells.Select(cell => cell.Source)];
    }

    /// <summary>Whether a notebook is this unit's: its metadata says so, or it holds cells that only this unit has; in a course of nbgrader's, its path in the folder of submissions does.</summary>
    public static bool IsOf(NotebookDocument submission, string path, ReleasedUnit unit)
    {
        if (unit.Unit.Assignment is not null) return NbgraderRelease.IsOf(submission, path, unit);
        if ((submission.Metadata["imagelearn"] as JsonObject)?["unit"] is JsonValue value && value.TryGetValue<string>(out var number)) return number == unit.Number;
        var answers = unit.Cells.Where(cell => cell.Role == CellRole.Answer).SelectMany(cell => CodeText.Declared(cell.Released.Source)).ToHashSet();
        var checks = unit.Cells.Where(cell => cell.Role == CellRole.Check).Select(cell => CodeText.Normal(cell.Released.Source)).ToHashSet();
        return submission.Cells.Any(cell => checks.Contains(CodeText.Normal(cell.Source)))
            || answers.Count > 0 && submission.Cells.Where(cell => cell.Kind == CellKind.Code).SelectMany(cell => CodeText.Declared(cell.Source)).Count(answers.Contains) * 2 > answers.Count;
    }

    /// <summary>The submission as it will run.</summary>
    /// <exception cref="CourseException">It is larger than any notebook a person would write.</exception>
    public static PreparedNotebook Prepare(NotebookDocument submission, ReleasedUnit unit)
    {
        if (submission.Cells.Count > MostCells || submission.Cells.Sum(cell => (long)cell.Source.Length) > MostCharacters)
            throw new CourseException($"The notebook has {submission.Cells.Count:N0} cells and {submission.Cells.Sum(cell => (long)cell.Source.Length):N0} characters of source; at most {MostCells:N0} and {MostCharacters:N0} are graded.");
        return new NotebookRepair(unit, submission).Prepare();
    }

    PreparedNotebook Prepare()
    {
        Match();
        for (var i = 0; i < _cells.Count; i++)
            if (_of[i]?.Released.Kind == CellKind.Code && _cells[i].Kind == CellKind.Markdown) _sources[i] = CodeText.Unfenced(_sources[i]);
        ReplaceStubs();
        NoteMoves();
        var chosen = _unit.Cells.ToDictionary(cell => cell, Choose);
        var extras = Extras(chosen.Values.SelectMany(choice => choice.Used).ToHashSet());
        var prepared = new List<PreparedCell>(extras[-1]);
        foreach (var cell in _unit.Cells)
        {
            if (cell.Role == CellRole.Answer && HelpersBelow(cell, chosen[cell].Source, prepared) is { } helpers) prepared.Add(helpers);
            prepared.Add(new(cell.With(chosen[cell].Source), cell));
            if (cell.Role == CellRole.WrittenAnswer && chosen[cell].Used is [var own, ..]) Attach(prepared[^1].Cell, _cells[own].Attachments, cell.Name);
            prepared.AddRange(extras[cell.Position]);
        }
        return new(_unit, prepared, _repairs);
    }

    /// <summary>Each cell of the submission gets the released cell it is, from the surest sign to the weakest: nbgrader's name, the cell's id, the same text, the same method.</summary>
    void Match()
    {
        var byGradeId = _unit.Cells.Where(cell => cell.GradeId is not null).ToDictionary(cell => cell.GradeId!);
        for (var i = 0; i < _cells.Count; i++)
            if (NbgraderMetadata.Of(_cells[i]) is { GradeId: var id } && byGradeId.TryGetValue(id, out var named)) _of[i] = named;

        MatchRest((cell, released) => cell.Id != "" && cell.Id == released.Released.Id && released.GradeId is null);
        MatchRest((cell, released) => CodeText.IsSame(cell.Source, released.Released.Source));
        var declared = _unit.Cells.Where(cell => cell.Role == CellRole.Answer).ToDictionary(cell => cell, cell => CodeText.Declared(cell.Released.Source));
        MatchRest((cell, released) => released.Role == CellRole.Answer && cell.Kind == CellKind.Code && declared[released].Overlaps(CodeText.Declared(cell.Source)));
        // Written answers declare nothing: the id is the last sign there is.
        MatchRest((cell, released) => released.Role == CellRole.WrittenAnswer && cell.Id != "" && cell.Id == released.Released.Id);
    }

    /// <summary>An answer that nbgrader's checksum says nobody touched is a stub, if not the one of this release.</summary>
    void ReplaceStubs()
    {
        for (var i = 0; i < _cells.Count; i++)
            if (_of[i] is { Role: CellRole.Answer or CellRole.WrittenAnswer } released && NbgraderMetadata.Of(_cells[i])?.Checksum(_cells[i]) is { } checksum && checksum == _cells[i].Metadata["nbgrader"]!["checksum"]?.ToString())
                _sources[i] = released.Released.Source;
    }

    void MatchRest(Func<NotebookCell, ReleasedCell, bool> isSame)
    {
        var free = _unit.Cells.Where(cell => !_of.Contains(cell)).ToList();
        for (var i = 0; i < _cells.Count && free.Count > 0; i++)
            if (_of[i] is null && free.Find(released => isSame(_cells[i], released)) is { } found)
            {
                _of[i] = found;
                free.Remove(found);
                if (found.GradeId is not null && found.Role is not (CellRole.Check or CellRole.Locked)) _repairs.Add($"{Upper(found.Name)} had lost its name, and was found by its text.");
            }
    }

    void NoteMoves()
    {
        var places = _of.Where(cell => cell is not null and not { Role: CellRole.Text }).Select(cell => cell!.Position).Distinct().ToList();
        if (!places.SequenceEqual(places.Order())) _repairs.Add("Cells had been moved; they ran in the order in which they were given out.");
    }

    /// <summary>What stands in the place of a released cell, and the cells of the submission that this takes up.</summary>
    (string Source, IReadOnlyList<int> Used) Choose(ReleasedCell cell)
    {
        var own = Enumerable.Range(0, _cells.Count).Where(i => _of[i] == cell).ToList();
        switch (cell.Role)
        {
            case CellRole.Text: return (own.Count > 0 ? _sources[own[0]] : cell.Released.Source, own);
            case CellRole.Check or CellRole.Locked:
                if (own.Count == 0) _repairs.Add($"{Upper(cell.Name)} was gone, and was put back.");
                else if (!own.Any(IsUntouched)) _repairs.Add($"{Upper(cell.Name)} had been changed, and was put back{(cell.Role == CellRole.Check ? "; what stood in its place ran before it" : "")}.");
                // Whoever copies a check cell, and writes something else into the copy, has written a cell of their own.
                return (cell.Released.Source, cell.Role == CellRole.Check && own.Any(IsUntouched) ? [.. own.Where(IsUntouched)] : own);
        }
        if (own.Count == 0)
        {
            _repairs.Add($"{Upper(cell.Name)} was gone; what was given out was put back.");
            return (cell.Released.Source, []);
        }
        // Of several, the last that somebody worked on counts; the others run where they stand.
        var worked = own.Where(i => !CodeText.IsSame(_sources[i], cell.Released.Source)).ToList();
        if (cell.Role == CellRole.Answer && worked.Count > 0 && Join(cell, worked[0]) is { } joined)
        {
            _repairs.Add($"{Upper(cell.Name)} had been split into {joined.Used.Count} cells, which were joined.");
            return (joined.Source, [.. joined.Used, .. own.Except(worked)]);
        }
        var chosen = worked.Count > 0 ? worked[^1] : own[0];
        if (worked.Count > 1) _repairs.Add($"There were {worked.Count} versions of {cell.Name}; the last one counts, the others ran before it.");
        if (_cells[chosen].Kind != cell.Released.Kind) _repairs.Add($"{Upper(cell.Name)} had become a {KindOf(_cells[chosen])} cell, and is {KindOf(cell.Released)} again.");
        return (_sources[chosen], [chosen, .. own.Except(worked)]);
    }

    /// <summary>An answer that breaks off, with the cells after it that make it whole; null when it is whole or none does.</summary>
    (string Source, IReadOnlyList<int> Used)? Join(ReleasedCell cell, int first)
    {
        const int MostParts = 6;
        if (CodeText.Parses(_sources[first])) return null;
        var (source, used) = (_sources[first], new List<int> { first });
        for (var i = first + 1; i < _cells.Count && used.Count < MostParts; i++)
        {
            if (_of[i] is not null && _of[i] != cell || _cells[i].Kind == CellKind.Raw) return null;
            if (_cells[i].Kind == CellKind.Markdown) continue;
            source += "\n" + _sources[i];
            used.Add(i);
            if (CodeText.Parses(source)) return (source, used);
        }
        return null;
    }

    /// <summary>What the student added, by the released cell after which it stands (-1: before all).</summary>
    Dictionary<int, List<PreparedCell>> Extras(HashSet<int> used)
    {
        var extras = _unit.Cells.Select(cell => cell.Position).Append(-1).ToDictionary(position => position, _ => new List<PreparedCell>());
        var at = -1;
        for (var i = 0; i < _cells.Count; i++)
        {
            var isCheck = _of[i]?.Role == CellRole.Check;
            // What is in a changed check may be needed: a helper, or the answer itself. An earlier version of an answer runs before the one that counts, wherever it stood.
            if (!used.Contains(i) || isCheck && !IsUntouched(i)) extras[_of[i] is { Position: var own } && !isCheck ? own - 1 : at].Add(new(new(_cells[i].Kind, _sources[i]), null));
            if (_of[i] is { } released && used.Contains(i)) at = released.Position;
        }
        return extras;
    }

    /// <summary>
    /// The methods that an answer uses and that stand below it, in what had been a check: whoever goes from cell to cell runs that first, and the answer again. Null when there are none.
    /// Nothing else of the check goes up with them: it may call the answer.
    /// </summary>
    PreparedCell? HelpersBelow(ReleasedCell answer, string source, IReadOnlyList<PreparedCell> above)
    {
        var methods = Enumerable.Range(0, _cells.Count).Where(i => _of[i]?.Role == CellRole.Check && _cells[i].Kind == CellKind.Code && !IsUntouched(i)).SelectMany(i => CodeText.Methods(_sources[i])).ToList();
        if (methods.Count == 0) return null;
        var known = above.Select(cell => cell.Cell.Source).Append(source).SelectMany(CodeText.Declared).ToHashSet();
        var wanted = new HashSet<string>(CodeText.Names(source));
        var helpers = new List<(string Name, string Text)>();
        for (; methods.Find(method => wanted.Contains(method.Name) && !known.Contains(method.Name)) is { Name: not null } next; methods.Remove(next))
        {
            helpers.Add(next);
            wanted.UnionWith(CodeText.Names(next.Text));
        }
        if (helpers.Count == 0) return null;
        _repairs.Add($"{Upper(answer.Name)} uses {string.Join(", ", helpers.Select(helper => helper.Name).Distinct())}, from below in a changed check; that was put above it.");
        return new(new(CellKind.Code, string.Join("\n", helpers.Select(helper => helper.Text))), null);
    }

    bool IsUntouched(int i) => CodeText.IsSame(_sources[i], _of[i]!.Released.Source);

    /// <summary>The pictures that a student put into a text go with it, within measure.</summary>
    void Attach(NotebookCell answer, JsonObject? attachments, string name)
    {
        if (attachments is not { Count: > 0 }) return;
        if (attachments.ToJsonString().Length > LargestAttachments) _repairs.Add($"The pictures in {name} have more than {LargestAttachments >> 20} MB, and were left out.");
        else answer.Attachments = attachments.DeepClone().AsObject();
    }

    static string KindOf(NotebookCell cell) => cell.Kind switch { CellKind.Code => "code", CellKind.Markdown => "text", _ => "raw" };

    static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
