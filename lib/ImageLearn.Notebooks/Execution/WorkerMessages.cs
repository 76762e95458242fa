using System.Text.Json.Serialization;

namespace ImageLearn.Notebooks.Execution;

/// <summary>What the parent says to its worker. A question carries an id, which its answer repeats.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(Execute), "execute")]
[JsonDerivedType(typeof(Interrupt), "interrupt")]
[JsonDerivedType(typeof(Input), "input")]
[JsonDerivedType(typeof(Renew), "renew")]
[JsonDerivedType(typeof(Complete), "complete")]
[JsonDerivedType(typeof(Inspect), "inspect")]
[JsonDerivedType(typeof(IsComplete), "isComplete")]
[JsonDerivedType(typeof(Diagnose), "diagnose")]
[JsonDerivedType(typeof(Compile), "compile")]
abstract record ToWorker;

sealed record Execute(CellRequest Cell) : ToWorker;
sealed record Interrupt : ToWorker;
sealed record Input(string? Text) : ToWorker;
sealed record Renew(OutputForms Forms) : ToWorker;
sealed record Complete(int Id, string Code, int Position) : ToWorker;
sealed record Inspect(int Id, string Code, int Position) : ToWorker;
sealed record IsComplete(int Id, string Code) : ToWorker;
sealed record Diagnose(int Id, string Code) : ToWorker;
sealed record Compile(int Id, IReadOnlyList<CellToCompile> Cells) : ToWorker;

/// <summary>What a worker says to its parent.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Happened), "event")]
[JsonDerivedType(typeof(AskedForInput), "input")]
[JsonDerivedType(typeof(Finished), "finished")]
[JsonDerivedType(typeof(Answered), "answer")]
abstract record FromWorker;

sealed record Ready : FromWorker;
sealed record Happened(CellEvent Event) : FromWorker;
sealed record AskedForInput(string Prompt, bool Password) : FromWorker;
sealed record Finished(CellResult Result) : FromWorker;
sealed record Answered(int Id, CompletionReply? Completion = null, InspectReply? Inspection = null, IsCompleteReply? IsComplete = null, IReadOnlyList<CellDiagnostic>? Diagnostics = null, IReadOnlyList<CellImage>? Images = null) : FromWorker;

/// <summary>The messages' JSON, without reflection: it would cost a starting worker some tenth of a second.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 256, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ToWorker))]
[JsonSerializable(typeof(FromWorker))]
sealed partial class WorkerJson : JsonSerializerContext;
