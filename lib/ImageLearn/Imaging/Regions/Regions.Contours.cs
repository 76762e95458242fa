namespace ImageLearn.Imaging;

public static partial class Regions
{
    /// <summary>A side between two neighbouring pixels: from one to the next in its row, or to the one below.</summary>
    readonly record struct Side(int Row, int Column, bool Along);

    /// <summary>
    /// The lines along which a picture has the value <paramref name="level"/>, between pixels at the place that linear interpolation gives (marching squares;
    /// scikit-image's <c>find_contours</c>). Lines that close end with their first point; others end at the picture's edge. On a saddle, low
    /// values hang together. Larger values lie on the right when y points down. → for each line its points (row, column), [points, 2]
    /// </summary>
    public static IReadOnlyList<Tensor> Contours(Tensor x, double level = 0.5)
    {
        var raster = Raster.Grey("Regions.Contours", x);
        int height = raster.Height, width = raster.Width;
        var values = x.Elements;
        var next = new Dictionary<Side, Side>();
        for (int y = 0; y + 1 < height; y++)
            for (int j = 0; j + 1 < width; j++) AddPieces(next, y, j);

        var entered = next.Values.ToHashSet();
        var lines = new List<Tensor>();
        // Open lines first, each from its beginning, so that what is left is closed.
        foreach (var start in next.Keys.OrderBy(side => entered.Contains(side)).ThenBy(static side => side.Row).ThenBy(static side => side.Column).ThenBy(static side => side.Along).ToArray())
        {
            if (!next.ContainsKey(start)) continue;
            var points = new List<float>();
            var at = start;
            Add(points, at);
            while (next.Remove(at, out var following)) Add(points, at = following);
            lines.Add(Tensor.Adopt([points.Count / 2, 2], [.. points]));
        }
        return lines;

        float At(int y, int j) => values[y * width + j];

        void Add(List<float> points, Side side)
        {
            double from = At(side.Row, side.Column), to = side.Along ? At(side.Row, side.Column + 1) : At(side.Row + 1, side.Column), part = (level - from) / (to - from);
            points.Add((float)(side.Row + (side.Along ? 0 : part)));
            points.Add((float)(side.Column + (side.Along ? part : 0)));
        }

        // A square of four pixels, walked round clockwise: the line enters where values rise above the level, and leaves where they fall below.
        void AddPieces(Dictionary<Side, Side> pieces, int y, int j)
        {
            bool a = At(y, j) > level, b = At(y, j + 1) > level, c = At(y + 1, j + 1) > level, d = At(y + 1, j) > level;
            if (!float.IsFinite(At(y, j) + At(y, j + 1) + At(y + 1, j + 1) + At(y + 1, j)) || (a == b && b == c && c == d)) return;
            Side top = new(y, j, true), right = new(y, j + 1, false), bottom = new(y + 1, j, true), left = new(y, j, false);
            if (a != b && b != c && c != d)
            {
                // A saddle: each of the two high corners is cut off by itself.
                if (a) (pieces[left], pieces[right]) = (top, bottom);
                else (pieces[top], pieces[bottom]) = (right, left);
                return;
            }
            Side entry = default, exit = default;
            foreach (var (from, to, side) in ((bool, bool, Side)[])[(a, b, top), (b, c, right), (c, d, bottom), (d, a, left)])
                if (!from && to) entry = side;
                else if (from && !to) exit = side;
            pieces[entry] = exit;
        }
    }
}
