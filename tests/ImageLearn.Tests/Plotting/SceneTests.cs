using ImageLearn.Plotting;
using ImageLearn.Plotting.Svg;
using ImageLearn.Plotting.Traces;

namespace ImageLearn.Tests.Plotting;

public class SceneTests
{
    [Fact]
    public void Of_two_facets_at_a_pixel_the_nearer_is_painted_last()
    {
        var random = new Random(8);
        var z = Tensor.Zeros([14, 14]);
        for (int i = 0; i < 14; i++) for (int j = 0; j < 14; j++) z[i, j] = random.NextDouble() * (i % 5 == 0 ? 4 : 1);
        var scene = Scene.In(new Box(0, 0, 400, 300), (0, 13), (0, 13), (0, 4));
        Assert.True(Overlaps(random, scene, 13 * 13, Trace.Surface(z)) > 300, "the surface should fold over itself, or the test tells nothing");
    }

    [Fact]
    public void A_surface_above_another_hides_it_whichever_was_added_first()
    {
        Tensor flat = Tensor.Zeros([14, 14]), roof = 2 + Rng.Uniform([14, 14], seed: 3);
        var scene = Scene.In(new Box(0, 0, 400, 300), (0, 13), (0, 13), (0, 4));
        foreach (var surfaces in (Trace[][])[[Trace.Surface(flat), Trace.Surface(roof)], [Trace.Surface(roof), Trace.Surface(flat)]])
            Assert.True(Overlaps(new Random(8), scene, 2 * 13 * 13, surfaces) > 300);
    }

    /// <summary>At how many of 4000 pixels facets lie over each other, the nearer always painted later.</summary>
    static int Overlaps(Random random, Scene scene, int count, params Trace[] surfaces)
    {
        var facets = SceneSvg.Facets(scene, surfaces.Cast<SurfaceTrace>()).Select(static facet => facet.Corners).ToArray();
        Assert.Equal(count, facets.Length);

        int overlaps = 0;
        for (int n = 0; n < 4000; n++)
        {
            double x = random.NextDouble() * 400, y = random.NextDouble() * 300;
            var depths = facets.Select(corners => DepthAt(corners, x, y)).Where(static depth => depth is not null).ToArray();
            overlaps += depths.Length > 1 ? 1 : 0;
            Assert.All(depths.Zip(depths.Skip(1)), static pair => Assert.True(pair.Second > pair.First - 1e-9));
        }
        return overlaps;
    }

    /// <summary>The depth of a facet, as two triangles, at a pixel that it covers.</summary>
    static double? DepthAt(Scene.Point[] corners, double x, double y)
    {
        foreach (var (a, b, c) in new[] { (corners[0], corners[1], corners[2]), (corners[0], corners[2], corners[3]) })
        {
            double area = (b.X - a.X) * (c.Y - a.Y) - (c.X - a.X) * (b.Y - a.Y);
            double u = ((b.X - x) * (c.Y - y) - (c.X - x) * (b.Y - y)) / area, v = ((c.X - x) * (a.Y - y) - (a.X - x) * (c.Y - y)) / area, w = 1 - u - v;
            if (u >= 0 && v >= 0 && w >= 0) return u * a.Depth + v * b.Depth + w * c.Depth;
        }
        return null;
    }

    [Fact]
    public void The_scene_fills_its_box_and_never_leaves_it()
    {
        var scene = Scene.In(new Box(10, 20, 300, 200), (-1, 1), (5, 9), (0, 1));
        var corners = (from x in new[] { -1, 1 } from y in new[] { 5, 9 } from z in new[] { 0, 1 } select scene.Project(x, y, z)).ToArray();
        Assert.All(corners, static corner => Assert.True(corner is { X: >= 9.99 and <= 310.01, Y: >= 19.99 and <= 220.01 }));
        Assert.Equal(200, corners.Max(static corner => corner.Y) - corners.Min(static corner => corner.Y), 1e-6);
    }
}
