using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ImageLearn.Output;

public static partial class Formatting
{
    /// <summary>How deep sequences and records are opened; what lies deeper is named by its type.</summary>
    const int MaxDepth = 3;
    /// <summary>Where the text of one value is cut, so that nested sequences cannot fill a page.</summary>
    const int MaxText = 4000;
    /// <summary>Where one string inside a sequence or a record is cut.</summary>
    const int MaxString = 200;

    /// <summary>One line (more where a value's own text has more) as it stands inside a sequence: strings quoted, the long cut.</summary>
    internal static string ToText(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, depth: 0);
        return text.ToString();
    }

    static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case string s: text.Append('"').Append(Cut(s)).Append('"'); break;
            case char c: text.Append('\'').Append(c).Append('\''); break;
            case bool b: text.Append(b ? "true" : "false"); break;
            case DateTime or DateTimeOffset: text.Append(((IFormattable)value).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)); break;
            case Type type: text.Append(TypeName(type)); break;
            case Exception e: text.Append(TypeName(e.GetType())).Append(": ").Append(Cut(e.Message)); break;
            case ITuple tuple: WriteAll(text, "(", Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), ")", depth); break;
            case IFormattable or Delegate or Task:
            case not null when HasOwnText(value):
                text.Append(depth == 0 ? OwnText(value) : Cut(string.Join(' ', OwnText(value).Split('\n', StringSplitOptions.TrimEntries))));
                break;
            case Array { Rank: > 1 } array: WriteAll(text, "[", Slices(array, []), "]", depth); break;
            case IEnumerable sequence when depth < MaxDepth: WriteAll(text, "[", sequence, "]", depth); break;
            case not null when IsPair(value):
                var (k, v) = Pair(value);
                Write(text, k, depth);
                text.Append(": ");
                Write(text, v, depth);
                break;
            case not null when depth < MaxDepth && Members(value) is { Count: > 0 } members:
                text.Append(IsAnonymous(value.GetType()) ? "" : TypeName(value.GetType()) + " ").Append("{ ");
                for (int i = 0; i < members.Count && text.Length < MaxText; i++)
                {
                    text.Append(i == 0 ? "" : ", ").Append(members[i].Name).Append(" = ");
                    Write(text, members[i].Value, depth + 1);
                }
                text.Append(" }");
                break;
            default: text.Append(TypeName(value.GetType())); break;
        }
    }

    static void WriteAll(StringBuilder text, string open, IEnumerable sequence, string close, int depth)
    {
        text.Append(open);
        var items = Take(sequence, MaxElements + 1, out var error);
        int shown = 0;
        for (; shown < Math.Min(items.Count, MaxElements) && text.Length < MaxText; shown++)
        {
            if (shown > 0) text.Append(", ");
            Write(text, items[shown], depth + 1);
        }
        if (items.Count > shown)
            text.Append(sequence is ICollection { Count: var count } ? $", … {count - shown} more" : ", …");
        if (error is not null) text.Append(shown > 0 ? ", " : "").Append(Failure("Enumerating", sequence, error));
        text.Append(close);
    }

    /// <summary>The first elements, never asking the sequence for more; <paramref name="error"/> is what it threw, if it did.</summary>
    static List<object?> Take(IEnumerable sequence, int count, out Exception? error)
    {
        var items = new List<object?>();
        error = null;
        try
        {
            foreach (var item in sequence)
            {
                Cell.Checkpoint();
                items.Add(item);
                if (items.Count == count) break;
            }
        }
        catch (Exception e) when (!Cell.IsInterruption(e)) { error = e; }
        return items;
    }

    /// <summary>An array of two or more axes as nested sequences: its rows, the rows of these, and so on.</summary>
    static IEnumerable<object?> Slices(Array array, int[] head)
    {
        for (int i = 0; i < array.GetLength(head.Length); i++)
        {
            int[] index = [.. head, i];
            yield return index.Length == array.Rank ? array.GetValue(index) : Slices(array, index);
        }
    }

    /// <summary>Whether the author of the type wrote its text himself: then that is how it is shown.</summary>
    static bool HasOwnText(object value)
    {
        var method = value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)!;
        return method.DeclaringType != typeof(object) && method.DeclaringType != typeof(ValueType)
            && !IsPair(value) && !IsAnonymous(method.DeclaringType!)
            && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null;    // a record's
    }

    static string OwnText(object value)
    {
        try { return (value is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : value.ToString()) ?? ""; }
        catch (Exception e) when (!Cell.IsInterruption(e)) { return Failure("ToString of", value, e); }
    }

    /// <summary>
    /// The public properties and fields of a record, an anonymous object or a class of the user's; null for anything else.
    /// Types of .NET itself stay closed: their properties may block or have side effects (<c>Task.Result</c>).
    /// </summary>
    static List<(string Name, object? Value)>? Members(object value)
    {
        var type = value.GetType();
        if (value is IEnumerable or ITuple or Exception or Delegate or IFormattable or Task) return null;
        if (!IsAnonymous(type) && (type.IsPrimitive || type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)))) return null;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike && !property.PropertyType.IsByRef)
            .Select(property => (property.Name, Read(() => property.GetValue(value))));
        var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => (field.Name, field.GetValue(value)));
        return [.. properties, .. fields];

        object? Read(Func<object?> get)
        {
            try { return get(); }
            catch (Exception e) when (!Cell.IsInterruption(e)) { return (e as TargetInvocationException)?.InnerException ?? e; }
        }
    }

    static bool IsAnonymous(Type type) => type.Name.Contains("AnonymousType", StringComparison.Ordinal);

    static bool IsPair(object? item) =>
        item is DictionaryEntry || item?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    static (object? Key, object? Value) Pair(object pair) => pair is DictionaryEntry entry
        ? (entry.Key, entry.Value)
        : (pair.GetType().GetProperty("Key")!.GetValue(pair), pair.GetType().GetProperty("Value")!.GetValue(pair));

    /// <summary>The name as C# writes it, without namespaces: <c>List&lt;Int32&gt;</c>, <c>Double[]</c>.</summary>
    internal static string TypeName(Type type)
    {
        if (type.IsArray) return $"{TypeName(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (!type.IsGenericType) return type.Name;
        int tick = type.Name.IndexOf('`');
        return tick < 0 ? type.Name : $"{type.Name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }

    static string Cut(string text) => text.Length <= MaxString ? text : $"{text[..MaxString]}…";
}
