namespace ImageLearn.Imaging;

/// <summary>
/// Drawing on a copy of a picture, [height, width] or [height, width, channels]:
/// <c>new Canvas(page).Box(10, 20, 42, 60, [1, 0, 0]).Text("A", 8, 20, 12, [1, 0, 0]).ToTensor()</c>. Places are (row, column), whole numbers being the middles of
/// pixels; edges are smooth, each pixel taking as much colour as it is covered. What reaches outside is cut off.
/// </summary>
/// <remarks>A colour is a number, the same for all channels, or one for each channel. A thickness of 0 fills the shape.</remarks>
public sealed class Canvas
{
    readonly Shape _shape;
    readonly float[] _values;
    readonly int _height, _width, _channels;

    /// <summary>Begins with a copy of a picture.</summary>
    /// <exception cref="ShapeException">The tensor is no picture.</exception>
    public Canvas(Tensor picture)
    {
        var raster = Raster.Of("Canvas", picture);
        (_shape, _height, _width, _channels, _values) = (picture.Shape, raster.Height, raster.Width, raster.Channels, raster.Values.ToArray());
    }

    /// <summary>The picture as it is now.</summary>
    public Tensor ToTensor() => new(_shape, _values);

    /// <summary>A straight line with round ends.</summary>
    public Canvas Line(double row0, double column0, double row1, double column1, Tensor color, double thickness = 1)
    {
        RefuseThickness("Canvas.Line", thickness, least: double.Epsilon);
        return Stroke("Canvas.Line", [(row0, column0), (row1, column1)], color, thickness);
    }

    /// <summary>An upright rectangle with the corners (top, left) and (bottom, right).</summary>
    public Canvas Box(double top, double left, double bottom, double right, Tensor color, double thickness = 1) =>
        Outlined("Canvas.Box", [(top, left), (top, right), (bottom, right), (bottom, left)], color, thickness);

    /// <summary>A closed shape with corners (row, column). → the same canvas</summary>
    /// <param name="corners">The corners, [count, 2], count 3 or more.</param>
    /// <param name="color">The colour.</param>
    /// <param name="thickness">Of the line; 0 fills (where lines cross, parts covered twice stay empty).</param>
    /// <exception cref="ShapeException">There are fewer than three corners.</exception>
    public Canvas Polygon(Tensor corners, Tensor color, double thickness = 1) =>
        corners is { Rank: 2 } && corners.Shape[1] == 2 && corners.Shape[0] >= 3
            ? Outlined("Canvas.Polygon", [.. Enumerable.Range(0, corners.Shape[0]).Select(i => ((double)corners.Data[2 * i], (double)corners.Data[2 * i + 1]))], color, thickness)
            : throw new ShapeException($"Canvas.Polygon: expected three corners or more, [count, 2] of row and column, got {corners?.Shape.ToString() ?? "null"}.");

    /// <summary>A circle.</summary>
    public Canvas Circle(double row, double column, double radius, Tensor color, double thickness = 1)
    {
        RefuseThickness("Canvas.Circle", thickness);
        if (!(radius >= 0)) throw new ArgumentOutOfRangeException(null, $"Canvas.Circle: the radius is {radius}, but must be 0 or more.");
        double reach = radius + thickness;
        return Cover("Canvas.Circle", row - reach, column - reach, row + reach, column + reach, color, (y, x) =>
        {
            double beyond = Math.Sqrt((y - row) * (y - row) + (x - column) * (x - column)) - radius;
            return thickness == 0 ? beyond : Math.Abs(beyond) - thickness / 2;
        });
    }

    /// <summary>Words in plain strokes: Latin letters without accents, digits and common signs; others become a box.</summary>
    /// <param name="text">The words; a line end begins a new line.</param>
    /// <param name="row">The top of the capitals.</param>
    /// <param name="column">The left edge of the first letter.</param>
    /// <param name="height">The height of the capitals.</param>
    /// <param name="color">The colour.</param>
    /// <param name="thickness">Of the strokes; 0 for a tenth of the height.</param>
    public Canvas Text(string text, double row, double column, double height, Tensor color, double thickness = 0)
    {
        RefuseThickness("Canvas.Text", thickness);
        if (!(height > 0)) throw new ArgumentOutOfRangeException(null, $"Canvas.Text: letters of height {height} cannot be drawn. Give a height in pixels, above 0.");
        double unit = height / StrokeFont.CapitalHeight, left = column, pen = thickness > 0 ? thickness : height / 10;
        foreach (char letter in text)
        {
            if (letter == '\n')
            {
                (row, left) = (row + unit * StrokeFont.LineHeight, column);
                continue;
            }
            foreach (var stroke in StrokeFont.Strokes(letter)) Stroke("Canvas.Text", [.. stroke.Select(point => (row + unit * point.Y, left + unit * point.X))], color, pen);
            left += unit * StrokeFont.Advance;
        }
        return this;
    }

    Canvas Outlined(string op, (double Row, double Column)[] corners, Tensor color, double thickness)
    {
        RefuseThickness(op, thickness);
        if (thickness > 0) return Stroke(op, [.. corners, corners[0]], color, thickness);
        return Cover(op, corners.Min(static c => c.Row), corners.Min(static c => c.Column), corners.Max(static c => c.Row), corners.Max(static c => c.Column), color, (y, x) =>
        {
            bool inside = false;
            double nearest = double.PositiveInfinity;
            for (int i = 0; i < corners.Length; i++)
            {
                var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
                nearest = Math.Min(nearest, ToSegment(y, x, a, b));
                // A ray to the right crosses the outline an odd number of times from inside.
                if (a.Row > y != b.Row > y && x < a.Column + (y - a.Row) / (b.Row - a.Row) * (b.Column - a.Column)) inside = !inside;
            }
            return inside ? -nearest : nearest;
        });
    }

    Canvas Stroke(string op, (double Row, double Column)[] points, Tensor color, double thickness)
    {
        double reach = thickness / 2 + 1;
        return Cover(op, points.Min(static p => p.Row) - reach, points.Min(static p => p.Column) - reach, points.Max(static p => p.Row) + reach, points.Max(static p => p.Column) + reach, color, (y, x) =>
        {
            double nearest = double.PositiveInfinity;
            for (int i = 1; i < points.Length; i++) nearest = Math.Min(nearest, ToSegment(y, x, points[i - 1], points[i]));
            return nearest - thickness / 2;
        });
    }

    static double ToSegment(double y, double x, (double Row, double Column) a, (double Row, double Column) b)
    {
        double dy = b.Row - a.Row, dx = b.Column - a.Column, length = dy * dy + dx * dx;
        double part = length == 0 ? 0 : Math.Clamp(((y - a.Row) * dy + (x - a.Column) * dx) / length, 0, 1);
        dy = y - a.Row - part * dy;
        dx = x - a.Column - part * dx;
        return Math.Sqrt(dy * dy + dx * dx);
    }

    /// <summary>Colours pixels by how far, in pixels, their middle is outside the shape: ½ or more not at all, −½ or less fully.</summary>
    Canvas Cover(string op, double top, double left, double bottom, double right, Tensor color, Func<double, double, double> outside)
    {
        if (color.Size != 1 && color.Size != _channels) throw new ShapeException($"{op}: a colour of {color.Shape} does not go with a picture of {_shape}. Give one number, or one for each channel.");
        if (!double.IsFinite(top + left + bottom + right)) throw new ArgumentException($"{op}: a place is not a finite number.");
        for (int y = (int)Math.Max(0, Math.Floor(top - 1)); y <= Math.Min(_height - 1, bottom + 1); y++)
            for (int x = (int)Math.Max(0, Math.Floor(left - 1)); x <= Math.Min(_width - 1, right + 1); x++)
            {
                var share = (float)Math.Clamp(0.5 - outside(y, x), 0, 1);
                if (share == 0) continue;
                var pixel = _values.AsSpan((y * _width + x) * _channels, _channels);
                for (int c = 0; c < _channels; c++) pixel[c] += share * (color.Data[color.Size == 1 ? 0 : c] - pixel[c]);
            }
        return this;
    }

    static void RefuseThickness(string op, double thickness, double least = 0)
    {
        if (!(thickness >= least && thickness <= 1e6)) throw new ArgumentOutOfRangeException(null, $"{op}: the thickness is {thickness}, but must be {(least == 0 ? "0 or more" : "above 0")}.");
    }
}
