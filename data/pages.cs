#:project ../lib/ImageLearn
#:property PublishAot=false

// Makes page-list, page-letters, page-poem and page-net, each a photograph (.jpg) and its true text (.txt): dotnet run pages.cs
// A hand writes a text; pencil or pen lays it on paper with a colour and a grain; uneven light, a shadow and a camera
// make the photograph. The values are reflectances and light, multiplied, and turned into grey levels at the end.

using ImageLearn;
using ImageLearn.Data;
using ImageLearn.Imaging;

const int Height = 1200, Width = 1600;
var row = Tensor.Linspace(-1, 1, Height).Reshape(Height, 1);    // from top to bottom
var column = Tensor.Linspace(-1, 1, Width).Reshape(1, Width);   // from left to right

// Pencil on grey paper by a window at the right; the camera's corners are dark.
Photograph("page-list", seed: 9, """
       PACKING LIST
    1. TENT AND 6 PEGS
    2. WARM SOCKS
    3. MAP OF THE COAST
       AND A LAMP
    4. FOUR BOXES OF JAM
    5. GOOD QUIZ BOOK
    """, height: 62, nib: 5.6, top: 40, left: 70, degrees: -0.6,
    paper: [0.62, 0.63, 0.62], ink: [0.08, 0.08, 0.09], pencil: true,
    light: (0.80 + 0.06 * column) * (1 - 0.055 * (row * row + column * column)));

// Ball pen on yellow paper in the evening, by a lamp above.
Photograph("page-letters", seed: 25, """
    ABCDEFGH
    IJKLMNOP
    QRSTUVWX
    YZ
    1234567890
    """, height: 92, nib: 8, top: 60, left: 140, degrees: 0.8,
    paper: [0.78, 0.66, 0.42], ink: [0.05, 0.05, 0.07], pencil: false,
    light: 0.50 + 0.13 * (-1.6 * ((row + 0.7).Pow(2) + 0.5 * (column + 0.2).Pow(2))).Exp());

// Blue ink on green paper, the shadow of whoever holds the camera at the bottom left.
Photograph("page-poem", seed: 5, """
    RAIN ON THE WINDOW
    EVERY DROP
    A SMALL PICTURE
    OF THE WHOLE GARDEN
    """, height: 60, nib: 6.4, top: 210, left: 90, degrees: 1.1,
    paper: [0.66, 0.80, 0.64], ink: [0.04, 0.07, 0.28], pencil: false,
    light: (0.86 - 0.04 * row) * (1 - 0.13 * (9 * (row - 0.9 * column - 0.75)).Sigmoid()));

// A felt pen on pink paper, the sun from the top left.
Photograph("page-net", seed: 9, """
    A NET IS
    ONLY AS WISE
    AS ITS 10800
    EXAMPLES
    """, height: 100, nib: 9, top: 130, left: 100, degrees: -1.4,
    paper: [0.86, 0.66, 0.66], ink: [0.08, 0.07, 0.08], pencil: false,
    light: 0.98 - 0.22 * (0.7 * column + 0.7 * row + 1) * 0.7 + 0.05 * (5 * column).Sin());

void Photograph(string name, long seed, string text, int height, double nib, int top, int left, double degrees, double[] paper, double[] ink, bool pencil, Tensor light)
{
    var cover = Geometry.Rotate(Geometry.Paste(Tensor.Zeros([Height, Width]), Handwriting.Write(text, seed, height, nib), top, left), degrees);
    var grain = Filters.Gaussian(Rng.Normal([Height, Width], seed + 1), 1.2) * 3;            // deviation about 1
    var clouds = Filters.Gaussian(Rng.Normal([Height, Width], seed + 2), 24) * 60;
    cover *= pencil ? (0.82 + 0.16 * grain).Clamp(0.3, 1) : (0.93 + 0.04 * grain).Clamp(0.6, 1);   // graphite catches on the grain's peaks only
    cover = cover.Reshape(Height, Width, 1);
    var surface = Tensor.Of(paper) * (1 + 0.015 * grain + 0.012 * clouds).Reshape(Height, Width, 1);
    var seen = (surface * (1 - cover) + Tensor.Of(ink) * cover) * light.Reshape(Height, Width, 1);
    seen = Filters.Gaussian(seen, 1.1) + Rng.Normal(seen.Shape, seed + 3, deviation: 0.008);  // the lens and the sensor
    Image.FromTensor(Tones.Gamma(seen.Clamp(0, 1), 1 / 1.6)).Save($"{name}.jpg", quality: 82);
    File.WriteAllText($"{name}.txt", string.Concat(text.Split('\n').Select(static line => line.Trim() + "\n")));
}
