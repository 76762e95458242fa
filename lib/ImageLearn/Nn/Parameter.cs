namespace ImageLearn.Nn;

/// <summary>A tensor that training changes: a <see cref="Module"/> that holds one in a field or property lists it among its <see cref="Module.Parameters"/>.</summary>
/// <remarks>To freeze one, set its <see cref="Tensor.RequiresGrad"/> to false: it stays listed, but gets no gradient and so no update.</remarks>
public sealed class Parameter : Tensor
{
    /// <summary>A parameter that starts from a copy of these values, e.g. <c>new Parameter(Init.XavierUniform([64, 36], rng))</c>.</summary>
    public Parameter(Tensor values) : base(values.Shape, values.Data) => RequiresGrad = true;
}
