using System.Numerics;
using System.Runtime.CompilerServices;
using ImageLearn.Nn;

namespace ImageLearn.Optim;

/// <summary>
/// Divides each gradient by the root of its running mean square: v ← ρv + (1−ρ)g², w ← w − αg/(√v + ε) (Tieleman and Hinton 2012); with
/// momentum, m ← μm + g/(√v + ε) and w ← w − αm.
/// </summary>
/// <param name="parameters">What to change, e.g. <c>model.Parameters</c>.</param>
/// <param name="learningRate">The step size α.</param>
/// <param name="smoothing">ρ: how much of the mean square is kept.</param>
/// <param name="epsilon">ε, which keeps steps finite where gradients vanish.</param>
/// <param name="weightDecay">λ: adds λw to the gradient.</param>
/// <param name="momentum">μ: how much of the last step is kept.</param>
/// <exception cref="ArgumentException">There are no parameters.</exception>
/// <exception cref="ArgumentOutOfRangeException">A number is negative, or ρ or μ is not below 1.</exception>
public sealed class RmsProp(IEnumerable<Parameter> parameters, double learningRate = 0.01, double smoothing = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0)
    : Optimizer(parameters, learningRate, remembered: 2)
{
    readonly float _smoothing = Setting(nameof(RmsProp), "smoothing ρ", smoothing, below: 1), _new = (float)(1 - smoothing);   // 1 − ρ in float32 would have few digits left
    readonly float _epsilon = Setting(nameof(RmsProp), "ε", epsilon), _decay = Setting(nameof(RmsProp), "weight decay", weightDecay), _momentum = Setting(nameof(RmsProp), "momentum μ", momentum, below: 1);

    private protected override void Update(Slots slots) => slots.Apply(new Rule((float)LearningRate, _smoothing, _new, _epsilon, _decay, _momentum));

    readonly record struct Rule(float Rate, float Smoothing, float New, float Epsilon, float Decay, float Kept) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> v, ref Vector<float> m)
        {
            g += Decay * w;
            v = Smoothing * v + New * (g * g);
            m = Faded.ToZero(Kept * m + g / (Vector.SquareRoot(v) + new Vector<float>(Epsilon)));
            w -= Rate * m;
        }
    }
}
