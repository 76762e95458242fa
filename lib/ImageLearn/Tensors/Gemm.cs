using System.Buffers;
using System.Runtime.Intrinsics;
using ImageLearn.Output;

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
/// that a tile's operands lie in sequence, a block of a stays in the second-level cache and a panel of b in the first.
/// Each element is summed in the order of k, in blocks of <see cref="Depth"/>, however the work is shared out.
/// </summary>
internal static unsafe class Gemm
{
    const int Depth = 384, BlockRows = 192, BlockColumns = 2048;   // of k, of a's rows, of b's columns
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
        int threads = (long)rows * columns * inner < 1 << 23 ? 1 : Work.Threads;   // less is not worth waking another thread for
        // As many blocks for each thread, and as many rows of tiles in each block, to within one: block i has those from tiles·i/rowBlocks on.
        int tiles = Ceiling(rows, T.Rows), blockRows = threads > 1 ? BlockRows / 2 : BlockRows;   // shared, smaller blocks even out what holds one thread up
        int rowBlocks = Math.Min(tiles, Ceiling(Ceiling(rows, blockRows), threads) * threads), columnShares = Ceiling(threads, rowBlocks);
        using var packedB = new Packed(Math.Min(inner, Depth) * Ceiling(Math.Min(columns, BlockColumns), T.Columns) * T.Columns);
        fixed (float* to = c.Data)
        {
            float* origin = to + c.Offset;
            for (int j0 = 0; j0 < columns; j0 += BlockColumns)
                for (int k0 = 0; k0 < inner; k0 += Depth)
                {
                    Cell.Checkpoint();
                    int width = Math.Min(BlockColumns, columns - j0), depth = Math.Min(Depth, inner - k0), panels = Ceiling(width, T.Columns), share = Ceiling(panels, columnShares);
                    var (j, k, bs) = (j0, k0, packedB);
                    Work.Split(panels, Ceiling(panels, threads), (from, end) =>
                    {
                        for (int p = from; p < end; p++) Pack(b.Transposed, j + p * T.Columns, k, depth, T.Columns, bs.Start + (long)p * T.Columns * depth);
                    });
                    Work.Split(rowBlocks * columnShares, threads == 1 ? rowBlocks : 1, (first, last) =>
                    {
                        for (int task = first; task < last; task++)
                        {
                            int block = task / columnShares, from = task % columnShares * share, end = Math.Min(panels, from + share);
                            int i = (int)((long)tiles * block / rowBlocks) * T.Rows, next = (int)Math.Min(rows, (long)tiles * (block + 1) / rowBlocks * T.Rows);
                            Block<T>(a, i, next - i, k, depth, bs.Start, from, end, origin + (long)i * c.RowStride + j, width, c.RowStride, add || k > 0);
                        }
                    });
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
            if (!inPlace || height - i < rows) Pack(a, row + i, k, depth, rows, packed.Start + (long)i * depth);
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

    /// <summary>Rows <paramref name="row"/> … of a view, columns <paramref name="k"/> …, as [depth, height]; rows beyond the last are zeros.</summary>
    static void Pack(MatrixView view, int row, int k, int depth, int height, float* to)
    {
        int count = Math.Min(height, view.Rows - row);
        if (count < height) new Span<float>(to, depth * height).Clear();
        fixed (float* data = view.Data)
        {
            float* from = data + view.Offset + (long)row * view.RowStride + (long)k * view.ColumnStride;
            if (view.RowStride == 1)
                for (int p = 0; p < depth; p++) new ReadOnlySpan<float>(from + (long)p * view.ColumnStride, count).CopyTo(new Span<float>(to + (long)p * height, count));
            else Transposition.Copy(from, view.RowStride, count, depth, to, height);
        }
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
