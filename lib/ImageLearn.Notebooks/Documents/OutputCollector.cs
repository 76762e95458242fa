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
        foreach (var id in _changed) _displays[id].Apply();
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
        var known = display.DisplayId is null ? null : _displays.GetValueOrDefault(display.DisplayId);
        if (display.Update && known is null) return;
        known ??= new SharedDisplay();
        (known.Data, known.Metadata) = (display.Data, display.Metadata);
        if (!display.Update)
        {
            var output = CellOutput.Display([], []);
            Append(output);
            known.Places.Add((Cell, output));
            if (display.DisplayId is null) known.Apply();
        }
        if (display.DisplayId is null) return;
        _displays[display.DisplayId] = known;
        _changed.Add(display.DisplayId);
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
        foreach (var display in _displays.Values) display.Places.RemoveAll(place => place.Cell == Cell);
        Cell.Outputs.Clear();
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
