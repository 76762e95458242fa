using System.Text.Json.Nodes;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>
/// What the kernel answers to each type of request, but for those that steer the kernel itself (execute, interrupt,
/// shutdown). A handler gives the content of the reply, or null when the protocol has none.
/// </summary>
sealed class KernelRequests(WorkerSlot slot, IoPubChannel ioPub, History history)
{
    static readonly string Version = typeof(KernelRequests).Assembly.GetName().Version!.ToString(3);

    /// <summary>The handler of a type; null for one that is not known.</summary>
    public Func<Message, CancellationToken, Task<JsonObject?>>? Find(string type) => type switch
    {
        "kernel_info_request" => (_, _) => Reply(KernelInfo()),
        "complete_request" => CompleteAsync,
        "inspect_request" => InspectAsync,
        "is_complete_request" => IsCompleteAsync,
        "history_request" => (request, _) => Reply(FindHistory(request)),
        "comm_info_request" => (_, _) => Reply(new() { ["comms"] = new JsonObject() }),
        "comm_open" => (request, _) => RefuseComm(request),
        "comm_msg" or "comm_close" => (_, _) => Task.FromResult<JsonObject?>(null),
        "debug_request" => (request, _) => Task.FromResult<JsonObject?>(RefuseDebugging(request)),
        _ => null,
    };

    static Task<JsonObject?> Reply(JsonObject content)
    {
        content["status"] = "ok";
        return Task.FromResult<JsonObject?>(content);
    }

    static JsonObject KernelInfo() => new()
    {
        ["protocol_version"] = MessageFormat.ProtocolVersion,
        ["implementation"] = "imagelearn",
        ["implementation_version"] = Version,
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"ImageLearn {Version}: C# 14 on .NET {Environment.Version}, with tensors, images and figures",
        ["debugger"] = false,
        ["help_links"] = new JsonArray(),
    };

    async Task<JsonObject?> CompleteAsync(Message request, CancellationToken cancel)
    {
        var code = request.Text("code");
        var worker = await slot.TakeAsync(cancel);
        var reply = await worker.CompleteAsync(code, CodePoints.ToIndex(code, request.Number("cursor_pos")), cancel);
        var (start, end) = (CodePoints.FromIndex(code, reply.Start), CodePoints.FromIndex(code, reply.End));
        var items = reply.Items.DistinctBy(item => item.Text).ToList();
        return await Reply(new()
        {
            ["matches"] = new JsonArray([.. items.Select(item => JsonValue.Create(item.Text))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. items.Select(item => new JsonObject
                {
                    ["start"] = start,
                    ["end"] = end,
                    ["text"] = item.Text,
                    ["type"] = item.Kind,
                    ["signature"] = item.Signature,
                })]),
            },
        });
    }

    async Task<JsonObject?> InspectAsync(Message request, CancellationToken cancel)
    {
        var code = request.Text("code");
        var worker = await slot.TakeAsync(cancel);
        var reply = await worker.InspectAsync(code, CodePoints.ToIndex(code, request.Number("cursor_pos")), cancel);
        var data = new JsonObject();
        if (reply.PlainText is not null) data["text/plain"] = reply.PlainText;
        if (reply.Markdown is not null) data["text/markdown"] = reply.Markdown;
        return await Reply(new() { ["found"] = data.Count > 0, ["data"] = data, ["metadata"] = new JsonObject() });
    }

    async Task<JsonObject?> IsCompleteAsync(Message request, CancellationToken cancel)
    {
        var worker = await slot.TakeAsync(cancel);
        var reply = await worker.IsCompleteAsync(request.Text("code"), cancel);
        return new() { ["status"] = reply.Status, ["indent"] = reply.Indent };
    }

    JsonObject FindHistory(Message request)
    {
        var count = request.Number("n");
        var found = request.Text("hist_access_type") switch
        {
            "tail" => history.Tail(count ?? 10),
            "range" => history.Range(request.Number("session") ?? 0, request.Number("start") ?? 0, request.Number("stop")),
            "search" => history.Search(request.Text("pattern"), count, request.Flag("unique", false)),
            var other => throw new ArgumentException($"hist_access_type \"{other}\" is none of tail, range and search."),
        };
        var withOutput = request.Flag("output", false);
        return new()
        {
            ["history"] = new JsonArray([.. found.Select(entry => new JsonArray(entry.Session, entry.Line, withOutput ? new JsonArray(entry.Source, entry.Output) : entry.Source))]),
        };
    }

    /// <summary>A comm whose target is not known is closed again, which is how a front end learns of it.</summary>
    Task<JsonObject?> RefuseComm(Message request)
    {
        ioPub.Publish("comm_close", request, new() { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        return Task.FromResult<JsonObject?>(null);
    }

    /// <summary>A debugger asks by DAP, and gets a refusal of that protocol.</summary>
    static JsonObject RefuseDebugging(Message request) => new()
    {
        ["type"] = "response",
        ["seq"] = 1,
        ["request_seq"] = request.Number("seq") ?? 0,
        ["success"] = false,
        ["command"] = request.Text("command"),
        ["message"] = "This kernel has no debugger.",
    };
}
