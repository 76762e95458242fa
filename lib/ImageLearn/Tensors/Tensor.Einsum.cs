namespace ImageLearn;

public partial class Tensor
{
    /// <summary>All products of an element of a and one of b: yᵢⱼ = aᵢ bⱼ. [n], [m] → [n, m]</summary>
    /// <exception cref="ShapeException">An operand is not a vector.</exception>
    public static Tensor Outer(Tensor a, Tensor b)
    {
        RefuseNull(nameof(Outer), a, b);
        return a.Rank == 1 && b.Rank == 1 ? a.Unsqueeze(1) * b : throw new ShapeException($"Outer: expected two vectors, got {a.Shape} and {b.Shape}. Flatten them with Reshape(-1).");
    }

    /// <summary>
    /// A sum of products named by its axes, as in Einstein's notation: <c>Tensor.Einsum("bik,bkj->bij", a, b)</c> is yᵇᵢⱼ = Σₖ aᵇᵢₖ bᵇₖⱼ.
    /// A letter that is missing after the arrow is summed over; one that an operand has twice takes its diagonal.
    /// </summary>
    /// <exception cref="ArgumentException">The equation is not of the form "ij,jk->ik", or names more or fewer operands than there are.</exception>
    /// <exception cref="ShapeException">The letters do not fit the shapes.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        RefuseNull(nameof(Einsum), operands);
        string[] sides = equation.Replace(" ", "").Split("->"), terms = sides[0].Split(',');
        if (sides.Length != 2 || !sides[0].All(c => char.IsAsciiLetter(c) || c == ',') || !sides[1].All(char.IsAsciiLetter) || sides[1].Distinct().Count() != sides[1].Length || sides[1].Except(sides[0]).Any())
            throw new ArgumentException($"Einsum: \"{equation}\" is no equation. Write one letter per axis, operands apart by commas, and after -> the letters of the result, each once: \"ij,jk->ik\".");
        if (terms.Length != operands.Length) throw new ArgumentException($"Einsum: \"{equation}\" names {Count(terms.Length, "operand")}, but {operands.Length} were given.");
        var lengths = new Dictionary<char, (int Length, int Operand)>();
        for (int i = 0; i < terms.Length; i++)
        {
            if (terms[i].Length != operands[i].Rank) throw new ShapeException($"Einsum: \"{terms[i]}\" names {Count(terms[i].Length, "axis", "axes")}, but operand {i} has shape {operands[i].Shape}.");
            for (int axis = 0; axis < terms[i].Length; axis++)
                if (lengths.TryAdd(terms[i][axis], (operands[i].Shape[axis], i)) is false && lengths[terms[i][axis]] is var (length, other) && length != operands[i].Shape[axis])
                    throw new ShapeException($"Einsum: {terms[i][axis]} is {length} in operand {other}, but {operands[i].Shape[axis]} in operand {i}.");
        }

        var y = Diagonal(terms[0], operands[0]);
        if (terms.Length == 1) y = Contract(y, ("", 1), sides[1]);
        for (int i = 1; i < terms.Length; i++) y = Contract(y, Diagonal(terms[i], operands[i]), string.Concat(terms[(i + 1)..]) + sides[1]);
        return Ordered(y, sides[1]);
    }

    /// <summary>The product of two operands, summed over the letters that nobody needs any more.</summary>
    static (string Letters, Tensor Value) Contract((string Letters, Tensor Value) a, (string Letters, Tensor Value) b, string needed)
    {
        static (string, Tensor) Without((string Letters, Tensor Value) x, IEnumerable<char> gone) =>
            gone.Any() ? (string.Concat(x.Letters.Except(gone)), x.Value.Sum(AxisSet.Of([.. gone.Select(c => x.Letters.IndexOf(c))]))) : x;
        a = Without(a, a.Letters.Except(b.Letters + needed).ToArray());
        b = Without(b, b.Letters.Except(a.Letters + needed).ToArray());
        string shared = string.Concat(a.Letters.Intersect(b.Letters)), batch = string.Concat(shared.Intersect(needed)), inner = string.Concat(shared.Except(needed));
        string rows = string.Concat(a.Letters.Except(shared)), columns = string.Concat(b.Letters.Except(shared));
        Tensor left = Ordered(a, batch + rows + inner), right = Ordered(b, batch + inner + columns);
        int Size(Tensor x, int from, string letters) => x.Shape.SizeOf(from..(from + letters.Length));
        int n = Size(left, 0, batch), height = Size(left, batch.Length, rows), depth = Size(right, batch.Length, inner), width = Size(right, batch.Length + inner.Length, columns);
        var y = Product(left.Reshape(n, height, depth), false, right.Reshape(n, depth, width), false);
        return (batch + rows + columns, y.Reshape([.. left.Shape.Take(batch.Length + rows.Length), .. right.Shape.Skip(batch.Length + inner.Length)]));
    }

    static Tensor Ordered((string Letters, Tensor Value) x, string letters) => x.Letters == letters ? x.Value : x.Value.Permute([.. letters.Select(c => x.Letters.IndexOf(c))]);

    /// <summary>An operand with every letter once.</summary>
    static (string Letters, Tensor Value) Diagonal(string letters, Tensor x)
    {
        string once = string.Concat(letters.Distinct());
        if (once == letters) return (letters, x);
        var whole = Layout.Of(x.Shape);
        int[] strides = [.. once.Select(c => letters.Select((letter, axis) => letter == c ? whole.Strides[axis] : 0).Sum())];
        return (once, x.View(nameof(Einsum), new(Shape.Of([.. once.Select(c => x.Shape[letters.IndexOf(c)])]), strides)));
    }
}
