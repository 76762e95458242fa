#:project ../lib/ImageLearn
#:property PublishAot=false

// Makes still-life.png: dotnet run still-life.cs
// A ball and a woven cloth on a table before a plain wall, by the light of a window at the left. Rays are traced from
// the eye to matte surfaces (Lambert's cosine law), whose light falls with the square of the distance and makes soft
// shadows, because the window is not a point; then come the gamma curve and the noise of a camera.

using System.Numerics;
using ImageLearn;
using ImageLearn.Imaging;

const int Width = 320, Height = 240, RaysPerSide = 3, WindowPointsPerSide = 6;
var eye = new Vector3(0, 0.9f, -3.1f);
var ball = (Centre: new Vector3(0.6f, 0.62f, 1.0f), Radius: 0.62f);

var noise = new Rng(2026).Normal([Height, Width, 3], deviation: 2.4);
var picture = Tensor.Zeros([Height, Width, 3]);
for (int row = 0; row < Height; row++)
    for (int column = 0; column < Width; column++)
    {
        var light = Pixel(row, column);
        for (int channel = 0; channel < 3; channel++)
            picture[row, column, channel] = 255 * Math.Pow(light[channel], 1 / 2.2) + noise[row, column, channel];
    }
Image.FromTensor(picture.Clamp(0, 255), white: 255).Save("still-life.png");

// The mean light over a pixel.
Vector3 Pixel(int row, int column)
{
    var sum = Vector3.Zero;
    for (int i = 0; i < RaysPerSide * RaysPerSide; i++)
    {
        float x = column + (i % RaysPerSide + 0.5f) / RaysPerSide, y = row + (i / RaysPerSide + 0.5f) / RaysPerSide;
        var (place, normal, colour) = Hit(Vector3.Normalize(new((x - Width / 2f) / Height, 0.44f - y / Height, 1.25f)));
        sum += colour * (new Vector3(0.10f, 0.11f, 0.13f) + FromWindow(place, normal) * new Vector3(1, 0.96f, 0.88f));
    }
    return sum / (RaysPerSide * RaysPerSide);
}

// The first surface on a ray: ball, table (y = 0) or wall (z = 3).
(Vector3 Place, Vector3 Normal, Vector3 Colour) Hit(Vector3 ray)
{
    if (ToBall(eye, ray) is { } distance)
    {
        var place = eye + distance * ray;
        return (place, (place - ball.Centre) / ball.Radius, new(0.80f, 0.24f, 0.15f));
    }
    float toTable = ray.Y < 0 ? -eye.Y / ray.Y : float.PositiveInfinity, toWall = (3 - eye.Z) / ray.Z;
    return toWall < toTable ? (eye + toWall * ray, -Vector3.UnitZ, WallColour(eye + toWall * ray))
                            : (eye + toTable * ray, Vector3.UnitY, TableColour(eye + toTable * ray));
}

// Plain paint, and a dark picture that hangs on it.
Vector3 WallColour(Vector3 p) => p is { X: > 1.3f and < 2.3f, Y: > 1.6f and < 2.35f } ? new(0.07f, 0.10f, 0.12f) : new(0.66f, 0.63f, 0.56f);

// Wood, and a cloth of blue and white threads.
Vector3 TableColour(Vector3 p)
{
    if (p is not { X: > -1.35f and < -0.15f, Z: > -0.9f and < 0.7f }) return new(0.40f, 0.27f, 0.17f);
    return ((int)MathF.Floor(p.X * 16) + (int)MathF.Floor(p.Z * 16)) % 2 == 0 ? new(0.66f, 0.68f, 0.70f) : new(0.14f, 0.24f, 0.44f);
}

// The mean over the window of cos θ / distance², where the ball is not in the way.
float FromWindow(Vector3 place, Vector3 normal)
{
    float sum = 0;
    for (int i = 0; i < WindowPointsPerSide * WindowPointsPerSide; i++)
    {
        var way = new Vector3(-3.0f, 1.7f + i % WindowPointsPerSide * 0.12f, 0.6f + i / WindowPointsPerSide * 0.12f) - place;
        float distance = way.Length(), cosine = Vector3.Dot(normal, way) / distance;
        if (cosine > 0 && ToBall(place + 0.001f * normal, way / distance) is null) sum += cosine / (distance * distance);
    }
    return 8f * sum / (WindowPointsPerSide * WindowPointsPerSide);
}

// How far along a ray the ball is met; null when it is missed.
float? ToBall(Vector3 from, Vector3 ray)
{
    var towards = ball.Centre - from;
    float along = Vector3.Dot(towards, ray), inside = ball.Radius * ball.Radius - (towards.LengthSquared() - along * along);
    return along > 0 && inside > 0 && along - MathF.Sqrt(inside) is > 0 and var distance ? distance : null;
}
