using ImageLearn.Benchmarks.Peers;
using ImageLearn.Data;
using ImageLearn.Imaging;

namespace ImageLearn.Benchmarks.Cases;

static class PictureCases
{
    public static readonly PeerCase[] All =
    [
        // OpenCV works on bytes; its binary picture differs from ours by a few border pixels.
        new("findletters", "ours_f32", "cv2_u8_d7", FindLetters, Within: 0.02),
        new("findletters", "ours_f32_beside_skimage", "skimage_seed_sigma_spatial_1", FindLetters, Within: 0.02, Repeat: 3),
        new("resize_antialias", "ours_area_f32_to_200", "cv2_resize_AREA_gray_f32_to_200", Resize(200, Interpolation.Area)),
        new("resize_antialias", "ours_linear_f32_to_200", "cv2_resize_LINEAR_gray_f32_to_200", Resize(200, Interpolation.Bilinear)),
        new("resize_antialias", "ours_cubic_f32_to_200", "cv2_resize_CUBIC_gray_f32_to_200", Resize(200, Interpolation.Bicubic)),
        new("resize_antialias", "ours_antialias_f32_x0.5", "torch_interpolate_antialias_gray_f32_x0.5", Resize(256, Interpolation.Bilinear, antialias: true)),
        new("mat_load", "ours_v5_compressed", "scipy_loadmat_v5_compressed", static inputs =>
        {
            var path = inputs.File("nist36_like_train.mat");
            return PeerRun.Of(() => MatFile.Load(path)["train_data"], data => new() { ["sum"] = ((double[])((MatNumbers)data).Values).Sum() });
        }, Repeat: 3),
        Page("smooth", "gaussian_f32", grey => Filters.Gaussian(grey, 2, radius: 8)),
        Page("smooth", "bilateral_f32", grey => Filters.Bilateral(grey, sigmaRange: 0.05, sigmaSpace: 1, radius: 3)),
        Page("regions", "dilate_f32_5", grey => Morphology.Dilate(grey, Morphology.Rectangle(5, 5))),
        Page("regions", "dilate_f32_31", grey => Morphology.Dilate(grey, Morphology.Rectangle(31, 31))),
        Page("regions", "dilate_binary_5", ink => Morphology.Dilate(ink, Morphology.Rectangle(5, 5)), binary: true),
        Page("regions", "dilate_binary_31", ink => Morphology.Dilate(ink, Morphology.Rectangle(31, 31)), binary: true),
        Page("regions", "dilate_mask_5", ink => Morphology.Dilate(ink, Morphology.Rectangle(5, 5)), binary: true),
        Page("regions", "dilate_mask_31", ink => Morphology.Dilate(ink, Morphology.Rectangle(31, 31)), binary: true),
        new("regions", "ours_components", "components", static inputs =>
        {
            var ink = Grey(inputs) < 0.5f;
            return PeerRun.Of(() => Regions.Label(ink).Regions, regions => new() { ["components"] = regions.Count });
        }, Ours: true),
        new("photograph", "ours_jpeg_4032x3024", "jpeg_4032x3024", static inputs =>
        {
            var path = inputs.File("photograph.jpg");
            if (!File.Exists(path)) Image.FromTensor(Geometry.Resize(inputs.Tensor("page_rgb") / 255, 3024, 4032, Interpolation.Bicubic).Clamp(0, 1)).Save(path, quality: 85);
            return PeerRun.Of(() => Image.Load(path), picture => new() { ["mean"] = picture.ToTensor(white: 255).Mean().Item() });
        }, Repeat: 3, Within: 1e-3, Ours: true),
    ];

    static PeerCase Page(string name, string operation, Func<Tensor, Tensor> run, bool binary = false) => new(name, $"ours_{operation}", operation, inputs =>
    {
        var grey = Grey(inputs);
        var x = binary ? grey < 0.5f : grey;
        return PeerRun.Of(() => run(x), result => new() { ["sum"] = result.Sum().Item() });
    }, Ours: true);

    static Tensor Grey(PeerInputs inputs) => Colors.ToGrey(inputs.Tensor("page_rgb") / 255);

    static PeerRun FindLetters(PeerInputs inputs)
    {
        var page = inputs.Tensor("page_rgb") / 255;
        return PeerRun.Of(() =>
        {
            var smooth = Filters.Bilateral(Colors.ToGrey(page), sigmaRange: 0.05, sigmaSpace: 1, radius: 3);
            var ink = Morphology.Open(smooth < Thresholds.Otsu(smooth), Morphology.Rectangle(2, 2));
            ink = Morphology.Close(Morphology.Dilate(ink, Morphology.Rectangle(5, 5)), Morphology.Rectangle(3, 3));
            return Regions.Label(ink).Regions.Where(static region => region is { Area: >= 50, Height: >= 10, Width: >= 10 }).ToList();
        }, letters => new() { ["boxes"] = letters.Count });
    }

    static Func<PeerInputs, PeerRun> Resize(int size, Interpolation interpolation, bool antialias = false) => inputs =>
    {
        var picture = inputs.Tensor("image512_gray") / 255;
        return PeerRun.Of(() => Geometry.Resize(picture, size, size, interpolation, antialias), resized => new() { ["sum"] = resized.Sum().Item() });
    };
}
