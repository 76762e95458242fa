#:project ../lib/ImageLearn
#:property PublishAot=false

// Makes wall.png: dotnet run wall.cs
// A brick wall in light from the upper left: a height for every point (bricks rounded at their edges, rough; mortar lower and sandy),
// its slope towards the light gives the brightness, each brick has a colour of its own.

using ImageLearn;
using ImageLearn.Imaging;

const int Height = 240, Width = 320, Fine = 2;                       // two by two points a pixel
const double Course = 37, Brick = 83, Joint = 4.5;                   // in points
const int H = Height * Fine, W = Width * Fine;
Tensor rough = Filters.Gaussian(Rng.Normal([H, W], 1), 1.1) * 3.5, worn = Filters.Gaussian(Rng.Normal([H, W], 2), 6) * 18;
Tensor tones = Rng.Normal([40, 40, 2], 3);

Tensor height = Tensor.Zeros([H, W]), colour = Tensor.Zeros([H, W, 3]);
for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
    {
        double bend = 1.6 * worn[y, x];
        int course = (int)(y / Course);
        double along = x + course % 2 * Brick / 2 + 5 * tones[course, 39, 0];
        int brick = (int)(along / Brick) + 1;
        double toEdge = Math.Min(Math.Min(y % Course, Course - y % Course), Math.Min(Mod(along), Brick - Mod(along))) - Joint + bend;
        double solid = 1 / (1 + Math.Exp(-1.6 * toEdge));            // 1 in the brick, 0 in the joint
        height[y, x] = solid * (3 + 0.6 * rough[y, x] + 0.7 * worn[y, x]) + (1 - solid) * 0.6 * rough[y, x];
        double light = 1 + 0.13 * tones[course, brick, 0] + 0.05 * worn[y, x] + 0.04 * rough[y, x], red = 0.04 * tones[course, brick, 1];
        double[] clay = [0.60 * light + red, 0.33 * light, 0.25 * light - 0.5 * red], mortar = [0.62, 0.59, 0.53];
        for (int c = 0; c < 3; c++) colour[y, x, c] = solid * clay[c] + (1 - solid) * mortar[c];
    }

// Lambert's cosine: the normal (−slope across, −slope down, 1), the light from (−0.55, −0.6, 0.6).
Tensor across = Filters.Sobel(height, axis: 1) / 8, down = Filters.Sobel(height, axis: 0) / 8;
var lit = ((0.55 * across + 0.6 * down + 0.6) / (across * across + down * down + 1).Sqrt()).Relu() * 1.25 + 0.18;
var wall = Geometry.Resize(colour * lit.Reshape(H, W, 1), Height, Width, antialias: true);
Image.FromTensor(Tones.Gamma(Noise.Gaussian(wall, 0.006, seed: 9).Clamp(0, 1), 1 / 1.2)).Save("wall.png");

static double Mod(double along) => along - Brick * Math.Floor(along / Brick);
