namespace ImageLearn.Notebooks.Execution;

/// <summary>How much a cell may still put out. What is over the limit is cut, and said to be cut once.</summary>
sealed class OutputBudget(WorkerOptions options)
{
    long _bytes = options.OutputLimit;
    int _characters = options.TextLimit;
    bool _saidBytes, _saidCharacters;

    public long BytesLeft => _bytes;

    /// <summary>What of an event may be shown: the event, a shorter one, or the note that the rest is cut.</summary>
    public IEnumerable<CellEvent> Admit(CellEvent happened)
    {
        switch (happened)
        {
            case StreamText text when text.Text.Length > _characters:
                var kept = text.Text[.._characters];
                _characters = 0;
                if (kept.Length > 0) yield return text with { Text = kept };
                if (!_saidCharacters) yield return Note($"the text of a cell is limited to {options.TextLimit:N0} characters. Print less, or write it to a file.");
                _saidCharacters = true;
                break;
            case StreamText text:
                _characters -= text.Text.Length;
                yield return text;
                break;
            default:
                yield return happened;
                break;
        }
    }

    /// <summary>Counts what an output took on the wire.</summary>
    public void Spend(long bytes) => _bytes -= bytes;

    /// <summary>An output was passed over.</summary>
    public IEnumerable<CellEvent> Dropped(int bytes)
    {
        if (!_saidBytes) yield return Note($"an output of {bytes:N0} bytes is over what is left of the cell's limit of {options.OutputLimit:N0}. Show less, or smaller pictures.");
        _saidBytes = true;
    }

    static StreamText Note(string why) => new("stderr", $"\n[output cut: {why}]\n");
}
