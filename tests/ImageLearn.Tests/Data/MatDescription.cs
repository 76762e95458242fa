using System.Globalization;
using ImageLearn.Data;

namespace ImageLearn.Tests.Data;

/// <summary>A MATLAB value in the words of make_mat_fixtures.py.</summary>
static class MatDescription
{
    public static string Of(MatValue value) => value switch
    {
        MatNumbers x => $"n{Dims(x)}:{Bits(RowMajor(x, x.Values))}" + (x.Imaginary is null ? "" : $"i{Bits(RowMajor(x, x.Imaginary))}"),
        MatSparse x => $"sn{Dims(x)}:{Bits(Dense(x, x.Values))}" + (x.Imaginary is null ? "" : $"i{Bits(Dense(x, x.Imaginary))}"),
        MatText x => $"t{string.Join('\n', x.Rows.Select(static row => row.TrimEnd('\0')))}",
        MatCells x => $"c{Dims(x)}({string.Join(',', x.Items.Select(Of))})",
        MatStruct x => $"r{Dims(x)}({string.Join(',', Enumerable.Range(0, x.Size.Aggregate(static (a, b) => a * b)).Select(i => "{" + string.Join(',', x.Fields.Select(field => $"{field}={Of(x[field, i])}")) + "}"))})",
        _ => "o",
    };

    static string Dims(MatValue value) => string.Join('x', value.Size);

    static string Bits(IEnumerable<double> values) => string.Concat(values.Select(static value => $"{BitConverter.DoubleToInt64Bits(value):x16}"));

    static IEnumerable<double> RowMajor(MatValue value, Array columnMajor)
    {
        int[] size = [.. value.Size];
        for (int i = 0; i < columnMajor.Length; i++)
        {
            int rest = i, place = 0;
            for (int axis = size.Length - 1; axis >= 0; axis--)
            {
                place += rest % size[axis] * size[..axis].Aggregate(1, static (a, b) => a * b);
                rest /= size[axis];
            }
            yield return Convert.ToDouble(columnMajor.GetValue(place), CultureInfo.InvariantCulture);
        }
    }

    static IEnumerable<double> Dense(MatSparse x, IReadOnlyList<double> values)
    {
        for (int i = 0; i < x.Size[0]; i++)
            for (int j = 0; j < x.Size[1]; j++)
                yield return Enumerable.Range(x.ColumnStarts[j], x.ColumnStarts[j + 1] - x.ColumnStarts[j]).Where(k => x.Rows[k] == i).Sum(k => values[k]);
    }
}
