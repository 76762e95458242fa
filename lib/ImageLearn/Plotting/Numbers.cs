using System.Collections;
using System.Runtime.CompilerServices;

namespace ImageLearn.Plotting;

/// <summary>
/// Numbers to plot. Give a <see cref="Tensor"/> (read row by row), a <c>double[]</c>, a <c>List&lt;double&gt;</c>, a range such as <c>0..800</c>
/// (the end is left out, as always in C#), or any sequence as a collection: <c>[.. losses.Select(Math.Log)]</c>.
/// In place of x, <c>..</c> counts the y values from 0. An axis along which a range counts has whole numbers as its marks.
/// </summary>
[CollectionBuilder(typeof(Numbers), nameof(Of))]
public sealed class Numbers : IReadOnlyList<double>
{
    readonly double[]? _values;
    readonly Range _range;

    Numbers(double[] values) => _values = values;
    Numbers(Range range) => _range = range;

    /// <summary>The numbers of a collection expression.</summary>
    public static Numbers Of(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <summary>The elements of an array.</summary>
    public static implicit operator Numbers(double[] values) => new([.. values]);

    /// <summary>The elements of a list.</summary>
    public static implicit operator Numbers(List<double> values) => new([.. values]);

    /// <summary>The elements of a tensor, row by row.</summary>
    public static implicit operator Numbers(Tensor values) => new(Array.ConvertAll(values.Data.ToArray(), static value => (double)value));

    /// <summary>The whole numbers of a range, its end left out.</summary>
    public static implicit operator Numbers(Range range) => new(range);

    /// <summary>Whether these are the whole numbers of a range.</summary>
    internal bool AreCounted => _values is null;

    /// <summary>How many.</summary>
    public int Count => All.Length;

    /// <summary>The number at a place.</summary>
    public double this[int index] => All[index];

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => All.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    double[] All => Resolve(0);

    /// <summary>The numbers, where a range counts its open ends against the numbers it goes along with.</summary>
    internal double[] Resolve(int companions)
    {
        if (_values is not null) return _values;
        int start = _range.Start.GetOffset(companions), end = _range.End.GetOffset(companions);
        return [.. Enumerable.Range(start, Math.Max(0, end - start))];
    }
}
