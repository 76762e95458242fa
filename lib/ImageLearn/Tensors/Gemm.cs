using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageLearn;

/// <summary>A matrix inside an array: element (i, j) is at Offset + i·RowStride + j·ColumnStride. One of the strides is 1.</summary>
internal readonly record struct MatrixView(float[] Data, int Offset, int Rows, int Columns, int RowStride, int ColumnStride)
{
    /// <summary>Matrix number <paramref name="index"/> of a stack [·, rows, columns], transposed or not.</summary>
    public static MatrixView Of(Tensor stack, float[] data, int index, bool transposed)
    {
        int rows = stack.Shape[^2], columns = stack.Shape[^1];
        return transposed ? new(data, index * rows * columns, columns, rows, 1, columns) : new(data, index * rows * columns, rows, columns, columns, 1);
    }

    /// <summary>A dense row-major matrix from <paramref name="offset"/> on.</summary>
    public static MatrixView Dense(float[] data, int offset, int rows, int columns) => new(data, offset, rows, columns, columns, 1);

    public MatrixView Transposed => new(Data, Offset, Columns, Rows, ColumnStride, RowStride);
}

/// <summary>
/// The product of two matrices, the way of Goto and van de Geijn (2008, doi:10.1145/1356052.1356053): blocks of a and b are packed so
/// that a tile's operands lie in sequence, a block of a stays in the second-level cache and a panel of b is near the first.
/// Each element is summed in the order of k, in blocks of at most <see cref="Depth"/>, however the work is shared out.
/// </summary>
internal static unsafe class Gemm
{
    const int Depth = 512, BlockRows = 384, BlockColumns = 2048;   // of k, of a's rows, of b's columns
    const int FewPanels = 3;                                      // for so few panels of b, packing a costs more than it saves

    /// <summary>c = a·b, or c += a·b. The rows of c lie in sequence: its column stride is 1.</summary>
    public static void Multiply(MatrixView a, MatrixView b, MatrixView c, bool add = false)
    {
        if (a.Rows == 0 || b.Columns == 0 || a.Columns == 0 && add) return;
        if (a.Columns == 0) for (int i = 0; i < a.Rows; i++) c.Data.AsSpan(c.Offset + i * c.RowStride, c.Columns).Clear();
        else if (b.Columns == 1) Gemv.Multiply(a, b, c, add);
        else if (a.Rows == 1) Gemv.Multiply(b.Transposed, a.Transposed, c.Transposed, add);
        else if ((long)a.Rows * b.Columns * a.Columns <= SmallGemm.Limit) SmallGemm.Multiply(a, b, c, add);
        else if (Vector512.IsHardwareAccelerated) Multiply<TallTile<Lane512, Vector512<float>>>(a, b, c, add);
        else if (Vector256.IsHardwareAccelerated) Multiply<WideTile<Lane256, Vector256<float>>>(a, b, c, add);
        else Multiply<TallTile<Lane128, Vector128<float>>>(a, b, c, add);
    }

    /// <summary>c = a·b, or c += a·b, by one kind of tile.</summary>
    internal static void Multiply<T>(MatrixView a, MatrixView b, MatrixView c, bool add) where T : ITile
    {
        int rows = a.Rows, columns = b.Columns, inner = a.Columns;
        bool shared = (long)rows * columns * inner >= 1 << 22;   // less is not worth waking another thread for
        int threads = shared ? Work.Threads : 1, most = Ceiling(Ceiling(inner, Ceiling(inner, Depth)), 4) * 4, steps = Ceiling(inner, most);   // of k at a time: equally many
        // As many blocks for each thread, and as many rows of tiles in each block, to within one: block i has those from tiles·i/rowBlocks on.
        int tiles = Ceiling(rows, T.Rows), blockRows = threads > 1 ? BlockRows / 2 : BlockRows;   // shared, smaller blocks even out what holds one thread up
        int rowBlocks = Math.Min(tiles, Ceiling(Ceiling(rows, blockRows), threads) * threads), columnShares = Ceiling(threads, rowBlocks), blocks = rowBlocks * columnShares;
        using var packed = new Packed(Math.Min(steps, 2) * most * Ceiling(Math.Min(columns, BlockColumns), T.Columns) * T.Columns);
        fixed (float* to = c.Data)
        {
            float* origin = to + c.Offset, bs = packed.Start;
            for (int j0 = 0; j0 < columns; j0 += BlockColumns)
            {
                // Each stage multiplies by the rows of b that were packed in the one before; whoever has done with that packs the next.
                int j = j0, width = Math.Min(BlockColumns, columns - j), panels = Ceiling(width, T.Columns), packs = Math.Min(panels, 2 * threads), stage = blocks + packs;
                Work.Split((steps + 1) * stage, shared ? 1 : int.MaxValue, (first, end) =>
                {
                    for (int piece = first; piece < end; piece++)
                    {
                        var (step, task) = Math.DivRem(piece, stage);
                        if (task < blocks && step > 0) Times((step - 1) * most, PackedAt(step - 1), task / columnShares, task % columnShares);
                        else if (task >= blocks && step < steps) PackB(step * most, PackedAt(step), task - blocks);
                    }
                }, stage);

                float* PackedAt(int step) => bs + (long)(step % 2) * most * panels * T.Columns;

                void PackB(int k, float* to, int part)
                {
                    int depth = Math.Min(most, inner - k), from = panels * part / packs, end = panels * (part + 1) / packs;
                    PackPanels<T>(b, j + from * T.Columns, end - from, k, depth, to + (long)from * T.Columns * depth);
                }

                void Times(int k, float* b, int block, int share)
                {
                    int i = (int)((long)tiles * block / rowBlocks) * T.Rows, next = (int)Math.Min(rows, (long)tiles * (block + 1) / rowBlocks * T.Rows);
                    Block<T>(a, i, next - i, k, Math.Min(most, inner - k), b, panels * share / columnShares, panels * (share + 1) / columnShares, origin + (long)i * c.RowStride + j, width, c.RowStride, add || k > 0);
                }
            }
        }
    }

    /// <summary>Multiplies a block of a with panels of b. It is packed unless those are few; then only a last tile that has fewer rows is, for the zeros below it.</summary>
    static void Block<T>(MatrixView a, int row, int height, int k, int depth, float* b, int fromPanel, int endPanel, float* c, int width, int stride, bool add) where T : ITile
    {
        if (fromPanel >= endPanel) return;
        bool inPlace = endPanel - fromPanel <= FewPanels;
        using var packed = new Packed(Ceiling(height, T.Rows) * T.Rows * depth);
        for (int i = 0, rows; i < height; i += rows)
        {
            rows = Rows(height - i);
            if (!inPlace || height - i < rows) PackRows(a, row + i, k, depth, rows, packed.Start + (long)i * depth);
        }
        float* edge = stackalloc float[T.Rows * T.Columns];
        fixed (float* data = &a.Data[a.Offset + row * a.RowStride + k * a.ColumnStride])
            for (int p = fromPanel; p < endPanel; p++)
                for (int i = 0, rows; i < height; i += rows)
                {
                    rows = Rows(height - i);
                    int h = Math.Min(rows, height - i), w = Math.Min(T.Columns, width - p * T.Columns);
                    bool whole = h == rows && w == T.Columns, there = inPlace && h == rows;
                    float* left = there ? data + (long)i * a.RowStride : packed.Start + (long)i * depth, right = b + (long)p * T.Columns * depth, to = c + (long)i * stride + p * T.Columns;
                    nint down = there ? a.RowStride : 1, step = there ? a.ColumnStride : rows;
                    if (rows == T.Rows) T.Multiply(left, down, step, right, depth, whole ? to : edge, whole ? stride : T.Columns, whole && add);
                    else T.MultiplyFew(left, down, step, right, depth, whole ? to : edge, whole ? stride : T.Columns, whole && add);
                    if (!whole)
                        for (int r = 0; r < h; r++)
                            for (int s = 0; s < w; s++) to[(long)r * stride + s] = add ? to[(long)r * stride + s] + edge[r * T.Columns + s] : edge[r * T.Columns + s];
                }

        static int Rows(int left) => Ceiling(left, Tile.Few) * Tile.Few < T.Rows ? Tile.Few : T.Rows;
    }

    /// <summary>Rows <paramref name="row"/> … of a, columns <paramref name="k"/> …, as [depth, height]; rows beyond the last are zeros.</summary>
    static void PackRows(MatrixView a, int row, int k, int depth, int height, float* to)
    {
        int count = Math.Min(height, a.Rows - row);
        if (count < height) new Span<float>(to, depth * height).Clear();
        fixed (float* data = a.Data)
        {
            float* from = data + a.Offset + (long)row * a.RowStride + (long)k * a.ColumnStride;
            if (a.RowStride == 1)
                for (int p = 0; p < depth; p++) new ReadOnlySpan<float>(from + (long)p * a.ColumnStride, count).CopyTo(new Span<float>(to + (long)p * height, count));
            else Transposition.Copy(from, a.RowStride, count, depth, to, height);
        }
    }

    /// <summary>Columns <paramref name="column"/> … of b, rows <paramref name="k"/> …, as [panel, depth, T.Columns]; columns beyond the last are zeros.</summary>
    static void PackPanels<T>(MatrixView b, int column, int panels, int k, int depth, float* to) where T : ITile
    {
        int whole = b.ColumnStride == 1 ? Math.Min(panels, (b.Columns - column) / T.Columns) : 0;
        fixed (float* data = b.Data)
        {
            float* from = data + b.Offset + (long)k * b.RowStride + column;
            for (int r = 0; r < depth; r++, from += b.RowStride)   // along the rows, as they lie in memory
                for (int p = 0; p < whole; p++) Unsafe.CopyBlockUnaligned(to + ((long)p * depth + r) * T.Columns, from + p * T.Columns, (uint)T.Columns * sizeof(float));
        }
        for (int p = whole; p < panels; p++) PackRows(b.Transposed, column + p * T.Columns, k, depth, T.Columns, to + (long)p * depth * T.Columns);
    }

    static int Ceiling(int n, int by) => (n + by - 1) / by;

    /// <summary>Rented memory that starts on a cache line.</summary>
    sealed class Packed : IDisposable
    {
        readonly float[] _array;
        readonly MemoryHandle _pin;

        public Packed(int size)
        {
            _array = ArrayPool<float>.Shared.Rent(size + 16);
            _pin = new Memory<float>(_array).Pin();
            Start = (float*)(((nint)_pin.Pointer + 63) & ~63);
        }

        public float* Start { get; }

        public void Dispose()
        {
            _pin.Dispose();
            ArrayPool<float>.Shared.Return(_array);
        }
    }
}
