namespace ImageLearn.Data;

/// <summary>
/// A writer: habits drawn from a seed (slant, width, roundness, care), and characters written with them, each time a little differently.
/// Made of +, −, ·, / and √ only, which IEEE 754 rounds alike everywhere: the same seed gives the same strokes, bit for bit, on every machine.
/// </summary>
internal sealed class Hand
{
    const double Step = 0.2;   // between two points of a stroke, in tenths of a capital's height

    readonly Rng _rng;
    readonly Dictionary<char, Letterform> _usual = [];   // a person writes a character one way
    readonly double _slant, _turn, _width, _rounding, _mess, _joining;

    /// <param name="rng">Where the habits, and later each character's differences, come from.</param>
    /// <param name="care">How even the writing is: 1 for characters of which each has its own writer, more for a page by one person.</param>
    public Hand(Rng rng, double care = 1)
    {
        _rng = rng;
        _slant = 0.19 + Spread(0.18);
        _turn = Spread(0.05);
        _width = Math.Clamp(1.1 + Spread(0.11), 0.7, 1.6);
        double round = rng.NextDouble();
        _rounding = 1.3 * round * round;
        _mess = (0.25 + 0.35 * rng.NextDouble()) / care;
        _joining = 0.05 / (care * care);
    }

    /// <summary>Writes a character: its strokes as dense rows of points, in tenths of a capital's height, y downwards.</summary>
    public List<InkPoint[]> Write(char character)
    {
        if (!_usual.TryGetValue(character, out var form)) _usual[character] = form = Letterforms.Pick(character, _rng);
        var strokes = new List<(InkPoint At, bool Sharp)[]>();
        foreach (var stroke in form.Strokes)
        {
            var moved = Move(stroke);
            if (strokes.Count > 0 && _rng.NextDouble() < _joining) strokes[^1] = [.. strokes[^1], .. moved];   // the pen was not lifted
            else strokes.Add(moved);
        }
        var bend = Bend();
        return [.. strokes.Select(stroke => Smooth(Trace(stroke)).Select(bend).ToArray())];
    }

    double Spread(double deviation) => deviation * Math.Clamp(_rng.NextNormal(), -2.5, 2.5);

    InkPoint Scatter(double deviation) => new(Spread(deviation), Spread(deviation));

    /// <summary>A stroke shifted and stretched as a whole, each of its points displaced, its ends drawn out or cut short.</summary>
    (InkPoint At, bool Sharp)[] Move((InkPoint At, bool Sharp)[] stroke)
    {
        var shift = Scatter(0.7 * _mess);
        double stretch = 1 + Spread(0.15 * _mess);
        var middle = 0.5 * (stroke[0].At + stroke[^1].At);
        var moved = Array.ConvertAll(stroke, point => (middle + shift + stretch * (point.At - middle) + Scatter(0.8 * _mess), point.Sharp));
        DrawOut(ref moved[0], moved[1].Item1);
        DrawOut(ref moved[^1], moved[^2].Item1);
        return moved;

        void DrawOut(ref (InkPoint At, bool) end, InkPoint next)
        {
            var along = end.At - next;
            end.At += Spread(0.9 * _mess) / (along.Length + 0.5) * along;
        }
    }

    /// <summary>The cubic Hermite curve through the points, with Catmull and Rom's tangents but where the pen turns sharply.</summary>
    static InkPoint[] Trace((InkPoint At, bool Sharp)[] stroke)
    {
        var points = new List<InkPoint> { stroke[0].At };
        for (int i = 1; i < stroke.Length; i++)
        {
            InkPoint from = stroke[i - 1].At, to = stroke[i].At, chord = to - from;
            var leave = i == 1 || stroke[i - 1].Sharp ? chord : 0.5 * (to - stroke[i - 2].At);
            var arrive = i == stroke.Length - 1 || stroke[i].Sharp ? chord : 0.5 * (stroke[i + 1].At - from);
            int steps = (int)(chord.Length / Step) + 1;
            for (int k = 1; k <= steps; k++)
            {
                double t = (double)k / steps, u = 1 - t;
                points.Add(from + t * t * (3 - 2 * t) * chord + t * u * (u * leave - t * arrive));
            }
        }
        return [.. points];
    }

    /// <summary>A fast hand cuts corners: the mean over a stretch of the stroke, twice, which leaves the ends in place.</summary>
    InkPoint[] Smooth(InkPoint[] points)
    {
        int reach = (int)(_rounding / Step + 0.5);
        for (int pass = 0; pass < 2; pass++)
        {
            var smooth = new InkPoint[points.Length];
            for (int i = 0; i < points.Length; i++)
            {
                int near = Math.Min(reach, Math.Min(i, points.Length - 1 - i));
                var sum = points[i];
                for (int k = 1; k <= near; k++) sum += points[i - k] + points[i + k];
                smooth[i] = 1.0 / (2 * near + 1) * sum;
            }
            points = smooth;
        }
        return points;
    }

    /// <summary>How this character as a whole comes out: slanted, turned, widened, and bent as if written on rubber.</summary>
    Func<InkPoint, InkPoint> Bend()
    {
        double slant = _slant + Spread(0.1 * _mess), width = _width * (1 + Spread(0.15 * _mess)), turn = _turn + Spread(0.1 * _mess);
        double length = Math.Sqrt(1 + turn * turn), cosine = 1 / length, sine = turn / length;
        InkPoint overHeight = Scatter(0.8 * _mess), overWidth = Scatter(0.8 * _mess), corner = Scatter(0.9 * _mess), wave = Scatter(0.7 * _mess);
        return point =>
        {
            double x = (point.X - 4) / 5, y = (point.Y - 5) / 5;
            point += y * y * overHeight + x * x * overWidth + x * y * corner + (x - 0.5 * y) * (y * y - 0.5) * wave;
            double across = width * (point.X - 4) - slant * (point.Y - 5), down = point.Y - 5;
            return new(cosine * across - sine * down, sine * across + cosine * down);
        };
    }
}
