using ImageLearn.Benchmarks.Peers;
using ImageLearn.Nn;
using ImageLearn.Optim;

namespace ImageLearn.Benchmarks.Cases;

/// <summary>Layers and training, through the library as a unit uses it.</summary>
static class NnCases
{
    static readonly Rng Any = new(1);

    public static readonly PeerCase[] All =
    [
        .. Convolution("A_3to32_k5_16x3x128x128", "convA", padding: 2),
        .. Convolution("B_32to64_k3_16x32x64x64", "convB", padding: 1),
        new("mlp_q24", "ours_f32", "f64", inputs => Classifier(inputs, "q24_x", "q24_label", "q24", batch: 5, rate: 1e-3, epochs: 500), Within: 1e-3, Repeat: 3),
        new("mlp_q31", "ours_f32_train_only", "f32_train_only", inputs => Classifier(inputs, "nist_train_x_f32", "nist_train_label", "q31", batch: 64, rate: 0.002, epochs: 50), Within: 1e-3, Warm: false, Repeat: 1),
        new("autoencoder_q42", "ours_f32", "f32", Autoencoder, Within: 1e-3, Warm: false, Repeat: 1),
        new("nt_xent", "ours_f32_256x128_forward_backward", "f32_256x128", inputs =>
        {
            var z = inputs.Tensor("ntxent_z");
            z.RequiresGrad = true;
            return PeerRun.Of(() =>
            {
                z.Grad = null;
                var loss = Loss.NtXent(z, 0.1);
                loss.Backward();
                return loss.Item();
            }, loss => new() { ["loss"] = loss, ["grad_abs"] = z.Grad!.Abs().Sum().Item() });
        }, Within: 1e-3),
        new("vit_block", "ours_f32_patch_embedding_forward", "f32_patch_embedding", inputs =>
        {
            var (block, x) = (new VitBlock(inputs), inputs.Tensor("vit_x"));
            return PeerRun.Of(() => { using (Tensor.NoGrad()) return block.Embed(x); }, y => new() { ["sum"] = y.Sum().Item() });
        }),
        new("vit_block", "ours_f32_embed_and_block_forward", "f32_embed_and_block_forward", inputs =>
        {
            var (block, x) = (new VitBlock(inputs), inputs.Tensor("vit_x"));
            return PeerRun.Of(() => { using (Tensor.NoGrad()) return block.Forward(x); }, y => new() { ["sum"] = y.Sum().Item(), ["sq"] = (y * y).Mean().Item() });
        }),
        new("vit_block", "ours_f32_embed_and_block_with_backward", "f32_embed_and_block_forward_backward", inputs =>
        {
            var (block, x) = (new VitBlock(inputs), inputs.Tensor("vit_x"));
            return PeerRun.Of(() =>
            {
                block.ZeroGrad();
                var y = block.Forward(x);
                var loss = (y * y).Mean();
                loss.Backward();
                return loss.Item();
            }, loss => new() { ["loss"] = loss, ["patch_grad_abs"] = block.Patches.Projection.Weight.Grad!.Abs().Sum().Item() });
        }),
        new("lstm_step", "ours_f32_cell_forward_b16_h512", "f32_cell_forward_b16_h512", inputs =>
        {
            var (cell, x, h, c) = (LstmWith(new LstmCell(512, 512, Any), inputs), inputs.Tensor("lstm_x")[0, .., ..], inputs.Tensor("lstm_h"), inputs.Tensor("lstm_c"));
            return PeerRun.Of(() => { using (Tensor.NoGrad()) return cell.Step(x, h, c); }, y => new() { ["h_sum"] = y.H.Sum().Item(), ["c_sum"] = y.C.Sum().Item() });
        }),
        new("lstm_step", "ours_f32_cell_with_backward", "f32_cell_forward_backward", inputs =>
        {
            var (cell, x, h, c) = (LstmWith(new LstmCell(512, 512, Any), inputs), inputs.Tensor("lstm_x")[0, .., ..], inputs.Tensor("lstm_h"), inputs.Tensor("lstm_c"));
            return PeerRun.Of(() =>
            {
                cell.ZeroGrad();
                var y = cell.Step(x, h, c).H;
                (y * y).Sum().Backward();
                return y;
            }, y => new() { ["h_sum"] = y.Sum().Item(), ["gw_abs"] = cell.WeightIh.Grad!.Abs().Sum().Item() });
        }),
        new("lstm_step", "ours_f32_sequence20_forward_backward", "f32_sequence20", inputs =>
        {
            var (net, x, h, c) = (LstmWith(new Lstm(512, 512, Any), inputs), inputs.Tensor("lstm_x").Transpose(0, 1), inputs.Tensor("lstm_h").Unsqueeze(0), inputs.Tensor("lstm_c").Unsqueeze(0));
            return PeerRun.Of(() =>
            {
                net.ZeroGrad();
                var y = net.Run(x, h, c).States;
                (y * y).Sum().Backward();
                return y;
            }, y => new() { ["h_sum"] = y.Sum().Item(), ["gw_abs"] = net.Cells[0].WeightIh.Grad!.Abs().Sum().Item() });
        }),
    ];

    static PeerCase[] Convolution(string name, string prefix, int padding)
    {
        (Conv2d Layer, Tensor X) Layer(PeerInputs inputs)
        {
            var w = inputs.Tensor($"{prefix}_w");
            var layer = new Conv2d(w.Shape[1], w.Shape[0], w.Shape[2], Any, padding: padding);
            layer.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = w, ["bias"] = inputs.Tensor($"{prefix}_b") });
            return (layer, inputs.Tensor($"{prefix}_x"));
        }
        return
        [
            new("conv_layer", $"ours_{name}_forward", $"{name}_forward_c", inputs =>
            {
                var (layer, x) = Layer(inputs);
                return PeerRun.Of(() => { using (Tensor.NoGrad()) return layer.Forward(x); }, y => new() { ["sum"] = y.Sum().Item(), ["abs"] = y.Abs().Sum().Item() });
            }),
            new("conv_layer", $"ours_{name}_with_backward", $"{name}_forward_backward_c", inputs =>
            {
                var ((layer, x), g) = (Layer(inputs), inputs.Tensor($"{prefix}_gy"));
                x.RequiresGrad = true;
                return PeerRun.Of(() =>
                {
                    layer.ZeroGrad();
                    x.Grad = null;
                    layer.Forward(x).Backward(g);
                    return x;
                }, x => new() { ["gx_abs"] = x.Grad!.Abs().Sum().Item(), ["gw_sum"] = layer.Weight.Grad!.Sum().Item(), ["gb_sum"] = layer.Bias!.Grad!.Sum().Item() });
            }, Within: 1e-3),
        ];
    }

    static Linear LinearWith(Tensor w)
    {
        var layer = new Linear(w.Shape[0], w.Shape[1], Any);
        layer.Weight.Assign(w.Transpose());
        layer.Bias!.Assign(Tensor.Zeros([w.Shape[1]]));
        return layer;
    }

    static int[][] Batches(PeerInputs inputs, string order, int size) => [.. inputs.Integers(order).Chunk(size)];

    /// <summary>Units 07 and 08: scores from one hidden layer, in batches; the sum of the losses and the accuracy of the last epoch.</summary>
    static PeerRun Classifier(PeerInputs inputs, string examples, string labels, string prefix, int batch, double rate, int epochs)
    {
        Tensor x = inputs.Tensor(examples), label = inputs.Tensor(labels), w1 = inputs.Tensor($"{prefix}_W1"), w2 = inputs.Tensor($"{prefix}_W2");
        var order = Batches(inputs, $"{prefix}_perm", batch);
        return PeerRun.Of(() =>
        {
            var net = new Sequential(LinearWith(w1), new Sigmoid(), LinearWith(w2));
            var optimizer = new Sgd(net.Parameters, rate);
            (Tensor X, Tensor Y)[] batches = [.. order.Select(indices => (x.Take(indices), label.Take(indices)))];
            double total = 0, accuracy = 0;
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                (total, accuracy) = (0, 0);
                foreach (var (xs, ys) in batches)
                {
                    optimizer.ZeroGrad();
                    var scores = net.Forward(xs);
                    var loss = Loss.CrossEntropy(scores, ys, reduction: Reduction.Sum);
                    loss.Backward();
                    optimizer.Step();
                    total += loss.Item();
                    accuracy += scores.Detach().ArgMax(axis: 1).EqualTo(ys).Mean().Item();
                }
            }
            return (total, accuracy: accuracy / batches.Length);
        }, r => new() { ["loss"] = r.total, ["acc"] = r.accuracy });
    }

    /// <summary>Unit 09: ten of its epochs; the sum of the losses of the last one.</summary>
    static PeerRun Autoencoder(PeerInputs inputs)
    {
        var x = inputs.Tensor("nist_train_x_f32");
        Tensor[] w = [.. Enumerable.Range(1, 4).Select(i => inputs.Tensor($"q42_W{i}"))];
        var order = Batches(inputs, "q42_perm", 36);
        return PeerRun.Of(() =>
        {
            var net = new Sequential(LinearWith(w[0]), new Relu(), LinearWith(w[1]), new Relu(), LinearWith(w[2]), new Relu(), LinearWith(w[3]), new Sigmoid());
            var optimizer = new Sgd(net.Parameters, 3e-5, momentum: 0.9);
            Tensor[] batches = [.. order.Select(indices => x.Take(indices))];
            double total = 0;
            for (int epoch = 0; epoch < 10; epoch++)
            {
                total = 0;
                foreach (var xs in batches)
                {
                    optimizer.ZeroGrad();
                    var loss = Loss.Mse(net.Forward(xs), xs, Reduction.Sum);
                    loss.Backward();
                    optimizer.Step();
                    total += loss.Item();
                }
            }
            return total;
        }, total => new() { ["loss"] = total });
    }

    static T LstmWith<T>(T module, PeerInputs inputs) where T : Module
    {
        foreach (var (name, parameter) in module.NamedParameters) parameter.Assign(inputs.Tensor($"lstm_{name.Replace("weight", "w").Replace("bias", "b").Replace("_l0", "")}"));
        return module;
    }

    /// <summary>The first block of a small vision transformer, as peers.py builds it.</summary>
    sealed class VitBlock : Module
    {
        public VitBlock(PeerInputs inputs)
        {
            Tensor T(string name) => inputs.Tensor($"vit_{name}");
            foreach (var (layer, name) in ((Module, string)[])[(Patches.Projection, "patch"), (First, "fc1"), (Second, "fc2")])
                layer.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = T($"{name}_w") is var w && w.Rank == 2 ? w : w.Reshape(w.Shape[0], -1), ["bias"] = T($"{name}_b") });
            Attention.LoadStateDict(new Dictionary<string, Tensor> { ["in_proj_weight"] = T("in_w"), ["in_proj_bias"] = T("in_b"), ["out_proj.weight"] = T("out_w"), ["out_proj.bias"] = T("out_b") });
            Class.Token.Assign(T("cls"));
            Positions.Weight.Assign(T("pos").Squeeze(0));
        }

        public PatchEmbedding Patches { get; } = new(3, 16, 192, Any);
        ClassToken Class { get; } = new(192, Any);
        LearnedPositions Positions { get; } = new(197, 192, Any);
        LayerNorm Norm1 { get; } = new(192, 1e-6);
        LayerNorm Norm2 { get; } = new(192, 1e-6);
        MultiHeadAttention Attention { get; } = new(192, 3, Any);
        Linear First { get; } = new(192, 768, Any);
        Linear Second { get; } = new(768, 192, Any);

        public Tensor Embed(Tensor x) => Positions.Forward(Class.Forward(Patches.Forward(x)));

        protected override Tensor Compute(Tensor x)
        {
            var h = Embed(x);
            h += Attention.Forward(Norm1.Forward(h));
            return h + Second.Forward(First.Forward(Norm2.Forward(h)).Gelu());
        }
    }
}
