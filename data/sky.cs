#:project ../lib/ImageLearn
#:property PublishAot=false

// Makes sky.png: dotnet run sky.cs
// An evening sky: blue above, pale towards the horizon, warm around a low sun, with thin clouds drawn out by the wind.
// Everything in it is smooth, so that missing pixels can be filled in from their neighbours.

using ImageLearn;
using ImageLearn.Imaging;

const int Height = 240, Width = 320;
var row = Tensor.Linspace(0, 1, Height).Reshape(Height, 1, 1);
var column = Tensor.Linspace(0, 1, Width).Reshape(1, Width, 1);

var height = 1 - row;
var sky = Tensor.Of([0.93, 0.88, 0.80]) + (Tensor.Of([0.20, 0.38, 0.68]) - Tensor.Of([0.93, 0.88, 0.80])) * height.Pow(0.7);
var fromSun = ((column - 0.76).Pow(2) * 1.8 + (row - 0.97).Pow(2)) * 9;
sky += Tensor.Of([0.35, 0.16, -0.06]) * (-fromSun).Exp();

// Cloud: noise, smooth over a long way along the wind and a short way across it.
var noise = Rng.Normal([Height, Width / 5], seed: 4);
var wind = Geometry.Resize(Tones.Stretch(Filters.Gaussian(noise, 7)), Height, Width, Interpolation.Bicubic);
var cloud = (4 * (wind - 0.62)).Sigmoid().Reshape(Height, Width, 1) * (1 - (2 * row - 0.9).Pow(2)).Relu();
sky += 0.45 * cloud * (Tensor.Of([1.0, 0.93, 0.88]) - sky);

Image.FromTensor(Noise.Gaussian(sky, 0.004, seed: 5).Clamp(0, 1)).Save("sky.png");
