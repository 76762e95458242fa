using ImageLearn.Data;
using ImageLearn.Nn;
using ImageLearn.Optim;

namespace ImageLearn.Tests.Nn;

public class NnErrorTexts
{
    static readonly Rng Any = new(1);
    static readonly Tensor X = Tensor.Ones([2, 3]), Image = Tensor.Ones([1, 2, 4, 6]);
    static Parameter[] W => [new(Tensor.Ones([2]))];

    static readonly (Type Type, Action Act, string Text)[] Cases =
    [
        (typeof(ShapeException), () => new Conv2d(3, 8, 3, Any).Forward(Image), "Conv2d(3 → 8, kernel 3): expected [images, 3, height, width], got [1, 2, 4, 6]. Channels come before height and width; one image needs Unsqueeze(0)."),
        (typeof(ShapeException), () => new Sequential(new Conv2d(2, 8, 3, Any), new Conv2d(8, 8, (5, 1), Any, stride: 2)).Forward(Image), "Sequential[1] Conv2d(8 → 8, kernel 5×1, stride 2): images of 2×4 are smaller than the window. Pad them, or use a smaller kernel or fewer layers that shrink."),
        (typeof(ArgumentOutOfRangeException), () => new Conv2d(3, 8, 0, Any), "Conv2d: the kernel is 0. It must be 1 or more."),
        (typeof(ArgumentOutOfRangeException), () => new Conv2d(3, 8, 3, Any, padding: (0, -1)), "Conv2d: the padding is 0×-1. It must be 0 or more."),
        (typeof(ArgumentOutOfRangeException), () => new Conv2d(3, 8, 3, Any, groups: 2), "Conv2d: 2 groups do not divide 3 inputs and 8 outputs. Both must be multiples of the groups, 1 or more."),
        (typeof(ShapeException), () => new Conv1d(3, 8, 3, Any).Forward(X), "Conv1d(3 → 8, kernel 3): expected [examples, 3, length], got [2, 3]. Channels come before the length; one example needs Unsqueeze(0)."),
        (typeof(ShapeException), () => new Conv1d(3, 8, 3, Any).Forward(Tensor.Ones([1, 3, 2])), "Conv1d(3 → 8, kernel 3): signals of length 2 are smaller than the window. Pad them, or use a smaller kernel."),
        (typeof(ShapeException), () => new ConvTranspose2d(3, 8, 3, Any).Forward(X), "ConvTranspose2d(3 → 8, kernel 3): expected [images, 3, height, width], got [2, 3]. Channels come before height and width; one image needs Unsqueeze(0)."),
        (typeof(ShapeException), () => new ConvTranspose2d(2, 8, 3, Any, padding: 4).Forward(Image), "ConvTranspose2d(2 → 8, kernel 3, padding 4): a padding of 4 leaves nothing of the output for images of 4×6. Use less padding."),
        (typeof(ShapeException), () => new MaxPool2d(2).Forward(X), "MaxPool2d(2): expected [images, channels, height, width], got [2, 3]. One image needs Unsqueeze(0)."),
        (typeof(ShapeException), () => new AvgPool2d(5).Forward(Image), "AvgPool2d(5): images of 4×6 are smaller than the window. Pool fewer times, or start from larger images."),
        (typeof(ArgumentOutOfRangeException), () => new MaxPool2d(3, padding: 2), "MaxPool2d: a padding of 2 is more than half the kernel of 3, so that some windows would be empty. Use less."),
        (typeof(ShapeException), () => new BatchNorm2d(3).Forward(Image), "BatchNorm2d(3): expected [images, 3, height, width], got [1, 2, 4, 6]. The channels are axis 1."),
        (typeof(ShapeException), () => new BatchNorm1d(3).Forward(X[..1]), "BatchNorm1d(3): [1, 3] has 1 value a channel, from which no variance can be told. Give larger batches, or call Eval()."),
        (typeof(ShapeException), () => new LayerNorm(4).Forward(X), "LayerNorm(4): expected [.., 4], got [2, 3]. Build the layer for the inputs it gets."),
        (typeof(IndexOutOfRangeException), () => new Embedding(5, 2, Any).Forward([4, 5]), "Embedding(5 × 2): 5 is none of its numbers, the whole ones from 0 to 4."),
        (typeof(ShapeException), () => new LstmCell(4, 2, Any).Forward(X), "LstmCell(4 → 2): expected [batch, 4], got [2, 3]. One example needs Unsqueeze(0); whole sequences go to Rnn, Lstm or Gru."),
        (typeof(ShapeException), () => new RnnCell(3, 2, Any).Forward(Tensor.Ones([4, 4, 3])), "RnnCell(3 → 2): expected [batch, 3], got [4, 4, 3]. One example needs Unsqueeze(0); whole sequences go to Rnn, Lstm or Gru."),
        (typeof(ArgumentOutOfRangeException), () => new GruCell(3, 0, Any), "GruCell: 3 inputs and a state of 0 make no cell. Give 1 or more of each."),
        (typeof(ArgumentOutOfRangeException), () => new Linear(0, 4, Any), "Linear: 0 inputs and 4 outputs make no layer. Give 1 or more of each."),
        (typeof(ShapeException), () => new AdaptiveMaxPool2d(1).Forward(Tensor.Ones([1, 2, 0, 3])), "AdaptiveMaxPool2d(1): images of 0×3 have nothing to pool. Start from larger images."),
        (typeof(ShapeException), () => new GruCell(3, 2, Any).Step(X, X), "GruCell(3 → 2): expected a state of shape [2, 2], got [2, 3]. It is [batch, hidden]; leave it out to start from zeros."),
        (typeof(ShapeException), () => new Lstm(3, 2, Any).Forward(X), "Lstm(3 → 2): expected [batch, steps, 3], got [2, 3]. The batch comes first; one sequence needs Unsqueeze(0)."),
        (typeof(ArgumentException), () => new Lstm(3, 2, Any).Run(Tensor.Ones([2, 4, 3]), X), "Lstm.Run: h and c are parts of one state. Give both, or neither to start from zeros."),
        (typeof(ShapeException), () => new Rnn(3, 2, Any, layers: 2).Run(Tensor.Ones([2, 4, 3]), X), "Rnn(3 → 2, 2 layers): expected a state [2, batch, 2], got [2, 3]. It is [layers, batch, hidden]; leave it out to start from zeros."),
        (typeof(ArgumentOutOfRangeException), () => new Gru(3, 2, Any, layers: 0), "Gru: 0 layers cannot compute. Give 1 or more."),
        (typeof(ArgumentOutOfRangeException), () => new MultiHeadAttention(6, 4, Any), "MultiHeadAttention: 4 heads do not divide tokens of length 6. Each head gets an equal share."),
        (typeof(ArgumentOutOfRangeException), () => new MultiHeadAttention(6, 2, Any, dropout: -0.1), "Dropout: the probability is -0.1. It must be from 0 to below 1: at 1 nothing would pass."),
        (typeof(ShapeException), () => new TransformerEncoderLayer(6, 2, 8, Any).Forward(X), "TransformerEncoderLayer.self_attn MultiHeadAttention(6, 2 heads): expected [batch, tokens, 6], got [2, 3]. The batch comes first; one sequence needs Unsqueeze(0)."),
        (typeof(ShapeException), () => new MultiHeadAttention(3, 1, Any).Attend(Tensor.Ones([2, 4, 3]), Tensor.Ones([1, 4, 3])), "MultiHeadAttention(3, 1 heads): queries [2, 4, 3], keys [1, 4, 3] and values [1, 4, 3] do not fit. All need the same batch, keys and values the same tokens."),
        (typeof(ShapeException), () => new PatchEmbedding(2, 4, 8, Any).Forward(Image), "PatchEmbedding(2 channels, 4 → 8): images of 4×6 do not fall into patches of 4×4. Resize or pad them to a multiple."),
        (typeof(ShapeException), () => new PatchEmbedding(3, 2, 8, Any).Forward(Image), "PatchEmbedding(3 channels, 2 → 8): expected [images, 3, height, width], got [1, 2, 4, 6]. Channels come before height and width; one image needs Unsqueeze(0)."),
        (typeof(ShapeException), () => new LearnedPositions(3, 2, Any).Forward(Tensor.Ones([1, 4, 2])), "LearnedPositions: expected [batch, up to 3 tokens, 2], got [1, 4, 2]. Build the layer for as many tokens as there are, a class token included."),
        (typeof(ShapeException), () => new Residual(new Linear(3, 4, Any)).Forward(X), "Residual: the body makes [2, 4], but [2, 3] comes past it. Keep the shape in the body (padding, no stride), or give a shortcut that changes it too."),
        (typeof(ShapeException), () => new Upsample(2).Forward(X), "Upsample(2, Nearest): expected [images, channels, height, width], got [2, 3]. One image needs Unsqueeze(0)."),
        (typeof(ArgumentOutOfRangeException), () => new Flatten(-1), "Flatten: there is no axis -1 to begin with. Count axes from 0, the batch."),
        (typeof(ArgumentOutOfRangeException), () => new Dropout(1, Any), "Dropout: the probability is 1. It must be from 0 to below 1: at 1 nothing would pass."),
        (typeof(ShapeException), () => Init.HeNormal([5], Any), "Init: shape [5] has no inputs and outputs to count. Give the shape of a weight, [outputs, inputs, ..]; start biases with Tensor.Zeros."),
        (typeof(ShapeException), () => Loss.Mse(X, X[0, ..]), "Loss.Mse: the prediction has shape [2, 3], but the target [3]. They must be equal: Reshape one, for broadcasting would compare every pair."),
        (typeof(ArgumentOutOfRangeException), () => Loss.Huber(X, X, delta: 0), "Loss.Huber: δ is 0. It must be above 0, for the line begins at an error of δ."),
        (typeof(ShapeException), () => Loss.CrossEntropy(X, [1, 2, 0]), "Loss.CrossEntropy: a target of shape [3] does not fit scores [2, 3]. Give class numbers [2], or a distribution [2, 3]."),
        (typeof(ShapeException), () => Loss.CrossEntropy(X, [1, 2], weights: [1, 2]), "Loss.CrossEntropy: the weights have shape [2], but there are 3 classes (scores [2, 3]). Give one weight per class, [3]."),
        (typeof(IndexOutOfRangeException), () => Loss.CrossEntropy(X, [1, 3]), "Loss.CrossEntropy: label 1 is 3, but there are 3 classes. Labels are the whole numbers 0 to 2."),
        (typeof(ShapeException), () => Loss.Nll([1, 2], 0), "Loss.Nll: expected scores [examples, classes], got [2]."),
        (typeof(IndexOutOfRangeException), () => Loss.Nll(X, [1, 3], weights: [1, 2, 3]), "Loss.Nll: label 1 is 3, but there are 3 classes. Labels are the whole numbers 0 to 2."),
        (typeof(ShapeException), () => Loss.NtXent(Tensor.Ones([3, 2]), 0.1), "Loss.NtXent: expected [2n, length], the first views of n pictures and then their second views, got [3, 2]."),
        (typeof(ShapeException), () => Loss.Clip(X, X[..1], 0.1), "Loss.Clip: expected as many pictures as texts, [n, length] each, got [2, 3] and [1, 3]."),
        (typeof(ShapeException), () => Loss.Triplet(X, X, X[..1]), "Loss.Triplet: expected three of [n, length], got [2, 3], [2, 3] and [1, 3]."),
        (typeof(ShapeException), () => Loss.TotalVariation([1, 2]), "Loss.TotalVariation: expected an image [.., height, width] and one number for it, got [2] and Sum. Use Sum or Mean."),
        (typeof(ArgumentException), () => new Linear(3, 2, Any).LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = X, ["fc.bias"] = X }), "LoadStateDict: the state has no 'bias', and holds 'fc.bias', which this Linear does not have. Build the model as it was when saved, or load with strict: false."),
        (typeof(ShapeException), () => new Linear(3, 4, Any).LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = X }, strict: false), "LoadStateDict: 'weight' has shape [4, 3] in this Linear, but [2, 3] in the state. Build the model as it was when saved."),
        (typeof(ArgumentException), () => new Adam([]), "Adam: there are no parameters to optimize. Pass model.Parameters; a module finds those in its fields and properties."),
        (typeof(ArgumentOutOfRangeException), () => new Sgd(W, -1), "Sgd: a learning rate of -1 is no step size. Give a number of 0 or more."),
        (typeof(ArgumentException), () => new Sgd(W, 1, nesterov: true), "Sgd: Nesterov's momentum needs momentum > 0, e.g. 0.9."),
        (typeof(ArgumentOutOfRangeException), () => new Sgd(W, 1, momentum: 9), "Sgd: the momentum μ is 9. It must be from 0 to below 1."),
        (typeof(ArgumentOutOfRangeException), () => new Adam(W, beta2: 1), "Adam: the share β₂ of the mean squared gradient is 1. It must be from 0 to below 1."),
        (typeof(ArgumentOutOfRangeException), () => new AdamW(W, weightDecay: -0.1), "AdamW: the weight decay is -0.1. It must be a number of 0 or more."),
        (typeof(ArgumentOutOfRangeException), () => new RmsProp(W, smoothing: double.NaN), "RmsProp: the smoothing ρ is NaN. It must be from 0 to below 1."),
        (typeof(ArgumentException), () => new Adam(W).LoadStateDict(new Sgd(W, 1).StateDict()), "Adam.LoadStateDict: the state is not that of this optimizer. Build model and optimizer as they were when it was saved."),
        (typeof(ArgumentOutOfRangeException), () => Schedule.Steps(new Sgd(W, 1), 0), "Schedule.Steps: 0 epochs are no span. Give 1 or more."),
        (typeof(ArgumentOutOfRangeException), () => Schedule.Plateau(new Sgd(W, 1), factor: 10), "Schedule.Plateau: a factor of 10 does not lower the rate. Give a number between 0 and 1."),
        (typeof(ArgumentException), () => { var o = new Sgd(W, 1); Schedule.WarmUp(o, 2, then: Schedule.Plateau(o)); }, "Schedule.WarmUp: only Steps, Exponential, Cosine or WarmUp of the same optimizer can follow. Start a Plateau schedule when the warm-up is over."),
        (typeof(ArgumentOutOfRangeException), () => GradientClipping.ByNorm(W, 0), "GradientClipping.ByNorm: a largest norm of 0 would stop all steps. Give a number above 0."),
        (typeof(ArgumentOutOfRangeException), () => GradientClipping.ByValue(W, -1), "GradientClipping.ByValue: a largest value of -1 would stop all steps. Give a number above 0."),
        (typeof(ShapeException), () => new TensorDataset(X, [1, 2, 3]), "TensorDataset: inputs [2, 3] and targets [3] are not of as many examples. Axis 0 must be the same."),
        (typeof(ArgumentOutOfRangeException), () => new DataLoader(new TensorDataset(X, X), 0), "DataLoader: batches of 0 hold nothing. Give 1 or more."),
        (typeof(ArgumentException), () => new TensorDataset(X, X).Split(0.1, seed: 1), "Dataset.Split: a share of 0.1 of 2 examples leaves one part empty. Give a share between 0 and 1, and enough examples."),
        (typeof(IndexOutOfRangeException), () => new TensorDataset(X, X).Subset(0, 2), "Dataset.Subset: there is no example 2. They are numbered 0 to 1."),
        (typeof(ShapeException), () => Transforms.Crop(5, 2)(Image[0, .., .., ..], Any), "Transforms.Crop: no 5×2 fits into [2, 4, 6]. Crop less, or enlarge first."),
        (typeof(InvalidOperationException), () => new Trainer(new Relu(), new Sgd(W, 1), (y, t) => Loss.Mse(y, t)).Evaluate(new(new TensorDataset(X, X), 3, dropLast: true)), "Trainer: the loader gave no batch, so there is nothing to learn or measure. Give it examples, and with dropLast no larger batches than there are examples."),
        (typeof(InvalidOperationException), () => new History().Curves(), "History.Curves: no epoch has ended yet. Train first."),
    ];

    public static TheoryData<string> Texts => [.. Cases.Select(c => c.Text)];

    [Theory, MemberData(nameof(Texts))]
    public void An_error_names_the_layer_shows_both_values_and_says_what_to_do(string text)
    {
        var (type, act, _) = Cases.Single(c => c.Text == text);
        Assert.Equal(text, Assert.Throws(type, act).Message);
    }
}
