namespace ImageLearn.Imaging;

/// <summary>
/// A connected part of a picture and its measures, as scikit-image's <c>regionprops</c> gives them. The box is in rows and columns, its lower and right
/// ends not included: <c>x[r.Top..r.Bottom, r.Left..r.Right]</c>.
/// </summary>
public sealed class Region
{
    readonly Labels _labels;

    internal Region(Labels labels, int label, RunSums sums)
    {
        (_labels, Label, Top, Left, Bottom, Right, Area) = (labels, label, sums.Top, sums.Left, sums.Bottom, sums.Right, sums.Area);
        double n = sums.Area, row = sums.Rows / n, column = sums.Columns / n;
        (Row, Column) = (row, column);
        // Second moments about the centre.
        double rr = sums.RowSquares / n - row * row, cc = sums.ColumnSquares / n - column * column, rc = sums.Products / n - row * column;
        double spread = Math.Sqrt((rr - cc) * (rr - cc) + 4 * rc * rc);
        (MajorAxis, MinorAxis) = (4 * Math.Sqrt(Math.Max(0, (rr + cc + spread) / 2)), 4 * Math.Sqrt(Math.Max(0, (rr + cc - spread) / 2)));
        Orientation = 0.5 * Math.Atan2(2 * rc, rr - cc);
    }

    /// <summary>The number that marks its pixels in <see cref="Labels.ToTensor"/>, from 1.</summary>
    public int Label { get; }
    /// <summary>The first row.</summary>
    public int Top { get; }
    /// <summary>The first column.</summary>
    public int Left { get; }
    /// <summary>The row after the last.</summary>
    public int Bottom { get; }
    /// <summary>The column after the last.</summary>
    public int Right { get; }
    /// <summary>Rows of the box.</summary>
    public int Height => Bottom - Top;
    /// <summary>Columns of the box.</summary>
    public int Width => Right - Left;
    /// <summary>The number of pixels.</summary>
    public int Area { get; }
    /// <summary>The mean row of its pixels.</summary>
    public double Row { get; }
    /// <summary>The mean column of its pixels.</summary>
    public double Column { get; }
    /// <summary>The angle, in radians from −π/2 to π/2, from the direction of the rows' count (down) to the longer axis of the ellipse with the same second moments, towards rising columns.</summary>
    public double Orientation { get; }
    /// <summary>The length of that axis.</summary>
    public double MajorAxis { get; }
    /// <summary>The length of the axis across it.</summary>
    public double MinorAxis { get; }

    /// <summary>
    /// The length of its outline through the middles of the border pixels: 1 for a straight step, √2 for a diagonal one, their mean for a corner that is
    /// both (Benkrid and Crookes 2000; scikit-image's <c>perimeter</c> with a neighbourhood of 4).
    /// </summary>
    public double Perimeter => Outline.Length(Mask());

    /// <summary>Its pixels within the box: 1 inside, 0 outside. → [Height, Width]</summary>
    public Tensor Mask() => _labels.MaskOf(this);

    /// <summary>"Region 3: rows 10..42, columns 5..30, 512 pixels".</summary>
    public override string ToString() => $"Region {Label}: rows {Top}..{Bottom}, columns {Left}..{Right}, {Area} pixels";
}

/// <summary>Sums over the pixels of a region, from its runs.</summary>
struct RunSums()
{
    public int Top = int.MaxValue, Left = int.MaxValue, Bottom = 0, Right = 0, Area = 0;
    public double Rows = 0, Columns = 0, RowSquares = 0, ColumnSquares = 0, Products = 0;

    public void Add(int row, int start, int end)
    {
        double n = end - start, columns = n * (start + end - 1) / 2.0;
        (Top, Left, Bottom, Right, Area) = (Math.Min(Top, row), Math.Min(Left, start), Math.Max(Bottom, row + 1), Math.Max(Right, end), Area + end - start);
        Rows += n * row;
        Columns += columns;
        RowSquares += n * row * row;
        ColumnSquares += SquaresBelow(end) - SquaresBelow(start);
        Products += row * columns;
    }

    /// <summary>0² + 1² + … + (n − 1)².</summary>
    static double SquaresBelow(double n) => (n - 1) * n * (2 * n - 1) / 6;
}
