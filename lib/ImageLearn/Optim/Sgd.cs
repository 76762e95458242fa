using System.Numerics;
using System.Runtime.CompilerServices;
using ImageLearn.Nn;

namespace ImageLearn.Optim;

/// <summary>
/// Stochastic gradient descent, w ← w − αg; with momentum, v ← μv − αg and w ← w + v; with Nesterov's, w ← w + μv − αg after the same v.
/// </summary>
/// <remarks>PyTorch keeps v without the factor α. For a constant rate both are the same; when a schedule lowers α, here the steps already under way keep their size.</remarks>
/// <param name="parameters">What to change, e.g. <c>model.Parameters</c>.</param>
/// <param name="learningRate">The step size α.</param>
/// <param name="momentum">μ: how much of the last step is kept, from 0 to below 1.</param>
/// <param name="nesterov">Whether to look ahead by the momentum (Sutskever et al. 2013).</param>
/// <param name="weightDecay">λ: adds λw to the gradient, which pulls weights towards 0.</param>
/// <exception cref="ArgumentException">There are no parameters, or Nesterov's momentum is 0.</exception>
/// <exception cref="ArgumentOutOfRangeException">A number is negative, or μ is not below 1.</exception>
public sealed class Sgd(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
    : Optimizer(parameters, learningRate, remembered: momentum == 0 ? nesterov ? throw new ArgumentException("Sgd: Nesterov's momentum needs momentum > 0, e.g. 0.9.") : 0 : 1)
{
    readonly float _momentum = Setting(nameof(Sgd), "momentum μ", momentum, below: 1), _decay = Setting(nameof(Sgd), "weight decay", weightDecay);

    private protected override void Update(Slots slots)
    {
        float rate = (float)LearningRate;
        if (_momentum == 0) slots.Apply(new Plain(rate, _decay));
        else if (nesterov) slots.Apply(new Nesterov(rate, _decay, _momentum));
        else slots.Apply(new Momentum(rate, _decay, _momentum));
    }

    readonly struct Plain(float rate, float decay) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> a, ref Vector<float> b) => w -= rate * (g + decay * w);
    }

    readonly struct Momentum(float rate, float decay, float momentum) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> v, ref Vector<float> b) => w += v = Faded.ToZero(momentum * v - rate * (g + decay * w));
    }

    readonly struct Nesterov(float rate, float decay, float momentum) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> v, ref Vector<float> b)
        {
            var pull = rate * (g + decay * w);
            v = Faded.ToZero(momentum * v - pull);
            w += momentum * v - pull;
        }
    }
}
