namespace ImageLearn.Signal;

/// <summary>Transforms along the last axis: some rows are turned into columns, transformed side by side, and turned back.</summary>
internal static unsafe class FftRows
{
    /// <summary>Transforms each row of the matrix [rows, length] x into y, times <paramref name="scale"/>.</summary>
    public static void Transform(Planes x, Planes y, int rows, int length, float scale)
    {
        if (FftLong.For(length, rows) is { } alone)
        {
            for (int i = 0; i < rows; i++) alone.Transform(x.At(i * x.Step), y.At(i * y.Step), scale);
            return;
        }
        var plan = FftPlan.For(length);
        Blocks(rows, length, FftColumns.Width(length), (row, count, width) =>
        {
            using var block = new Scratch(length, width);
            var z = block.Planes;
            Load(x.Re + row * x.Step, x.Step, z.Re, width, count, length);
            Load(x.Im + row * x.Step, x.Step, z.Im, width, count, length);
            plan.Transform(z, z, width);
            Transposition.Copy(z.Re, width, length, count, y.Re + row * y.Step, y.Step, scale);
            Transposition.Copy(z.Im, width, length, count, y.Im + row * y.Step, y.Step, scale);
        });
    }

    /// <summary>
    /// Transforms each row of real numbers [rows, length] x into the first half [rows, length/2 + 1] of its spectrum; the other half mirrors it.
    /// Two rows a and b are one complex row a + ib, from whose spectrum those of both follow (<see cref="FftPlan.Split"/>); a number in one
    /// that is NaN or infinite therefore spoils both.
    /// </summary>
    public static void FromReal(float* x, Planes y, int rows, int length)
    {
        if (length % 2 == 0 && FftLong.For(length / 2, rows) is { } alone)
        {
            for (int i = 0; i < rows; i++) alone.FromReal(x + (nint)i * length, y.At(i * y.Step));
            return;
        }
        int half = length / 2 + 1;
        Pairs(rows, length, (plan, z, ab, row, first, second, lanes) =>
        {
            Load(x + (nint)row * length, length, z.Re, lanes, first, length);
            Load(x + (nint)(row + first) * length, length, z.Im, lanes, second, length);
            plan.Transform(z, z, lanes);
            plan.Split(z, ab, ab.At(lanes), lanes);
            // The rows a lie in the first lanes and the rows b in the others: row after row of y.
            Store(ab, y.At(row * y.Step), half, first);
            Store(ab.At(lanes), y.At((row + first) * y.Step), half, second);
        });
    }

    /// <summary>The real rows [rows, length] y whose halves of spectra are x [rows, length/2 + 1], times <paramref name="scale"/>: the way of <see cref="FromReal"/> backwards.</summary>
    public static void ToReal(Planes x, float* y, int rows, int length, float scale)
    {
        if (length % 2 == 0 && FftLong.For(length / 2, rows) is { } alone)
        {
            for (int i = 0; i < rows; i++) alone.ToReal(x.At(i * x.Step), y + (nint)i * length, scale);
            return;
        }
        int half = length / 2 + 1;
        Pairs(rows, length, (plan, z, ab, row, first, second, lanes) =>
        {
            Load(x.Re + row * x.Step, x.Step, ab.Re, 2 * lanes, first, half, lanes);
            Load(x.Im + row * x.Step, x.Step, ab.Im, 2 * lanes, first, half, lanes);
            Load(x.Re + (row + first) * x.Step, x.Step, ab.Re + lanes, 2 * lanes, second, half, lanes);
            Load(x.Im + (row + first) * x.Step, x.Step, ab.Im + lanes, 2 * lanes, second, half, lanes);
            plan.Join(ab, ab.At(lanes), z, lanes);
            plan.Transform(z.Swapped, z.Swapped, lanes);
            Transposition.Copy(z.Re, lanes, length, first, y + (nint)row * length, length, scale);
            Transposition.Copy(z.Im, lanes, length, second, y + (nint)(row + first) * length, length, scale);
        });
    }

    /// <summary>What is done with a block of real rows: <paramref name="first"/> rows a from <paramref name="row"/> on and <paramref name="second"/> rows b behind them, in memory for so many lanes of a + ib and of both spectra.</summary>
    delegate void PairBody(FftPlan plan, Planes z, Planes ab, int row, int first, int second, int lanes);

    /// <summary>Shares real rows out in blocks of two halves, a and b.</summary>
    static void Pairs(int rows, int length, PairBody body)
    {
        var plan = FftPlan.For(length);
        Blocks(rows, length, 2 * FftColumns.Width(length), (row, count, width) =>
        {
            int lanes = width / 2, first = Math.Min(count, lanes);
            using var block = new Scratch(length, lanes);
            using var split = new Scratch(length / 2 + 1, 2 * lanes);
            body(plan, block.Planes, split.Planes, row, first, count - first, lanes);
        });
    }

    /// <summary>Shares the rows out in blocks: body(first row, how many, room for how many).</summary>
    static void Blocks(int rows, int length, int most, Action<int, int, int> body)
    {
        int room = Math.Min(most, (rows + 2 * FftPlan.Lanes - 1) / (2 * FftPlan.Lanes) * (2 * FftPlan.Lanes));
        Work.Split((rows + room - 1) / room, Work.Grain((long)length * room), (from, end) =>
        {
            for (int i = from; i < end; i++) body(i * room, Math.Min(room, rows - i * room), room);
        });
    }

    /// <summary>Rows as columns; the columns that are left are zeros.</summary>
    static void Load(float* x, nint step, float* z, int width, int count, int length, int lanes = 0)
    {
        lanes = lanes == 0 ? width : lanes;
        if (count < lanes)
            for (int i = 0; i < length; i++) new Span<float>(z + (nint)i * width + count, lanes - count).Clear();
        Transposition.Copy(x, step, count, length, z, width);
    }

    static void Store(Planes z, Planes y, int length, int count)
    {
        Transposition.Copy(z.Re, z.Step, length, count, y.Re, y.Step);
        Transposition.Copy(z.Im, z.Step, length, count, y.Im, y.Step);
    }
}
