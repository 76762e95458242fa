using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Execution;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>Runs <c>execute_request</c>: counts, sends what the cell puts out as it comes, and makes the reply.</summary>
sealed class CellRunner(WorkerSlot slot, IoPubChannel ioPub, StdinChannel stdin, History history)
{
    const string VariablesGone = "All variables are gone: run the cells above again.";
    static readonly CellError NotStarted = Error("Interrupted", "The cell was interrupted before it started.");

    int _executed;
    NotebookWorker? _last;

    /// <summary>Runs the cell; the content of the reply.</summary>
    public async Task<JsonObject> RunAsync(Message request, CancellationToken cancel)
    {
        var code = request.Text("code");
        var silent = request.Flag("silent", false);
        var stored = !silent && request.Flag("store_history", true) && !string.IsNullOrWhiteSpace(code);
        var number = _executed + 1;
        if (stored) _executed = number;
        if (!silent) ioPub.Publish("execute_input", request, new() { ["code"] = code, ["execution_count"] = number });

        string? shown = null;
        void Publish(CellEvent output)
        {
            if (output is ResultData result) shown = Message.Text(result.Data, "text/plain", "");
            if (silent) return;
            var (type, content) = ToMessage(output, number);
            ioPub.Publish(type, request, content, droppable: true);
        }

        var result = await RunAsync(request, new(code, number, Expressions(request), request.Flag("allow_stdin", false)), Publish, cancel);
        if (stored) history.Add(number, code, shown);
        if (result.Error is not null && !silent) ioPub.Publish("error", request, ToContent(result.Error));
        var reply = result.Error is null ? new() { ["status"] = "ok" } : ToContent(result.Error);
        if (result.Error is not null) reply["status"] = "error";
        reply["execution_count"] = number;
        reply["user_expressions"] = result.UserExpressions ?? [];
        reply["payload"] = new JsonArray();
        return reply;
    }

    async Task<CellResult> RunAsync(Message request, CellRequest cell, Action<CellEvent> publish, CancellationToken cancel)
    {
        try
        {
            var worker = await slot.TakeAsync(cancel);
            if (_last is not null && _last != worker && await _last.Ended is { } earlier)
                publish(new StreamText("stderr", $"Between two cells: {WithLoss(earlier.Message)}\n"));
            var result = await worker.ExecuteAsync(cell, publish, (prompt, password, stop) => stdin.AskAsync(request, prompt, password, stop), cancel);
            // A death that ends a cell is that cell's error; one that nobody saw is told with the next cell.
            _last = result.Status == CellStatus.Died ? null : worker;
            return result.Death is null ? result : result with { Error = Error(result.Death.Cause.ToString(), WithLoss(result.Death.Message)) };
        }
        catch (OperationCanceledException)
        {
            return new(CellStatus.Interrupted, 0, NotStarted);
        }
        catch (Exception e)
        {
            return new(CellStatus.Failed, 0, Error(e.GetType().Name, $"The process that runs C# cells did not start: {e.Message}"));
        }
    }

    static string WithLoss(string death) => death.EndsWith(VariablesGone, StringComparison.Ordinal) ? death : $"{death} {VariablesGone}";

    static CellError Error(string name, string message) => new(name, message, [$"\u001b[31m{name}\u001b[0m: {message}"]);

    static Dictionary<string, string> Expressions(Message request) => (request.Content["user_expressions"] as JsonObject ?? [])
        .ToDictionary(pair => pair.Key, pair => pair.Value is JsonValue value && value.TryGetValue(out string? text) ? text : "");

    static (string Type, JsonObject Content) ToMessage(CellEvent output, int number) => output switch
    {
        StreamText text => ("stream", new() { ["name"] = text.Name, ["text"] = text.Text }),
        ResultData result => ("execute_result", new() { ["execution_count"] = number, ["data"] = result.Data, ["metadata"] = result.Metadata }),
        DisplayData shown => (shown.Update ? "update_display_data" : "display_data", new()
        {
            ["data"] = shown.Data,
            ["metadata"] = shown.Metadata,
            ["transient"] = shown.DisplayId is null ? [] : new JsonObject { ["display_id"] = shown.DisplayId },
        }),
        ClearOutput clear => ("clear_output", new() { ["wait"] = clear.Wait }),
        _ => throw new InvalidOperationException($"{output.GetType().Name} has no message."),
    };

    static JsonObject ToContent(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
    };
}
