using System.Text;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting.Traces;

/// <summary>
/// The line along which a function on a grid has a given height: in each cell it crosses those sides whose ends lie on different sides of the
/// height, at the place linear interpolation gives (Lorensen and Cline 1987 in two dimensions). The pieces are joined into long lines.
/// </summary>
static class MarchingSquares
{
    /// <summary>A side of a cell: from a grid point to its right neighbour, or to the one in the next row.</summary>
    readonly record struct Side(int Row, int Column, bool Along);

    public static string Path(Grid z, double level, Plane plane)
    {
        var neighbours = new Dictionary<Side, List<Side>>();
        for (int row = 0; row + 1 < z.Rows; row++)
            for (int column = 0; column + 1 < z.Columns; column++)
                foreach (var (from, to) in Pieces(z, level, row, column))
                {
                    Neighbours(from).Add(to);
                    Neighbours(to).Add(from);
                }

        var path = new StringBuilder();
        // Open lines first, from one of their ends, so that only closed ones remain for the second round.
        foreach (var start in neighbours.Keys.Where(side => neighbours[side].Count == 1).Concat(neighbours.Keys).ToArray())
            if (neighbours[start].Count > 0) path.Append(Follow(start));
        return path.ToString();

        List<Side> Neighbours(Side side) => neighbours.TryGetValue(side, out var list) ? list : neighbours[side] = [];

        string Follow(Side start)
        {
            var line = new StringBuilder("M").Append(Point(z, level, start, plane));
            for (var at = start; neighbours[at] is [var next, ..]; at = next)
            {
                neighbours[at].Remove(next);
                neighbours[next].Remove(at);
                line.Append(next == start ? "Z" : $"L{Point(z, level, next, plane)}");
            }
            return line.ToString();
        }
    }

    static IEnumerable<(Side, Side)> Pieces(Grid z, double level, int row, int column)
    {
        double a = z[row, column], b = z[row, column + 1], c = z[row + 1, column + 1], d = z[row + 1, column];
        if (!double.IsFinite(a + b + c + d)) return [];
        Side low = new(row, column, true), right = new(row, column + 1, false), high = new(row + 1, column, true), left = new(row, column, false);
        Side[] crossed = [.. new[] { (low, a, b), (right, b, c), (high, c, d), (left, d, a) }.Where(side => side.Item2 >= level != side.Item3 >= level).Select(side => side.Item1)];
        if (crossed.Length < 4) return crossed.Length == 2 ? [(crossed[0], crossed[1])] : [];
        // A saddle: the height in the middle says which corners belong together.
        return (a + b + c + d) / 4 >= level == a >= level ? [(low, right), (high, left)] : [(left, low), (right, high)];
    }

    static string Point(Grid z, double level, Side side, Plane plane)
    {
        int row = side.Along ? side.Row : side.Row + 1, column = side.Along ? side.Column + 1 : side.Column;
        double from = z[side.Row, side.Column], to = z[row, column], part = (level - from) / (to - from);
        double x = z.X[side.Column] + part * (z.X[column] - z.X[side.Column]), y = z.Y[side.Row] + part * (z.Y[row] - z.Y[side.Row]);
        return $"{SvgWriter.Number(plane.X(x))} {SvgWriter.Number(plane.Y(y))}";
    }
}
