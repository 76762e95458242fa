#:project ../lib/ImageLearn
#:property PublishAot=false

// Makes leaf.png: dotnet run leaf.cs
// A leaf on the ground, in sunlight from the upper left. Along the leaf goes u from stem (0) to tip (1), across it v;
// side veins leave the midrib at an angle, the blade bulges between them, and its edge is toothed.

using ImageLearn;
using ImageLearn.Imaging;

const int Height = 240, Width = 320, Fine = 3;                       // three by three points a pixel
const int H = Height * Fine, W = Width * Fine;
var grains = Filters.Gaussian(Rng.Normal([H, W], 11), 2.5) * 8;
var clods = Filters.Gaussian(Rng.Normal([H, W], 12), 18) * 55;
var spots = Filters.Gaussian(Rng.Normal([H, W], 13), 9) * 30;

// How much of a point is leaf, stem included; and its shadow, moved away from the sun.
Tensor leaf = Tensor.Zeros([H, W]), colour = Tensor.Zeros([H, W, 3]);
for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
    {
        var (u, v) = OnLeaf(x, y);
        double side = Math.Abs(v), width = Blade(u), stem = u is > -0.16 and < 0.03 ? 0.011 : 0;
        leaf[y, x] = Math.Clamp((Math.Max(width, stem) - side) * 300 + 0.5, 0, 1);

        double vein = 11 * (u - 0.75 * side + 0.5 * side * side) + (v > 0 ? 0.4 : 0), toVein = Math.Abs(vein - Math.Round(vein)) / 11;
        double ridge = Math.Exp(-Square(side / (0.004 + 0.008 * (1 - u)))) + 0.6 * Math.Exp(-Square(toVein / 0.0035)) * Math.Clamp(1.2 - 2.5 * side, 0, 1);
        double bulge = 0.10 * Math.Sin(2 * Math.PI * vein) * Math.Min(1, 20 * side) + 0.10 * Math.Sign(v) * Math.Min(1, 30 * side);
        double light = 0.82 - bulge + 0.05 * spots[y, x] + 0.02 * grains[y, x];
        double ripe = Math.Clamp(0.5 * u + 1.5 * side - 0.15 + 0.12 * spots[y, x], 0, 1);       // yellow towards tip and edge
        double[] blade = [0.22 + 0.42 * ripe, 0.46 + 0.08 * ripe, 0.13], rib = [0.66, 0.72, 0.38];
        double isRib = u < 0.03 ? 1 : Math.Min(1, 0.85 * ridge);
        for (int c = 0; c < 3; c++) colour[y, x, c] = light * ((1 - isRib) * blade[c] + isRib * rib[c]);
    }

var shadow = Filters.Gaussian(Geometry.Pad(leaf, 30, 0, 24, 0)[..H, ..W], 9).Reshape(H, W, 1);
var ground = Tensor.Of([0.45, 0.36, 0.27]) * (1 + 0.10 * grains + 0.14 * clods).Reshape(H, W, 1) * (1 - 0.62 * shadow);
leaf = leaf.Reshape(H, W, 1);
var picture = Geometry.Resize(ground * (1 - leaf) + colour * leaf, Height, Width, antialias: true);
Image.FromTensor(Tones.Gamma(Noise.Gaussian(picture, 0.005, seed: 14).Clamp(0, 1), 1 / 1.25)).Save("leaf.png");

// The leaf lies from the lower left to the upper right, bent a little.
(double U, double V) OnLeaf(int x, int y)
{
    double a = (x - 0.17 * W) / W, b = (y - 0.76 * H) / W;
    double u = (0.88 * a - 0.475 * b) / 0.78, v = (0.475 * a + 0.88 * b) / 0.78;
    return (u, v - 0.16 * u * (1 - u) + 0.02);
}

// Half the blade's width at u, with teeth; negative outside.
static double Blade(double u)
{
    if (u is <= 0 or >= 1) return -1;
    double saw = 26 * u - Math.Floor(26 * u);
    return 0.30 * Math.Pow(Math.Sin(Math.PI * Math.Pow(u, 0.82)), 0.9) * (1 - 0.35 * u) * (1 + 0.06 * (saw - 0.5));
}

static double Square(double x) => x * x;
