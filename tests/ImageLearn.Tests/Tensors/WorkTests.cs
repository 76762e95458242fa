using ImageLearn.Output;
using ImageLearn.Tests.Output;

namespace ImageLearn.Tests.Tensors;

[Collection(nameof(RunningCell))]   // the number of threads and the interrupt are process-wide
public sealed class WorkTests : IDisposable
{
    readonly int _before = Work.Threads;
    public void Dispose() { Work.Threads = _before; Cell.SetInterrupted(false); }

    [Theory]
    [InlineData(0, 10, 1), InlineData(10, 10, 2), InlineData(11, 10, 2), InlineData(1000, 7, 4), InlineData(100, 1, 3)]
    public void Every_element_is_visited_once_in_pieces_cut_at_multiples_of_the_grain(int count, int grain, int threads)
    {
        Work.Threads = threads;
        int[] visits = new int[count];
        var pieces = new System.Collections.Concurrent.ConcurrentBag<(int, int)>();
        Work.Split(count, grain, (from, to) =>
        {
            pieces.Add((from, to));
            for (int i = from; i < to; i++) Interlocked.Increment(ref visits[i]);
        });
        Assert.All(visits, n => Assert.Equal(1, n));
        Assert.Equal(Enumerable.Range(0, (count + grain - 1) / grain).Select(i => (i * grain, Math.Min(count, (i + 1) * grain))), pieces.Order());
    }

    [Fact]
    public void No_more_threads_than_allowed_and_loops_within_stay_on_their_thread()
    {
        Work.Threads = 3;
        int now = 0, most = 0;
        var inner = new System.Collections.Concurrent.ConcurrentBag<bool>();
        Work.Split(60, 1, (_, _) =>
        {
            lock (inner) most = Math.Max(most, ++now);
            int thread = Environment.CurrentManagedThreadId;
            Work.Split(4, 1, (_, _) => { Thread.Sleep(1); inner.Add(thread == Environment.CurrentManagedThreadId); });
            lock (inner) now--;
        });
        Assert.InRange(most, 1, 3);
        Assert.Equal(240, inner.Count);
        Assert.DoesNotContain(false, inner);
    }

    [Fact]
    public void What_a_piece_throws_is_thrown_once_no_piece_runs_and_the_rest_is_not_begun()
    {
        Work.Threads = 4;
        int begun = 0, running = 0;
        var thrown = Assert.Throws<InvalidOperationException>(() => Work.Split(1000, 1, (i, _) =>
        {
            Interlocked.Increment(ref begun);
            Interlocked.Increment(ref running);
            try { if (i == 3) throw new InvalidOperationException("piece 3"); Thread.Sleep(2); }
            finally { Interlocked.Decrement(ref running); }
        }));
        Assert.Equal("piece 3", thrown.Message);
        Assert.Equal(0, running);
        Assert.InRange(begun, 4, 999);
        Work.Split(10, 1, (_, _) => Interlocked.Increment(ref running));   // and the next loop is as good as ever
        Assert.Equal(10, running);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(4)]
    public void No_stage_begins_before_the_one_before_is_done(int threads)
    {
        Work.Threads = threads;
        int[] done = new int[10];
        int early = 0;
        Work.Split(70, 1, (i, _) =>
        {
            if (i >= 7 && Volatile.Read(ref done[i / 7 - 1]) < 7) Interlocked.Increment(ref early);
            if (i % 7 == 6) Thread.Sleep(2);   // the last of a stage, while others could go on
            Interlocked.Increment(ref done[i / 7]);
        }, stage: 7);
        Assert.Equal(0, early);
        Assert.All(done, n => Assert.Equal(7, n));
    }

    [Fact]
    public void A_piece_that_throws_lets_those_go_that_wait_for_its_stage()
    {
        Work.Threads = 4;
        int late = 0;
        Assert.Throws<InvalidOperationException>(() => Work.Split(40, 1, (i, _) =>
        {
            if (i >= 4) Interlocked.Increment(ref late);
            Thread.Sleep(5);
            if (i == 3) throw new InvalidOperationException("piece 3");
        }, stage: 4));
        Assert.Equal(0, late);
    }

    [Fact]
    public void A_long_sum_has_the_same_bits_for_any_number_of_threads()
    {
        var x = Rng.Normal([3, 130_001], seed: 1);
        var sums = ((int[])[1, 2, 4]).Select(threads =>
        {
            Work.Threads = threads;
            return x.Sum().Item();
        }).ToArray();
        Assert.Single(sums.Distinct());
        Assert.Equal(x.Data.ToArray().Sum(value => (double)value), sums[0], 1e-6 * Math.Abs(sums[0]));
    }

    [Fact]
    public void An_interrupt_stops_between_two_pieces()
    {
        Work.Threads = 2;
        int begun = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Work.Split(1000, 1, (_, _) => { if (Interlocked.Increment(ref begun) == 5) Cell.SetInterrupted(true); }));
        Assert.InRange(begun, 5, 7);
    }

    [Fact]
    public void A_busy_thread_pool_does_not_hold_a_loop_up()
    {
        Work.Threads = 64;
        var open = new ManualResetEventSlim();
        for (int i = 0; i < 100; i++) ThreadPool.UnsafeQueueUserWorkItem(_ => open.Wait(), null);
        int done = 0;
        var loop = new Thread(() => Work.Split(50, 1, (_, _) => Interlocked.Increment(ref done)));
        loop.Start();
        bool finished = loop.Join(TimeSpan.FromSeconds(20));
        open.Set();
        Assert.True(finished);
        Assert.Equal(50, done);
    }

    [Fact]
    public void The_environment_caps_the_threads()
    {
        Assert.Equal(3, Work.FromEnvironment("3"));
        Assert.Equal(Math.Min(16, Environment.ProcessorCount), Work.FromEnvironment(" "));
        foreach (string wrong in new[] { "two", "0", "-1", "1.5" })
            Assert.Equal($"IMAGELEARN_THREADS is \"{wrong}\", which is no number of threads. Set it to 1 or more, or leave it unset.", Assert.Throws<ArgumentException>(() => Work.FromEnvironment(wrong)).Message);
        Assert.Equal("Work.Threads: 0 threads cannot work. Give 1 or more.", Assert.Throws<ArgumentException>(() => Work.Threads = 0).Message);
    }

    /// <summary>Everything that shares a loop among threads, at sizes that make it.</summary>
    static readonly (string Name, Func<Tensor> F)[] Shared =
    [
        ("map", () => Rng.Normal([100_003], 1).Exp()),
        ("zip", () => Rng.Normal([100_003], 1) * Rng.Normal([100_003], 2)),
        ("MatMul", () => Rng.Normal([300, 500], 1).MatMul(Rng.Normal([500, 270], 2))),
        ("MatMul with a vector", () => Rng.Normal([3000, 500], 1).MatMul(Rng.Normal([500], 2))),
        ("zip with a row", () => Rng.Normal([700, 211], 1) * Rng.Normal([211], 2)),
        ("zip with a number", () => 3 - Rng.Normal([100_003], 1)),
        ("Where", () => Tensor.Where(Rng.Normal([100_003], 1) > 0, Rng.Normal([100_003], 2), 7)),
        ("Softmax", () => Rng.Normal([2000, 77], 1).Softmax()),
        ("MatMul, few rows", () => Rng.Normal([13, 900], 1).MatMul(Rng.Normal([900, 2300], 2))),
        ("MatMul, few columns", () => Rng.Normal([2300, 900], 1).MatMul(Rng.Normal([900, 7], 2))),
        ("gradients", () =>
        {
            Tensor x = Rng.Normal([400, 300], 1), w = Rng.Normal([300, 200], 2, deviation: 0.1), b = Rng.Normal([200], 3);
            foreach (var leaf in new[] { x, w, b }) leaf.RequiresGrad = true;
            var h = (x.MatMul(w) + b).Sigmoid();
            (h.MatMul(w.Transpose()).Tanh() + x).Gelu().LogSumExp(axis: 1).Mean().Backward();
            return Tensor.Concat([x.Grad!.Reshape(-1), w.Grad!.Reshape(-1), b.Grad!]);
        }),
        ("batched MatMul", () => Rng.Normal([40, 50, 60], 1).MatMul(Rng.Normal([40, 60, 30], 2))),
    ];

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        foreach (var (name, f) in Shared)
        {
            Work.Threads = 1;
            var once = f();
            foreach (int threads in new[] { 1, 2, 4 })
            {
                Work.Threads = threads;
                Assert.True(once.Data.SequenceEqual(f().Data), $"{name}, {threads} threads");
            }
        }
    }
}
