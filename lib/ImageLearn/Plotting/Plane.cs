using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting;

/// <summary>Where values lie in the drawing: a box, and the span (in places) that each axis has along it. A span may run backwards.</summary>
sealed record Plane(Box Box, Axis XAxis, (double Low, double High) XSpan, Axis YAxis, (double Low, double High) YSpan)
{
    public double X(double value) => Box.X + (XAxis.Place(value) - XSpan.Low) / (XSpan.High - XSpan.Low) * Box.Width;

    public double Y(double value) => Box.Bottom - (YAxis.Place(value) - YSpan.Low) / (YSpan.High - YSpan.Low) * Box.Height;

    public bool Contains(double x, double y) => x >= Box.X - 0.5 && x <= Box.Right + 0.5 && y >= Box.Y - 0.5 && y <= Box.Bottom + 0.5;

    /// <summary>The part of a segment that lies in the box (Liang and Barsky 1984), or null.</summary>
    public (double X1, double Y1, double X2, double Y2)? Clip(double x1, double y1, double x2, double y2)
    {
        double from = 0, to = 1, dx = x2 - x1, dy = y2 - y1;
        return Cut(-dx, x1 - Box.X) && Cut(dx, Box.Right - x1) && Cut(-dy, y1 - Box.Y) && Cut(dy, Box.Bottom - y1)
            ? (x1 + from * dx, y1 + from * dy, x1 + to * dx, y1 + to * dy)
            : null;

        bool Cut(double direction, double room)
        {
            if (direction == 0) return room >= 0;
            var at = room / direction;
            if (direction < 0) from = Math.Max(from, at);
            else to = Math.Min(to, at);
            return from <= to;
        }
    }
}
