using System.Collections;
using System.Runtime.CompilerServices;

namespace ImageLearn.Checks;

/// <summary>
/// An input of the answer's own: an answer that changes its input in place spoils nothing that other steps, other cells or the property at hand still use. Tensors, arrays and lists
/// are copied, also inside tuples; everything else (a generator, a network) is what it is for, and is handed on. So is a tensor with a record of how it was computed, which a copy would not have.
/// </summary>
static class OwnCopy
{
    public static T Of<T>(T value) => (T)Of(value, typeof(T))!;

    static object? Of(object? value, Type declared) => value switch
    {
        Tensor { IsLeaf: true } x => x.RequiresGrad ? Requiring(x.Detach()) : x.Detach(),
        Array array => Items((Array)array.Clone()),
        IList list when IsList(list.GetType()) => Items(list),
        // A collection expression for an interface is of a type that only the compiler can make.
        IReadOnlyList<Tensor> list when declared.IsAssignableFrom(typeof(Tensor[])) => list.Select(static x => Of(x)).ToArray(),
        ITuple when value.GetType().IsValueType => Fields(value),
        _ => value,
    };

    static Tensor Requiring(Tensor x)
    {
        x.RequiresGrad = true;
        return x;
    }

    static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>);

    static IList Items(IList list)
    {
        var (type, copy) = (list.GetType().GetGenericArguments()[0], (IList)Activator.CreateInstance(list.GetType())!);
        foreach (var item in list) copy.Add(Of(item, type));
        return copy;
    }

    static Array Items(Array array)
    {
        var type = array.GetType().GetElementType()!;
        if (array.Rank == 1 && !type.IsValueType)
            for (int i = 0; i < array.Length; i++) array.SetValue(Of(array.GetValue(i), type), i);
        return array;
    }

    static object Fields(object tuple)
    {
        // GetValue gives a box of its own, whose fields can be set.
        var copy = RuntimeHelpers.GetObjectValue(tuple);
        foreach (var field in tuple.GetType().GetFields()) field.SetValue(copy, Of(field.GetValue(tuple), field.FieldType));
        return copy;
    }
}
