namespace ImageLearn.Imaging;

/// <summary>
/// The lines along which a function on a grid has a given value: in each square of four grid points they cross those sides whose ends lie on different sides of the
/// value, at the place that linear interpolation gives (Lorensen and Cline 1987, doi:10.1145/37402.37422, in two dimensions).
/// </summary>
static class MarchingSquares
{
    /// <summary>A side between two neighbouring points: from one to the next in its row, or to the one below.</summary>
    readonly record struct Side(int Row, int Column, bool Along);

    /// <summary>
    /// Lines that close end with their first point; others end at the edge of the grid, or where a value is not finite. On a saddle, low values hang together. Larger
    /// values lie on the right when rows count downwards.
    /// </summary>
    public static IEnumerable<List<(double Row, double Column)>> Lines(int rows, int columns, Func<int, int, double> at, double level)
    {
        var next = new Dictionary<Side, Side>();
        for (int row = 0; row + 1 < rows; row++)
            for (int column = 0; column + 1 < columns; column++) AddPieces(row, column);

        var entered = next.Values.ToHashSet();
        // Open lines first, each from its beginning, so that what is left is closed.
        foreach (var start in next.Keys.OrderBy(side => entered.Contains(side)).ThenBy(static side => side.Row).ThenBy(static side => side.Column).ThenBy(static side => side.Along).ToArray())
        {
            if (!next.ContainsKey(start)) continue;
            List<(double, double)> points = [Point(start)];
            for (var side = start; next.Remove(side, out var following); side = following) points.Add(Point(following));
            yield return points;
        }

        (double, double) Point(Side side)
        {
            double from = at(side.Row, side.Column), to = side.Along ? at(side.Row, side.Column + 1) : at(side.Row + 1, side.Column), part = (level - from) / (to - from);
            return side.Along ? (side.Row, side.Column + part) : (side.Row + part, side.Column);
        }

        // Walked round clockwise: the line enters where values rise above the level, and leaves where they fall below.
        void AddPieces(int row, int column)
        {
            double nw = at(row, column), ne = at(row, column + 1), se = at(row + 1, column + 1), sw = at(row + 1, column);
            bool a = nw > level, b = ne > level, c = se > level, d = sw > level;
            if (!double.IsFinite(nw + ne + se + sw) || (a == b && b == c && c == d)) return;
            Side top = new(row, column, true), right = new(row, column + 1, false), bottom = new(row + 1, column, true), left = new(row, column, false);
            if (a != b && b != c && c != d)
            {
                // A saddle: each of the two high corners is cut off by itself.
                if (a) (next[left], next[right]) = (top, bottom);
                else (next[top], next[bottom]) = (right, left);
                return;
            }
            Side entry = default, exit = default;
            foreach (var (from, to, side) in ((bool, bool, Side)[])[(a, b, top), (b, c, right), (c, d, bottom), (d, a, left)])
                if (!from && to) entry = side;
                else if (from && !to) exit = side;
            next[entry] = exit;
        }
    }
}
