using static System.Numerics.Tensors.TensorPrimitives;

namespace ImageLearn;

// One line per op: the kernel, then the gradient rule(s). g: incoming gradient, x or a, b: inputs, y: output.
public partial class Tensor
{
    /// <summary>a + b, element by element.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Zip("+", a, b, Add,      static (g, a, b, y) => g,     static (g, a, b, y) => g);
    /// <summary>a − b, element by element.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Zip("-", a, b, Subtract, static (g, a, b, y) => g,     static (g, a, b, y) => -g);
    /// <summary>a · b, element by element. For the matrix product see <see cref="MatMul"/>.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Zip("*", a, b, Multiply, static (g, a, b, y) => g * b, static (g, a, b, y) => g * a);
    /// <summary>a / b, element by element.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Zip("/", a, b, Divide,   static (g, a, b, y) => g / b, static (g, a, b, y) => -g * y / b);
    /// <summary>−x</summary>
    public static Tensor operator -(Tensor x) => Map("-", x, Negate, static (g, x, y) => -g);
}
