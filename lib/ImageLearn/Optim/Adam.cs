using System.Numerics;
using System.Runtime.CompilerServices;
using ImageLearn.Nn;

namespace ImageLearn.Optim;

/// <summary>
/// Adam (Kingma and Ba 2015, arXiv:1412.6980): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − α·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ) at a parameter's step t.
/// </summary>
public class Adam : Optimizer
{
    readonly double _beta1, _beta2;
    readonly float _epsilon, _weightDecay;
    readonly bool _decoupled;

    /// <param name="parameters">What to change, e.g. <c>model.Parameters</c>.</param>
    /// <param name="learningRate">The step size α.</param>
    /// <param name="beta1">How much of the mean gradient m is kept.</param>
    /// <param name="beta2">How much of the mean squared gradient v is kept.</param>
    /// <param name="epsilon">Keeps steps finite where gradients vanish.</param>
    /// <param name="weightDecay">λ: adds λw to the gradient.</param>
    /// <exception cref="ArgumentException">There are no parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or β is not below 1.</exception>
    public Adam(IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : this(parameters, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: false) { }

    private protected Adam(IEnumerable<Parameter> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool decoupled)
        : base(parameters, learningRate, remembered: 2)
    {
        string name = GetType().Name;
        Setting(name, "share β₁ of the mean gradient", beta1, below: 1);
        Setting(name, "share β₂ of the mean squared gradient", beta2, below: 1);
        (_beta1, _beta2, _decoupled) = (beta1, beta2, decoupled);
        (_epsilon, _weightDecay) = (Setting(name, "ε", epsilon), Setting(name, "weight decay", weightDecay));
    }

    private protected override void Update(Slots slots) => slots.Apply(new Rule(
        (float)_beta1, (float)(1 - _beta1), (float)_beta2, (float)(1 - _beta2), _epsilon,   // 1 − β in float32 would have few digits left
        Step: (float)(LearningRate / (1 - Math.Pow(_beta1, slots.Step))), Scale: (float)(1 / Math.Sqrt(1 - Math.Pow(_beta2, slots.Step))),
        Decay: _decoupled ? 0 : _weightDecay, Shrink: _decoupled ? (float)(1 - LearningRate * _weightDecay) : 1));

    readonly record struct Rule(float Beta1, float New1, float Beta2, float New2, float Epsilon, float Step, float Scale, float Decay, float Shrink) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> m, ref Vector<float> v)
        {
            g += Decay * w;
            m = Faded.ToZero(Beta1 * m + New1 * g);
            v = Beta2 * v + New2 * (g * g);
            w = Shrink * w - Step * (m / (Scale * Vector.SquareRoot(v) + new Vector<float>(Epsilon)));
        }
    }
}

/// <summary><see cref="Adam"/> with weight decay of its own, w ← (1 − αλ)w before the step, that the gradient's size does not scale (Loshchilov and Hutter 2019, arXiv:1711.05101).</summary>
/// <param name="parameters">What to change, e.g. <c>model.Parameters</c>.</param>
/// <param name="learningRate">The step size α.</param>
/// <param name="beta1">How much of the mean gradient m is kept.</param>
/// <param name="beta2">How much of the mean squared gradient v is kept.</param>
/// <param name="epsilon">Keeps steps finite where gradients vanish.</param>
/// <param name="weightDecay">λ: the share α·λ of each weight goes at each step.</param>
/// <exception cref="ArgumentException">There are no parameters.</exception>
/// <exception cref="ArgumentOutOfRangeException">A number is negative, or β is not below 1.</exception>
public sealed class AdamW(IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
    : Adam(parameters, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: true);
