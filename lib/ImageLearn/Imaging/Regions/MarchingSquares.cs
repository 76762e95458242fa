namespace ImageLearn.Imaging;

/// <summary>
/// The lines along which a function on a grid has a given value: in each square of four grid points they cross those sides whose ends lie on different sides of the
/// value, at the place that linear interpolation gives (Lorensen and Cline 1987, doi:10.1145/37402.37422, in two dimensions).
/// </summary>
static class MarchingSquares
{
    /// <summary>
    /// Lines that close end with their first point; others end at the edge of the grid, or where a value is not finite. On a saddle, low values hang together. Larger
    /// values lie on the right when rows count downwards.
    /// </summary>
    public static IEnumerable<List<(double Row, double Column)>> Lines(int rows, int columns, Func<int, int, double> at, double level)
    {
        // Sides are numbered point by point: from the point to the one below, then to the next in its row. For each that a line enters by, the one it leaves by; else -1.
        var next = new int[2 * rows * columns];
        Array.Fill(next, -1);
        for (int row = 0; row + 1 < rows; row++)
            for (int column = 0; column + 1 < columns; column++) AddPieces(row, column);

        var entered = new bool[next.Length];
        foreach (int side in next)
            if (side >= 0) entered[side] = true;
        // Open lines first, each from its beginning, so that what remains is closed.
        foreach (bool closed in (bool[])[false, true])
            for (int start = 0; start < next.Length; start++)
            {
                if (next[start] < 0 || entered[start] != closed) continue;
                List<(double, double)> points = [Point(start)];
                for (int side = start; next[side] >= 0;)
                {
                    (side, next[side]) = (next[side], -1);
                    points.Add(Point(side));
                }
                yield return points;
            }

        (double, double) Point(int side)
        {
            int row = side / 2 / columns, column = side / 2 % columns;
            bool along = side % 2 == 1;
            double from = at(row, column), to = along ? at(row, column + 1) : at(row + 1, column), part = (level - from) / (to - from);
            return along ? (row, column + part) : (row + part, column);
        }

        // Walked round clockwise: the line enters where values rise above the level, and leaves where they fall below.
        void AddPieces(int row, int column)
        {
            double nw = at(row, column), ne = at(row, column + 1), se = at(row + 1, column + 1), sw = at(row + 1, column);
            bool a = nw > level, b = ne > level, c = se > level, d = sw > level;
            if (!double.IsFinite(nw + ne + se + sw) || (a == b && b == c && c == d)) return;
            int left = 2 * (row * columns + column), top = left + 1, right = left + 2, bottom = top + 2 * columns;
            if (a != b && b != c && c != d)
            {
                // A saddle: each of the two high corners is cut off by itself.
                if (a) (next[left], next[right]) = (top, bottom);
                else (next[top], next[bottom]) = (right, left);
                return;
            }
            int entry = 0, exit = 0;
            foreach (var (from, to, side) in ((bool, bool, int)[])[(a, b, top), (b, c, right), (c, d, bottom), (d, a, left)])
                if (!from && to) entry = side;
                else if (from && !to) exit = side;
            next[entry] = exit;
        }
    }
}
