namespace ImageLearn.Plotting.Svg;

/// <summary>A box in space and the direction from which it is seen; from values to pixels and depth.</summary>
sealed class Scene
{
    /// <summary>A place on the drawing; <paramref name="Depth"/> grows towards the viewer. <paramref name="Solid"/> is the place in the box.</summary>
    public readonly record struct Point(double X, double Y, double Depth, (double X, double Y, double Z) Solid);

    /// <summary>Where the viewer stands: x to the right, y into the distance, from above.</summary>
    const double Azimuth = -55 * Math.PI / 180, Elevation = 27 * Math.PI / 180;

    /// <summary>The height of the box, whose floor is a square of side 1.</summary>
    public const double Height = 0.66;

    static readonly (double X, double Y, double Z) ToViewer = (Math.Cos(Azimuth) * Math.Cos(Elevation), Math.Sin(Azimuth) * Math.Cos(Elevation), Math.Sin(Elevation));
    static readonly (double X, double Y, double Z) Rightwards = (-Math.Sin(Azimuth), Math.Cos(Azimuth), 0);
    static readonly (double X, double Y, double Z) Upwards = (-Math.Sin(Elevation) * Math.Cos(Azimuth), -Math.Sin(Elevation) * Math.Sin(Azimuth), Math.Cos(Elevation));
    static readonly (double X, double Y, double Z) ToLight = (-0.25, -0.55, 0.8);

    /// <summary>The height of the drawing of the box as a part of its width.</summary>
    public static readonly double Proportion = (Height * Upwards.Z + Math.Abs(Upwards.X) + Math.Abs(Upwards.Y)) / (Math.Abs(Rightwards.X) + Math.Abs(Rightwards.Y));

    double _scale = 1, _left, _top;

    Scene((double Low, double High) x, (double Low, double High) y, (double Low, double High) z) => (X, Y, Z) = (x, y, z);

    public (double Low, double High) X { get; }
    public (double Low, double High) Y { get; }
    public (double Low, double High) Z { get; }

    /// <summary>The direction to the viewer, in the units of Plotly's camera.</summary>
    public static (double X, double Y, double Z) Eye => (Math.Round(ToViewer.X * 2.15, 3), Math.Round(ToViewer.Y * 2.15, 3), Math.Round(ToViewer.Z * 2.15, 3));

    /// <summary>A scene as large as fits the box on the drawing.</summary>
    public static Scene In(Box box, (double Low, double High) x, (double Low, double High) y, (double Low, double High) z)
    {
        var scene = new Scene(x, y, z);
        var corners = (from i in new[] { x.Low, x.High } from j in new[] { y.Low, y.High } from k in new[] { z.Low, z.High } select scene.Project(i, j, k)).ToArray();
        double left = corners.Min(static corner => corner.X), right = corners.Max(static corner => corner.X), top = corners.Min(static corner => corner.Y), bottom = corners.Max(static corner => corner.Y);
        scene._scale = Math.Min(box.Width / (right - left), box.Height / (bottom - top));
        scene._left = box.CenterX - (left + right) / 2 * scene._scale;
        scene._top = box.CenterY - (top + bottom) / 2 * scene._scale;
        return scene;
    }

    public Point Project(double x, double y, double z)
    {
        (double X, double Y, double Z) solid = (Part(x, X) - 0.5, Part(y, Y) - 0.5, (Part(z, Z) - 0.5) * Height);
        return new(_left + Dot(solid, Rightwards) * _scale, _top - Dot(solid, Upwards) * _scale, Dot(solid, ToViewer), solid);

        static double Part(double value, (double Low, double High) span) => (value - span.Low) / (span.High - span.Low);
    }

    /// <summary>How near to the viewer a place on the floor is.</summary>
    public double FloorDepth(double x, double y) => Project(x, y, Z.Low).Depth;

    /// <summary>How much a facet faces the light, 0 to 1, whichever side is seen.</summary>
    public double Light(Point[] corners)
    {
        var (a, b) = (Minus(corners[2].Solid, corners[0].Solid), Minus(corners[3].Solid, corners[1].Solid));
        (double X, double Y, double Z) normal = (a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);
        var length = Math.Sqrt(Dot(normal, normal) * Dot(ToLight, ToLight));
        return length == 0 ? 1 : Math.Max(0, Dot(normal, ToLight) / length);
    }

    public IReadOnlyList<Tick> Ticks(Axis axis, (double Low, double High) span) => axis.Ticks(span, 5);

    static double Dot((double X, double Y, double Z) a, (double X, double Y, double Z) b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;
    static (double X, double Y, double Z) Minus((double X, double Y, double Z) a, (double X, double Y, double Z) b) => (a.X - b.X, a.Y - b.Y, a.Z - b.Z);
}
