using System.Globalization;
using System.Runtime.ExceptionServices;
using ImageLearn.Output;

namespace ImageLearn;

/// <summary>
/// Sharing a loop among threads. The loop is cut at multiples of a grain, whatever the number of threads, and a piece runs on one
/// thread from its first element to its last: a kernel that sums only within a piece gives the same bits for any number of threads.
/// </summary>
internal static class Work
{
    const int Most = 16;   // more seldom pay for kernels that wait on memory
    static int _threads;
    [ThreadStatic] static bool _inside;

    /// <summary>At most so many threads share a loop: the environment's <c>IMAGELEARN_THREADS</c> if it is set, else one per processor and no more than 16.</summary>
    /// <exception cref="ArgumentException">The number is not 1 or more.</exception>
    public static int Threads
    {
        get => _threads > 0 ? _threads : _threads = FromEnvironment(Environment.GetEnvironmentVariable("IMAGELEARN_THREADS"));
        set => _threads = value > 0 ? value : throw new ArgumentException($"Work.Threads: {value} threads cannot work. Give 1 or more.");
    }

    internal static int FromEnvironment(string? setting) =>
        string.IsNullOrWhiteSpace(setting) ? Math.Min(Environment.ProcessorCount, Most)
        : int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? n
        : throw new ArgumentException($"IMAGELEARN_THREADS is \"{setting}\", which is no number of threads. Set it to 1 or more, or leave it unset.");

    /// <summary>How many items make a piece worth another thread's while, when one item costs about so many multiplications.</summary>
    public static int Grain(long cost) => (int)Math.Max(1, (1 << 15) / Math.Max(1, cost));

    /// <summary>
    /// Calls <paramref name="body"/>(from, to) for consecutive pieces of 0 … <paramref name="count"/>, each of <paramref name="grain"/> but the last,
    /// on several threads when there are several pieces. A loop inside a piece stays on its thread. What a piece throws is thrown
    /// here, once no piece is running any more; the rest is not begun. For kernels only: NoGrad does not reach into the pieces.
    /// With a <paramref name="stage"/>, pieces come in stages of so many, and none begins before all of the stages before its own are done.
    /// </summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted between two pieces.</exception>
    public static void Split(int count, int grain, Action<int, int> body, int stage = int.MaxValue)
    {
        if (count <= grain) { if (count > 0) body(0, count); return; }
        var loop = new Loop(count, grain, body, stage);
        int helpers = _inside ? 0 : Math.Min(Threads, loop.Pieces) - 1;
        for (int i = 0; i < helpers; i++) ThreadPool.UnsafeQueueUserWorkItem(loop, preferLocal: false);
        loop.Run();
    }

    sealed class Loop(int count, int grain, Action<int, int> body, int stage) : IThreadPoolWorkItem
    {
        int _next, _done, _running;
        ExceptionDispatchInfo? _failure;

        public int Pieces { get; } = (int)(((long)count + grain - 1) / grain);

        /// <summary>Takes part until no piece is left, and returns when the helpers that have begun are done; one that never got a thread is not waited for.</summary>
        public void Run()
        {
            TakeAll();
            // No blocking wait: an interrupt of this thread would leave helpers writing to memory that is no longer theirs. It lasts a piece at most.
            while (Volatile.Read(ref _running) > 0) Pause();
            _failure?.Throw();
        }

        static void Pause()
        {
            Thread.SpinWait(20);
            Thread.Yield();
        }

        void IThreadPoolWorkItem.Execute()
        {
            Interlocked.Increment(ref _running);   // before taking a piece, so that Run sees it
            TakeAll();
            Interlocked.Decrement(ref _running);
        }

        void TakeAll()
        {
            bool outer = _inside;
            _inside = true;
            try
            {
                for (int i; (i = Interlocked.Increment(ref _next) - 1) < Pieces;)
                {
                    Cell.Checkpoint();
                    // Whoever took a piece of the stage before is running it: this wait, too, lasts a piece at most.
                    while (Volatile.Read(ref _done) < i - i % stage && Volatile.Read(ref _failure) is null) Pause();
                    if (_failure is not null) break;
                    body(i * grain, (int)Math.Min(count, (i + 1L) * grain));
                    Interlocked.Increment(ref _done);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
                Interlocked.Exchange(ref _next, Pieces);   // hand out no more
            }
            _inside = outer;
        }
    }
}
