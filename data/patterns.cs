#:project ../lib/ImageLearn
#:property PublishAot=false

// Makes stripes.png and zone-plate.png: dotnet run patterns.cs

using ImageLearn;
using ImageLearn.Imaging;

// Horizontal stripes: a cosine of 16 periods from top to bottom, the same in every column. Its spectrum is two points on the vertical axis.
const int Stripes = 256;
var row = Tensor.Arange(0, Stripes).Reshape(Stripes, 1);
Image.FromTensor(0.5 + 0.45 * (row * (2 * Math.PI * 16 / Stripes)).Cos() + Tensor.Zeros([Stripes, Stripes])).Save("stripes.png");

// cos(π r²/N), whose frequency grows with the distance r from the middle, r/N waves a pixel: it reaches half a wave a pixel,
// Nyquist's limit, at the middle of each edge, and whoever takes every second pixel sees rings that are not there.
const int Zone = 512;
var offset = Tensor.Arange(0, Zone) - Zone / 2;
Image.FromTensor(0.5 + 0.5 * ((offset * offset + (offset * offset).Reshape(Zone, 1)) * (Math.PI / Zone)).Cos()).Save("zone-plate.png");
