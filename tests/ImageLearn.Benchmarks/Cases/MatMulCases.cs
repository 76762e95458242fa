using ImageLearn.Benchmarks.Peers;

namespace ImageLearn.Benchmarks.Cases;

static class MatMulCases
{
    public static readonly PeerCase[] All = [.. ((int[])[512, 1024, 2048]).Select(n => new PeerCase("matmul", $"ours_f32_{n}", $"f32_{n}", inputs =>
    {
        Tensor a = inputs.Tensor($"matmul_A_{n}"), b = inputs.Tensor($"matmul_B_{n}");
        return PeerRun.Of(() => a.MatMul(b), y => new() { ["sum"] = y.Sum().Item() });
    }))];
}
