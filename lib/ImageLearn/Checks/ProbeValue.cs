using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using ImageLearn.Imaging;
using ImageLearn.Output;

namespace ImageLearn.Checks;

/// <summary>
/// A value in the one exact form in which it can leave a process and be compared in another: numbers keep every bit,
/// texts every character, exceptions are data. Nothing in it can run.
/// </summary>
/// <remarks>
/// Tensors, pictures (in 0..1) and arrays of numbers become <see cref="Numbers"/>; tuples, lists and dictionaries (sorted by key) become
/// <see cref="List"/>; what has no such form becomes <see cref="Unsupported"/>, which never matches anything.
/// </remarks>
public abstract partial record ProbeValue
{
    /// <summary>The most numbers a value may hold (1024 × 1024).</summary>
    public const int MaxNumbers = 1 << 20;
    /// <summary>The most characters all texts of a value may hold together.</summary>
    public const int MaxCharacters = 1 << 20;
    /// <summary>The most items all lists of a value may hold together.</summary>
    public const int MaxItems = 100_000;
    /// <summary>How deep lists may be nested.</summary>
    public const int MaxDepth = 16;

    ProbeValue() { }

    /// <summary><c>null</c>.</summary>
    public sealed record Null : ProbeValue;

    /// <summary>True or false.</summary>
    public sealed record Bool(bool Value) : ProbeValue;

    /// <summary>One number. Whole numbers beyond 2⁵³, which a double cannot hold, are <see cref="Text"/>.</summary>
    public sealed record Number(double Value) : ProbeValue;

    /// <summary>Text, a character, or the name of an enum's value.</summary>
    public sealed record Text(string Value) : ProbeValue;

    /// <summary>A tensor (float32) or an array of numbers (float64), row-major.</summary>
    public sealed record Numbers : ProbeValue
    {
        readonly float[]? _singles;
        readonly double[]? _doubles;

        internal Numbers(Shape shape, float[] values) => (Shape, _singles) = (shape, values);
        internal Numbers(Shape shape, double[] values) => (Shape, _doubles) = (shape, values);

        /// <summary>The lengths of the axes.</summary>
        public Shape Shape { get; }

        /// <summary>One number by its place in row-major order.</summary>
        public double this[int i] => _singles is null ? _doubles![i] : _singles[i];

        internal bool IsSingle => _singles is not null;
        internal ReadOnlySpan<float> Singles => _singles;
        internal ReadOnlySpan<double> Doubles => _doubles;
    }

    /// <summary>Several values in order.</summary>
    public sealed record List(IReadOnlyList<ProbeValue> Items) : ProbeValue;

    /// <summary>The exception that was thrown instead: its type and the types it derives from, most special first.</summary>
    public sealed record Error(IReadOnlyList<string> Types, string Message) : ProbeValue;

    /// <summary>A value that has no such form, and why.</summary>
    public sealed record Unsupported(string Type, string Reason) : ProbeValue;

    /// <summary>The form of a value. Never throws for what the value is or does while it is read: that becomes an <see cref="Error"/>.</summary>
    public static ProbeValue Of(object? value)
    {
        try { return new Budget(limited: true).Form(value, 0); }
        catch (TooLargeException e) { return new Unsupported(Formatting.TypeName(value!.GetType()), e.Message); }
        catch (Exception e) when (!Cell.IsInterruption(e)) { return Of(e); }
    }

    /// <summary>For comparisons inside the process: of any size, but for a sequence that does not know its length and may never end; and what reading the value throws is thrown.</summary>
    internal static ProbeValue Unlimited(object? value) => new Budget(limited: false).Form(value, 0);

    /// <summary>An exception as data, without the wrappers that reflection and tasks put around it.</summary>
    internal static Error Of(Exception e)
    {
        e = Thrown.Unwrap(e);
        var types = new List<string>();
        for (var type = e.GetType(); type != typeof(object) && type is not null; type = type.BaseType) types.Add(type.FullName!);
        return new Error(types, WellFormed(e.Message.Length <= 1000 ? e.Message : e.Message[..1000]));
    }

    /// <summary>JSON cannot carry half of a surrogate pair: it becomes U+FFFD.</summary>
    static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    sealed class TooLargeException(string message) : Exception(message);

    /// <summary>Turns values into their form and counts what that takes.</summary>
    sealed class Budget(bool limited)
    {
        long _numbers, _characters, _items;

        public ProbeValue Form(object? value, int depth)
        {
            if (depth > MaxDepth) throw new TooLargeException($"Lists are nested more than {MaxDepth} deep.");
            switch (value)
            {
                case null: return new Null();
                case bool b: return new Bool(b);
                case string s: return Spent(s);
                case char or Enum or BigInteger or Rune: return Spent(value.ToString()!);
                case Complex z: return new Numbers([2], [z.Real, z.Imaginary]);
                case Tensor t:
                    Spend(ref _numbers, t.Size, MaxNumbers, "numbers");
                    return new Numbers(t.Shape, t.Data.ToArray());
                case Image image: return Form(image.ToTensor(), depth);
                case Exception e: return Of(e);
                case ITuple tuple: return Sequence(Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), depth);
                case Array { Length: > 0 } array when IsNumber(array.GetType().GetElementType()!): return Array(array);
                case Array { Rank: > 1 }: return new Unsupported(Formatting.TypeName(value.GetType()), "Only arrays of numbers may have several axes.");
                case IDictionary dictionary: return Sorted(dictionary, depth);
                case IEnumerable sequence: return Sequence(sequence.Cast<object?>(), depth, mayNeverEnd: value is not ICollection);
                case var _ when IsNumber(value.GetType()): return Number(value);
                default: return new Unsupported(Formatting.TypeName(value.GetType()), "It is no tensor, number, text, truth value, nor a list of these. Give its parts.");
            }
        }

        Text Spent(string text)
        {
            Spend(ref _characters, text.Length, MaxCharacters, "characters");
            return new Text(WellFormed(text));
        }

        ProbeValue Number(object value)
        {
            Spend(ref _numbers, 1, MaxNumbers, "numbers");
            return value is long or ulong && Math.Abs(Convert.ToDecimal(value, CultureInfo.InvariantCulture)) > 1L << 53
                ? new Text(Convert.ToString(value, CultureInfo.InvariantCulture)!)
                : new Number(ToDouble(value));
        }

        ProbeValue Array(Array array)
        {
            if (array is long[] or ulong[]) return Sequence(array.Cast<object?>(), 0);    // may hold more than a double does
            Spend(ref _numbers, array.LongLength, MaxNumbers, "numbers");
            var shape = Shape.Of([.. Enumerable.Range(0, array.Rank).Select(array.GetLength)]);
            if (array is float[] singles) return new Numbers(shape, (float[])singles.Clone());
            if (array is double[] doubles) return new Numbers(shape, (double[])doubles.Clone());
            return new Numbers(shape, [.. array.Cast<object>().Select(ToDouble)]);
        }

        /// <summary>A list; when all its items are numbers, an array of them, so that <c>List&lt;double&gt;</c> and <c>double[]</c> are one thing.</summary>
        ProbeValue Sequence(IEnumerable<object?> sequence, int depth, bool mayNeverEnd = false)
        {
            var items = new List<ProbeValue>();
            foreach (var item in sequence)
            {
                Cell.Checkpoint();
                if (mayNeverEnd && items.Count == MaxNumbers) throw new TooLargeException($"It gives more than {MaxNumbers.ToString("N0", CultureInfo.InvariantCulture)} items and may never end. Take some of them.");
                Spend(ref _items, 1, item is not null && IsNumber(item.GetType()) ? MaxNumbers : MaxItems, "items");
                items.Add(Form(item, depth + 1));
            }
            return items.Count > 0 && items.TrueForAll(item => item is Number)
                ? new Numbers([items.Count], [.. items.Select(item => ((Number)item).Value)])
                : new List(items);
        }

        List Sorted(IDictionary dictionary, int depth)
        {
            var pairs = new List<(string Key, ProbeValue Value)>();
            foreach (DictionaryEntry entry in dictionary)
            {
                Spend(ref _items, 2, MaxItems, "items");
                pairs.Add((Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, Form(entry.Value, depth + 1)));
            }
            pairs.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
            return new List([.. pairs.Select(pair => new List([Spent(pair.Key), pair.Value]))]);
        }

        void Spend(ref long spent, long amount, long limit, string what)
        {
            spent += amount;
            if (limited && spent > limit) throw new TooLargeException($"It holds more than {limit.ToString("N0", CultureInfo.InvariantCulture)} {what}. Give a part or a summary of it.");
        }

        static bool IsNumber(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal || type == typeof(Half);

        static double ToDouble(object value) => value is Half half ? (double)half : Convert.ToDouble(value, CultureInfo.InvariantCulture);
    }
}
