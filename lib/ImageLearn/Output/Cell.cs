using System.Runtime.CompilerServices;

namespace ImageLearn.Output;

/// <summary>Where the outputs of the running cell go: the notebook session when there is one, the console otherwise.</summary>
public interface ICellHost
{
    /// <summary>Shows a bundle. With a <paramref name="displayId"/> it can be replaced later by a call with <paramref name="update"/>.</summary>
    void Display(MimeBundle bundle, string? displayId, bool update);

    /// <summary>Removes the cell's outputs so far; with <paramref name="wait"/> only when the next output arrives.</summary>
    void ClearOutput(bool wait);

    /// <summary>Whether anybody looks at a form that takes long to make, such as a drawing.</summary>
    bool Wants(string mimeType) => true;
}

/// <summary>
/// The cell that is running: the one place through which library code (figures, checks, progress) reaches the notebook.
/// Outside a notebook it writes plain text to the console, so the same code runs in an ordinary program.
/// </summary>
public static class Cell
{
    /// <summary>One run of a cell. It is known to the tasks and threads that the cell starts, also when they outlive it.</summary>
    sealed class Run
    {
        public volatile bool Abandoned;
    }

    static readonly AsyncLocal<Run?> s_run = new();
    static volatile bool _interrupted, _someAbandoned;
    static int _displays;

    /// <summary>The host of the running cell. A notebook session sets it once; tests may set their own.</summary>
    public static ICellHost Host { get; set; } = new ConsoleHost();

    /// <summary>Shows a value and returns a handle with which it can be replaced.</summary>
    public static DisplayHandle Show(MimeBundle bundle, string? displayId = null)
    {
        var id = displayId ?? $"imagelearn-{Environment.ProcessId}-{Interlocked.Increment(ref _displays)}";
        Host.Display(bundle, id, update: false);
        return new DisplayHandle(id);
    }

    /// <summary>
    /// Stops the cell here when the user has asked for it. The session calls this at the head of every loop and method
    /// of a cell; long-running library code calls it once per step.
    /// </summary>
    /// <exception cref="OperationCanceledException">The user interrupted the cell.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Checkpoint()
    {
        if (_interrupted || _someAbandoned) Stop();
    }

    /// <summary>Whether the running cell has been asked to stop.</summary>
    public static bool IsInterrupted => _interrupted;

    /// <summary>Asks the running cell to stop at its next <see cref="Checkpoint"/>; <c>false</c> makes ready for the next cell.</summary>
    public static void SetInterrupted(bool interrupted) => _interrupted = interrupted;

    /// <summary>The session calls this on the cell's thread before its first statement.</summary>
    public static void Begin() => s_run.Value = new();

    /// <summary>
    /// The cell was interrupted while it waited, for a task or another thread. What it started stops at its next <see cref="Checkpoint"/>,
    /// rather than change the variables of later cells.
    /// </summary>
    public static void Abandon()
    {
        if (s_run.Value is { } run) run.Abandoned = _someAbandoned = true;
    }

    /// <summary>Whether an exception is the user's interruption, which code that catches whatever a cell throws must let pass.</summary>
    internal static bool IsInterruption(Exception e) => IsStop(e) || _interrupted && e is OperationCanceledException or ThreadInterruptedException;

    /// <summary>
    /// <see cref="Checkpoint"/>, and stops a recursion before it overflows the stack: an overflow ends the process, an
    /// exception does not. The session calls this at the head of every method of a cell.
    /// </summary>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    public static void Enter()
    {
        Checkpoint();
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    static void Stop()
    {
        if (_interrupted || s_run.Value is { Abandoned: true }) throw new Stopped();
    }

    /// <summary>Whether <see cref="Checkpoint"/> threw the exception.</summary>
    public static bool IsStop(Exception e) => e is Stopped;

    sealed class Stopped() : OperationCanceledException("The cell was interrupted.");
}

/// <summary>An output already shown, which can be replaced in place.</summary>
public sealed class DisplayHandle(string id)
{
    /// <summary>The Jupyter <c>display_id</c>.</summary>
    public string Id { get; } = id;

    /// <summary>Replaces what is shown.</summary>
    public void Update(MimeBundle bundle) => Cell.Host.Display(bundle, Id, update: true);
}
