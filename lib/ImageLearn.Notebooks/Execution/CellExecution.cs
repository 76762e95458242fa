using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ImageLearn.Notebooks.Execution;

/// <summary>What a running cell sends before it ends, in order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(StreamText), "stream")]
[JsonDerivedType(typeof(DisplayData), "display")]
[JsonDerivedType(typeof(ResultData), "result")]
[JsonDerivedType(typeof(ClearOutput), "clear")]
public abstract record CellEvent;

/// <summary>Console output; <paramref name="Name"/> is <c>stdout</c> or <c>stderr</c>.</summary>
public sealed record StreamText(string Name, string Text) : CellEvent;

/// <summary>A value shown with <c>display</c>, or (<paramref name="Update"/>) the replacement of one with the same id.</summary>
public sealed record DisplayData(JsonObject Data, JsonObject Metadata, string? DisplayId, bool Update) : CellEvent;

/// <summary>The value of the trailing expression.</summary>
public sealed record ResultData(JsonObject Data, JsonObject Metadata) : CellEvent;

/// <summary>The outputs so far are to be removed; with <paramref name="Wait"/> only when the next one arrives.</summary>
public sealed record ClearOutput(bool Wait) : CellEvent;

/// <summary>A cell to run.</summary>
/// <param name="Code">Its source.</param>
/// <param name="Number">Its number, shown in messages ("Cell 3, line 2").</param>
/// <param name="UserExpressions">Expressions evaluated after a cell that succeeded (Jupyter's <c>user_expressions</c>).</param>
/// <param name="AllowInput">Whether <c>Console.ReadLine</c> may ask the user.</param>
/// <param name="After">The number of a cell that has run: this one is read as if it stood right after it, where the names of later cells are unknown. Null: it follows the last.</param>
/// <param name="Image">The cell compiled, if it is; see <see cref="NotebookWorker.CompileAsync"/>.</param>
public sealed record CellRequest(string Code, int Number, IReadOnlyDictionary<string, string>? UserExpressions = null, bool AllowInput = false, int? After = null, CellImage? Image = null);

/// <summary>How a cell ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CellStatus>))]
public enum CellStatus
{
    /// <summary>It ran to its end.</summary>
    Ok,
    /// <summary>It did not compile, or threw.</summary>
    Failed,
    /// <summary>It was interrupted and stopped by itself; its variables are still there.</summary>
    Interrupted,
    /// <summary>Its worker process ended (crash, exit, limit, kill); variables are gone. See <see cref="CellResult.Death"/>.</summary>
    Died,
}

/// <summary>Why a cell failed. <paramref name="Traceback"/> is what a person reads, one string a line, with ANSI colours.</summary>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback);

/// <summary>The end of a cell.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Error">Set unless <see cref="CellStatus.Ok"/>.</param>
/// <param name="Death">Set when the worker died while it ran the cell.</param>
/// <param name="UserExpressions">In Jupyter's form: per name <c>{status: ok, data, metadata}</c> or <c>{status: error, ename, evalue, traceback}</c>.</param>
public sealed record CellResult(CellStatus Status, double Seconds, CellError? Error = null, WorkerDeath? Death = null, JsonObject? UserExpressions = null);

/// <summary>The ways a worker process ends before its time.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeathCause>))]
public enum DeathCause
{
    /// <summary>The stack overflowed.</summary>
    StackOverflow,
    /// <summary>The cell called <c>Environment.Exit</c> or its like.</summary>
    Exited,
    /// <summary>The cell called <c>Environment.FailFast</c>, or the runtime aborted.</summary>
    Aborted,
    /// <summary>Somebody killed the process.</summary>
    Killed,
    /// <summary>It used more memory than allowed.</summary>
    Memory,
    /// <summary>It took longer than allowed and could not be stopped kindly.</summary>
    TimeLimit,
    /// <summary>It was interrupted and could not be stopped kindly.</summary>
    Interrupted,
    /// <summary>It closed or garbled the channel to its parent.</summary>
    ChannelLost,
}

/// <summary>How a worker ended: the cause, and one sentence for people that names it and says what to do.</summary>
public sealed record WorkerDeath(DeathCause Cause, string Message);

/// <summary>One proposal of completion.</summary>
/// <param name="Text">What replaces the text from the reply's start to its end.</param>
/// <param name="Kind">method, property, field, event, class, struct, interface, enum, namespace, local, parameter, keyword …</param>
/// <param name="Signature">The declaration, e.g. <c>Tensor Tensor.Sum(int? axis = null, bool keepDims = false)</c>.</param>
public sealed record CompletionItem(string Text, string Kind, string Signature);

/// <summary>Completions at a cursor. Positions count UTF-16 code units.</summary>
public sealed record CompletionReply(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>Quick info at a cursor: signature and documentation as plain text and Markdown; null when nothing is known there.</summary>
public sealed record InspectReply(string? PlainText, string? Markdown);

/// <summary>Whether the code is a whole cell: complete, incomplete (with the indent to go on with), or invalid.</summary>
public sealed record IsCompleteReply(string Status, string Indent);

/// <summary>A compiler message; lines and columns count from 1.</summary>
public sealed record CellDiagnostic(string Id, string Severity, string Message, int Line, int Column, int EndLine, int EndColumn);
