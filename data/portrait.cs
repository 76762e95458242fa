#:project ../lib/ImageLearn
#:property PublishAot=false

// Makes portrait.png: dotnet run portrait.cs
// The bust of someone who does not exist: head, hair, neck and shoulders are ellipsoids, the features lesser ones and patches of
// colour, lit by a window at the left before a blurred room. Smooth cheeks, fine eyes, a knitted pullover: something for every filter.

using System.Numerics;
using ImageLearn;
using ImageLearn.Imaging;

const int Height = 320, Width = 256, Fine = 3;                       // three by three rays a pixel, all parallel
Vector3 skin = new(0.82f, 0.58f, 0.45f), hair = new(0.17f, 0.10f, 0.07f), wool = new(0.16f, 0.27f, 0.36f);
var window = Vector3.Normalize(new(-0.62f, 0.42f, 0.66f));
(Vector3 Centre, Vector3 Radii, Vector3 Colour)[] bodies =
[
    (new(0.00f, 0.20f, 0.00f), new(0.46f, 0.60f, 0.50f), skin),      // head
    (new(0.00f, -0.17f, 0.10f), new(0.30f, 0.27f, 0.36f), skin),     // jaw
    (new(0.00f, 0.12f, 0.47f), new(0.065f, 0.15f, 0.09f), skin),     // nose
    (new(0.00f, 0.02f, 0.49f), new(0.10f, 0.065f, 0.09f), skin),     // its tip
    (new(-0.46f, 0.15f, -0.05f), new(0.07f, 0.14f, 0.10f), skin),    // ears
    (new(0.46f, 0.15f, -0.05f), new(0.07f, 0.14f, 0.10f), skin),
    (new(0.00f, -0.55f, -0.08f), new(0.21f, 0.42f, 0.22f), skin),    // neck
    (new(0.00f, 0.40f, -0.12f), new(0.52f, 0.50f, 0.53f), hair),
    (new(-0.16f, 0.70f, 0.22f), new(0.34f, 0.17f, 0.28f), hair),
    (new(0.24f, 0.66f, 0.20f), new(0.28f, 0.18f, 0.26f), hair),
    (new(0.00f, -1.35f, -0.20f), new(0.98f, 0.62f, 0.50f), wool),    // shoulders
    (new(0.00f, -0.86f, -0.08f), new(0.30f, 0.13f, 0.28f), wool),    // collar
];

var picture = Tensor.Zeros([Height * Fine, Width * Fine, 3]);
var room = Room();
for (int row = 0; row < Height * Fine; row++)
    for (int column = 0; column < Width * Fine; column++)
    {
        float x = (column / (float)(Width * Fine) - 0.5f) * 2.1f + 0.04f, y = 1.15f - row / (float)(Height * Fine) * 2.625f;
        var light = Seen(x, y) ?? new((float)room[row, column, 0], (float)room[row, column, 1], (float)room[row, column, 2]);
        for (int channel = 0; channel < 3; channel++) picture[row, column, channel] = light[channel];
    }
picture = Geometry.Resize(Filters.Gaussian(picture, 1.2), Height, Width, antialias: true);
Image.FromTensor(Tones.Gamma(Noise.Gaussian(picture, 0.004, seed: 3).Clamp(0, 1), 1 / 2.2)).Save("portrait.png");

// The foremost surface behind a point of the picture and the light it sends; null where there is only the room.
Vector3? Seen(float x, float y)
{
    float nearest = float.NegativeInfinity;
    var (normal, colour, flesh) = (Vector3.Zero, Vector3.Zero, Vector3.Zero);
    foreach (var (centre, radii, of) in bodies)
    {
        float u = (x - centre.X) / radii.X, v = (y - centre.Y) / radii.Y, rest = 1 - u * u - v * v;
        if (rest <= 0) continue;
        float z = centre.Z + radii.Z * MathF.Sqrt(rest);
        var outwards = Vector3.Normalize(new(u / radii.X, v / radii.Y, MathF.Sqrt(rest) / radii.Z));
        if (of == skin) flesh += MathF.Exp(30 * z) * rest * outwards;                                              // flesh runs smoothly from part to part
        if (z > nearest) (nearest, normal, colour) = (z, outwards, of);
    }
    if (float.IsNegativeInfinity(nearest)) return null;
    if (colour == skin)
    {
        normal = Vector3.Normalize(flesh);
        colour = Face(x, y, nearest, ref normal);
    }
    else if (colour == hair) colour *= 1 + 0.4f * MathF.Sin(130 * (x + 0.35f * MathF.Sin(2.2f * y)) + 9 * y);      // strands
    else
    {
        float stitch = MathF.Sin(110 * x) * MathF.Sin(90 * (y + 0.012f * MathF.Abs(MathF.Sin(55 * x))));           // knitting
        normal = Vector3.Normalize(normal + new Vector3(0.22f * stitch, -0.16f * stitch, 0));
    }
    float key = Math.Max(0, Vector3.Dot(normal, window)), fill = 0.5f + 0.5f * normal.X;
    var shine = MathF.Pow(Math.Max(0, Vector3.Dot(normal, Vector3.Normalize(window + Vector3.UnitZ))), colour.X > 0.5f ? 28 : 14) * (colour.X < 0.3f ? 0.05f : 0.09f);
    return colour * (new Vector3(1.05f, 1.0f, 0.92f) * key + new Vector3(0.10f, 0.11f, 0.13f) * (0.5f + fill)) + new Vector3(shine);
}

// Skin with cheeks, brows, eyes and lips; they are painted on the front of the head only.
Vector3 Face(float x, float y, float z, ref Vector3 normal)
{
    if (z < 0.18f) return skin;
    float side = MathF.Abs(x), nearEye = Spot(side - 0.185f, y - 0.235f, 0.085f, 0.042f);
    var colour = skin + new Vector3(0.06f, -0.07f, -0.05f) * MathF.Exp(-Spot(side - 0.25f, y, 0.13f, 0.11f));
    colour *= 1 - 0.30f * MathF.Exp(-Spot(side - 0.17f, y - 0.25f, 0.13f, 0.075f));                                // sockets
    colour *= 1 - 0.35f * MathF.Exp(-Spot(x, y + 0.06f, 0.12f, 0.025f));                                           // below the nose
    float brow = Spot(side - 0.19f, y - 0.345f + 1.1f * (side - 0.17f) * (side - 0.17f), 0.105f, 0.019f);
    if (brow < 1.6f) colour = Vector3.Lerp(colour, hair, 0.85f * Math.Clamp(1.6f - brow, 0, 1));
    float mouth = y + 0.205f - 0.35f * x * x, lips = Spot(x, mouth, 0.135f, 0.042f);
    if (lips < 1) colour = MathF.Abs(mouth) < 0.006f ? new(0.25f, 0.08f, 0.07f) : Vector3.Lerp(colour, new(0.62f, 0.25f, 0.22f), Math.Min(1, 3 * (1 - lips)));
    if (nearEye < 1.25f) colour = new(0.10f, 0.06f, 0.05f);                                                        // lids
    if (nearEye < 0.95f)
    {
        float iris = Spot(side - 0.185f, y - 0.238f, 0.038f, 0.038f);
        colour = iris < 0.2f ? new(0.01f) : iris < 1 ? new(0.14f, 0.22f, 0.16f) : new(0.74f, 0.72f, 0.70f);
        if (Spot(x + (x < 0 ? 0.198f : -0.172f), y - 0.252f, 0.009f, 0.009f) < 1) colour = new(1.3f);                // the window in the eye
        normal = Vector3.Normalize(normal + 0.5f * Vector3.UnitZ);
    }
    return colour;
}

// A bookshelf and a lamp, far out of focus.
static Tensor Room()
{
    int h = Height * Fine, w = Width * Fine;
    var books = Geometry.Resize(Rng.Uniform([5, 14, 3], 21, 0.03, 0.34), h, w, Interpolation.Nearest);
    var lamp = (-((Tensor.Linspace(-1, 1, h).Reshape(h, 1, 1) + 0.55).Pow(2) + (Tensor.Linspace(-1, 1, w).Reshape(1, w, 1) - 0.75).Pow(2)) * 14).Exp();
    return Filters.Gaussian(books * Tensor.Of([1.0, 0.85, 0.7]), 26) + lamp * Tensor.Of([0.9, 0.62, 0.32]);
}

// 1 on the edge of an ellipse around 0, less inside.
static float Spot(float x, float y, float width, float height) => x * x / (width * width) + y * y / (height * height);
