using FsCheck;
using FsCheck.Fluent;

namespace ImageLearn.Tests.Tensors;

/// <summary>Random shapes, slices and axes against loops over indices that nobody could get wrong.</summary>
public class NaiveTwinTests
{
    static readonly Gen<Shape> Shapes = Gen.Choose(0, 4).SelectMany(rank => Gen.Choose(0, 4).ArrayOf(rank)).Select(axes => Shape.Of(axes));

    [Fact]
    public void Broadcasting_repeats_axes_of_length_one() => Check(Broadcastable, pair =>
    {
        var (x, y) = (Filled(pair.A), Filled(pair.B) + 0.5);
        var shape = Shape.Broadcast(pair.A, pair.B, "test");
        Same(Each(shape, at => At(x, at) - At(y, at)), x - y);
        Same(Each(shape, at => At(y, at) - At(x, at)), y - x);
        Same(Each(shape, at => At(x, at) > At(y, at) ? At(x, at) : 7), Tensor.Where(x > y, x, 7).BroadcastTo(shape));
        Same(Each(shape, at => At(x, at)), x.BroadcastTo(shape));
    });

    [Fact]
    public void Long_runs_broadcast_like_short_ones() => Check(
        from pair in Broadcastable from axis in Gen.Choose(0, 3) from length in Gen.Elements(65, 1025, 2049)
        select (Lengthened(pair.A, axis, length), Lengthened(pair.B, axis, length)),
        pair =>
        {
            var (x, y) = (Filled(pair.Item1), Filled(pair.Item2) + 0.5);
            Same(Each(Shape.Broadcast(pair.Item1, pair.Item2, "test"), at => At(x, at) - At(y, at)), x - y);
        });

    [Fact]
    public void SumTo_is_the_adjoint_of_BroadcastTo() => Check(Broadcastable, pair =>
    {
        var shape = Shape.Broadcast(pair.A, pair.B, "test");
        Tensor x = Filled(pair.A), y = Filled(shape) - 3;
        Assert.Equal((x.BroadcastTo(shape) * y).Sum().Item(), (x * y.SumTo(pair.A)).Sum().Item(), 1e-6);   // ⟨Bx, y⟩ = ⟨x, Bᵀy⟩
    });

    [Fact]
    public void Slices_pick_and_setting_them_writes_the_elements_that_Range_names() => Check(
        from shape in Shapes
        from slices in Gen.CollectToArray(shape.Select(SliceOf))
        from mentioned in Gen.Choose(0, shape.Rank)
        select (shape, slices: slices[..mentioned]),
        test =>
        {
            var x = Filled(test.shape);
            int[][] picked = [.. test.shape.Select((length, axis) => axis < test.slices.Length ? Indices(test.slices[axis], length) : [.. Enumerable.Range(0, length)])];
            int[] kept = [.. Enumerable.Range(0, test.shape.Rank).Where(axis => axis >= test.slices.Length || test.slices[axis].Step != 0)];
            int[] Source(int[] at)
            {
                var source = picked.Select(p => p.FirstOrDefault()).ToArray();
                for (int i = 0; i < kept.Length; i++) source[kept[i]] = picked[kept[i]][at[i]];
                return source;
            }
            var shape = Shape.Of([.. kept.Select(axis => picked[axis].Length)]);
            Slice[] slices = [.. test.slices.Select(s => s.Step == 0 ? s.Range.Start : s.Range.By(s.Step))];
            Same(Each(shape, at => x[Source(at)]), x[slices]);

            Tensor written = x.Detach(), values = Filled(shape) + 100;
            written[slices] = values;
            var expected = x.Detach();
            Each(shape, at => expected[Source(at)] = values[at]);
            Same(expected, written);

            // Gradient: ones where the slice reads, zeros elsewhere.
            x.RequiresGrad = true;
            x[slices].Backward(Tensor.Ones(shape));
            var read = Tensor.Zeros(test.shape);
            Each(shape, at => read[Source(at)] = 1);
            Same(read, x.Grad!);
        });

    [Fact]
    public void Permuting_axes_permutes_indices() => Check(
        from shape in Shapes from seed in Gen.Choose(0, 1000) select (shape, order: new Rng(seed).Permutation(shape.Rank)),
        test =>
        {
            var x = Filled(test.shape);
            var y = x.Permute(test.order);
            Same(Each(y.Shape, at => { var source = new int[at.Length]; for (int i = 0; i < at.Length; i++) source[test.order[i]] = at[i]; return x[source]; }), y);
        });

    [Fact]
    public void Reductions_visit_every_element_of_their_axes_once() => Check(
        from shape in Shapes from mask in Gen.Choose(0, 15) select (shape, axes: Enumerable.Range(0, shape.Rank).Where(axis => (mask >> axis & 1) == 1).ToArray()),
        test =>
        {
            var x = Filled(test.shape) - 5;
            var kept = Shape.Of([.. test.shape.Select((length, axis) => test.axes.Contains(axis) ? 1 : length)]);
            double[] sums = new double[kept.Size], largest = [.. Enumerable.Repeat(double.NegativeInfinity, kept.Size)];
            Each(test.shape, at =>
            {
                int place = 0;
                for (int axis = 0; axis < at.Length; axis++) place = place * kept[axis] + (test.axes.Contains(axis) ? 0 : at[axis]);
                sums[place] += x[at];
                largest[place] = Math.Max(largest[place], x[at]);
                return 0;
            });
            var axes = AxisSet.Of(test.axes);
            Same(Tensor.Of(sums).Reshape(kept), x.Sum(axes, keepDims: true));
            if (x.Size > 0) Same(Tensor.Of(largest).Reshape(kept), x.Max(axes, keepDims: true));
            Assert.Equal([.. kept.Where((_, axis) => !test.axes.Contains(axis))], x.Sum(axes).Shape);
        });

    [Fact]
    public void Elements_that_change_places_are_those_that_indices_say() => Check(
        from shape in Shapes from mask in Gen.Choose(0, 15) from shift in Gen.Choose(-5, 5) from counts in Gen.Choose(0, 2).ArrayOf(4) from seed in Gen.Choose(0, 99)
        select (shape, mask, shift, counts, axis: shape.Rank == 0 ? 0 : seed % shape.Rank),
        test =>
        {
            var (shape, x, axis) = (test.shape, Filled(test.shape), test.axis);
            int[] flipped = [.. Enumerable.Range(0, shape.Rank).Where(i => (test.mask >> i & 1) == 1)];
            Same(Each(shape, at => x[[.. at.Select((i, a) => flipped.Contains(a) ? shape[a] - 1 - i : i)]]), x.Flip(AxisSet.Of(flipped)));
            int rank = Math.Max(shape.Rank, test.counts.Length);
            int[] lengths = [.. Enumerable.Repeat(1, rank - shape.Rank), .. shape], counts = [.. Enumerable.Repeat(1, rank - test.counts.Length), .. test.counts];
            Same(Each([.. lengths.Zip(counts, (n, count) => n * count)], at => x[[.. at.Select((i, a) => i % lengths[a]).Skip(rank - shape.Rank)]]), x.Tile(test.counts));
            if (shape.Rank == 0) return;
            int[] Moved(int[] at, int to) => [.. at[..axis], to, .. at[(axis + 1)..]];
            Same(Each(shape, at => x[Moved(at, ((at[axis] - test.shift) % shape[axis] + shape[axis]) % shape[axis])]), x.Roll(test.shift, axis));
            Same(x, shape[axis] == 0 ? x : Tensor.Concat(x.Split(2, axis), axis));
            if (shape[axis] == 0) return;
            var steps = new Rng(7).Integers(shape, -9, 9);
            Same(Each([.. Moved([.. shape], shape[axis] - 1)], at => steps[Moved(at, at[axis] + 1)] - steps[at]), steps.Diff(axis));
            Same(Each(shape, at => Enumerable.Range(0, at[axis] + 1).Sum(i => steps[Moved(at, i)])), steps.CumSum(axis));
            Same(steps.CumSum(axis), steps.Flip(axis).CumSum(axis, reverse: true).Flip(axis));
            var sorted = Each(shape, at => Enumerable.Range(0, shape[axis]).Select(i => steps[Moved(at, i)]).Order().ElementAt(at[axis]));
            Same(sorted, steps.Sort(axis));
            Same(sorted.Flip(axis), steps.Sort(axis, descending: true));
        });

    [Fact]
    public void Einsum_sums_products_over_every_letter_that_is_not_kept() => Check(
        from lengths in Gen.Choose(1, 3).ArrayOf(4) from a in Gen.Elements("", "i", "ij", "ji", "ijk", "kk", "kij", "iji") from b in Gen.Elements("", "j", "jk", "kl", "lki", "ll", "ijk") from keep in Gen.Choose(0, 15)
        select (lengths, a, b, to: string.Concat("ijkl".Where((c, n) => (keep >> n & 1) == 1 && (a + b).Contains(c)).Reverse())),
        test =>
        {
            int Length(char c) => test.lengths["ijkl".IndexOf(c)];
            Tensor Operand(string letters, int seed) => new Rng(seed).Integers([.. letters.Select(Length)], -3, 4);
            Tensor a = Operand(test.a, 1), b = Operand(test.b, 2), expected = Tensor.Zeros([.. test.to.Select(Length)]);
            string all = string.Concat((test.a + test.b).Distinct());
            Each([.. all.Select(Length)], at =>
            {
                int[] Of(string letters) => [.. letters.Select(c => at[all.IndexOf(c)])];
                return expected[Of(test.to)] += a[Of(test.a)] * b[Of(test.b)];
            });
            Same(expected, Tensor.Einsum($"{test.a},{test.b}->{test.to}", a, b));
        });

    [Fact]
    public void Adjoints_of_views_add_up_what_they_read() => Check(Shapes, shape =>
    {
        if (shape.Rank == 0 || shape[0] == 0) return;
        Tensor x = Filled(shape), g = Filled(shape.Rank == 1 ? [shape[0] - 1] : [shape[0] - 1, .. shape.Skip(1)]) - 2;
        x.RequiresGrad = true;
        var pulled = x.Diff(0).VectorJacobian([x], g)[0];
        Assert.Equal((x.Diff(0) * g).Sum().Item(), (x * pulled).Sum().Item(), 1e-6);   // ⟨Dx, g⟩ = ⟨x, Dᵀg⟩
    });

    static void Check<T>(Gen<T> cases, Action<T> holds) => Prop.ForAll(cases.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(2026, 11));

    /// <summary>Two shapes that stretch to one: some axes of either made 1, some leading ones left out.</summary>
    static Gen<(Shape A, Shape B)> Broadcastable =>
        from shape in Shapes from a in Gen.Choose(0, 15) from b in Gen.Choose(0, 15) from cutA in Gen.Choose(0, 4) from cutB in Gen.Choose(0, 4)
        select (Part(shape, a & ~b, cutA), Part(shape, b & ~a, Math.Min(cutB, cutA > 0 ? 0 : 4)));

    static Shape Part(Shape shape, int ones, int cut) => Shape.Of([.. shape.Select((length, axis) => (ones >> axis & 1) == 1 ? 1 : length).Skip(Math.Min(cut, shape.Rank))]);

    /// <summary>The shape with one axis from the end made long, unless it is 1 or 0.</summary>
    static Shape Lengthened(Shape shape, int fromEnd, int length) => Shape.Of([.. shape.Select((n, axis) => axis == shape.Rank - 1 - fromEnd && n > 1 ? length : n)]);

    static Gen<(Range Range, int Step)> SliceOf(int length)
    {
        var ranges = from a in Gen.Choose(0, length) from b in Gen.Choose(a, length) from fromEnd in Gen.Choose(0, 3)
                     select new Range((fromEnd & 1) == 1 ? new Index(length - a, true) : a, (fromEnd & 2) == 2 ? new Index(length - b, true) : b);
        var stepped = from range in ranges from step in Gen.Elements(1, 1, 2, 3, -1, -2) select (range, step);
        var single = from index in Gen.Choose(0, Math.Max(0, length - 1)) from fromEnd in Gen.Choose(0, 1) select (new Range(fromEnd == 1 ? new Index(length - index, true) : index, 0), 0);
        return length == 0 ? stepped : Gen.Frequency((3, stepped), (1, single));
    }

    static int[] Indices((Range Range, int Step) slice, int length)
    {
        if (slice.Step == 0) return [slice.Range.Start.GetOffset(length)];
        int[] all = Enumerable.Range(0, length).ToArray()[slice.Range];
        if (slice.Step < 0) Array.Reverse(all);
        return [.. all.Where((_, i) => i % Math.Abs(slice.Step) == 0)];
    }

    static Tensor Filled(Shape shape) => Tensor.Arange(0, shape.Size).Reshape(shape);

    /// <summary>The element of a smaller tensor that stands at an index of the broadcast one.</summary>
    static double At(Tensor x, int[] at) => x[[.. at[^x.Rank..].Select((index, axis) => x.Shape[axis] == 1 ? 0 : index)]];

    static Tensor Each(Shape shape, Func<int[], double> element)
    {
        var data = new float[shape.Size];
        for (int n = 0; n < data.Length; n++)
        {
            var at = new int[shape.Rank];
            for (int axis = shape.Rank - 1, rest = n; axis >= 0; rest /= shape[axis--]) at[axis] = rest % shape[axis];
            data[n] = (float)element(at);
        }
        return new(shape, data);
    }

    static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.Data.ToArray(), actual.Data.ToArray());
    }
}
