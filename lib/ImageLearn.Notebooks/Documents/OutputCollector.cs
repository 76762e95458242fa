using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Documents;

/// <summary>
/// Writes what a run sends into the cells of a notebook, as a Jupyter front end does: console text of one stream in one output, displays
/// replaced in place wherever in the notebook they stand. One collector serves one run of one notebook; outputs are complete after <see cref="End"/>.
/// </summary>
public sealed class OutputCollector
{
    readonly Dictionary<string, SharedDisplay> _displays = new(StringComparer.Ordinal);
    readonly Dictionary<NotebookCell, HashSet<string>> _shownIn = [];
    readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    NotebookCell? _cell;
    ConsoleText? _console;
    bool _clearBeforeNext;

    /// <summary>Makes a cell ready to run: the events that follow are its. Its outputs are removed and its number is set.</summary>
    public void Begin(NotebookCell cell, int executionCount)
    {
        _cell = cell;
        cell.ExecutionCount = executionCount;
        Clear();
    }

    /// <summary>Takes one event of the running cell.</summary>
    public void Add(CellEvent cellEvent)
    {
        switch (cellEvent)
        {
            case StreamText stream: Print(stream); break;
            case DisplayData display: Show(display); break;
            case ResultData result: Append(CellOutput.Result(FrontEndNumbers.Normalise(result.Data), FrontEndNumbers.Normalise(result.Metadata), Cell.ExecutionCount)); break;
            case ClearOutput { Wait: true }: _clearBeforeNext = true; break;
            case ClearOutput: Clear(); break;
        }
    }

    /// <summary>Ends the running cell, with its error when it has one.</summary>
    public void End(CellResult result)
    {
        if (result.Error is { } error) Append(CellOutput.Error(error.Name, error.Message, error.Traceback));
        else if (result.Death is { } death) Append(CellOutput.Error(death.Cause.ToString(), death.Message, [death.Message]));
        CloseConsole();
        foreach (var id in _changed) _displays.GetValueOrDefault(id)?.Apply();
        _changed.Clear();
        _cell = null;
    }

    NotebookCell Cell => _cell ?? throw new InvalidOperationException("OutputCollector: no cell runs. Call Begin first.");

    void Print(StreamText stream)
    {
        if (stream.Text == "") return;
        if (_clearBeforeNext || _console?.Name != stream.Name)
        {
            Append(CellOutput.Stream(stream.Name, ""));
            _console = new ConsoleText(stream.Name);
        }
        _console!.Append(stream.Text);
    }

    void Show(DisplayData display)
    {
        var id = display.DisplayId;
        var shared = id is null ? null : _displays.GetValueOrDefault(id);
        if (display.Update && shared is null) return;
        shared ??= new SharedDisplay();
        (shared.Data, shared.Metadata) = (display.Data, display.Metadata);
        if (!display.Update)
        {
            var output = CellOutput.Display([], []);
            Append(output);
            shared.Places.Add((Cell, output));
        }
        if (id is null) shared.Apply();
        else Share(id, shared);
    }

    void Share(string id, SharedDisplay shared)
    {
        _displays[id] = shared;
        _changed.Add(id);
        if (!_shownIn.TryGetValue(Cell, out var ids)) _shownIn[Cell] = ids = [];
        ids.Add(id);
    }

    void Append(CellOutput output)
    {
        if (_clearBeforeNext) Clear();
        CloseConsole();
        Cell.Outputs.Add(output);
    }

    void Clear()
    {
        _clearBeforeNext = false;
        _console = null;
        Cell.Outputs.Clear();
        if (!_shownIn.Remove(Cell, out var ids)) return;
        foreach (var id in ids)
        {
            if (!_displays.TryGetValue(id, out var shared)) continue;
            shared.Places.RemoveAll(place => place.Cell == Cell);
            if (shared.Places.Count == 0) _displays.Remove(id);
        }
    }

    // The text goes into its output once it is complete, and not per piece, which would cost the square of its length.
    void CloseConsole()
    {
        if (_console is not null) Cell.Outputs[^1].StreamText = _console.ToString();
        _console = null;
    }

    /// <summary>What all displays of one id show, and where they stand. It is written to its places once a cell, however often it changes.</summary>
    sealed class SharedDisplay
    {
        public JsonObject Data = [];
        public JsonObject Metadata = [];
        public readonly List<(NotebookCell Cell, CellOutput Output)> Places = [];

        public void Apply()
        {
            foreach (var (_, output) in Places)
                (output.Data, output.Metadata) = (FrontEndNumbers.Normalise(Data), FrontEndNumbers.Normalise(Metadata));
        }
    }
}
