using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;

namespace ImageLearn.Output;

public static partial class Formatting
{
    static readonly ConcurrentDictionary<Type, IReadOnlyList<Formatter>> _formatters = new();

    sealed record Formatter(string MimeType, Func<object, TextWriter, bool> Format);

    /// <summary>
    /// The forms of a value whose type follows .NET Interactive's <c>TypeFormatterSource</c> convention, found by name:
    /// an attribute <c>TypeFormatterSourceAttribute</c> (of any namespace) with a property <c>FormatterSourceType</c>; that type's
    /// <c>CreateTypeFormatters()</c>; on each formatter a <c>MimeType</c> and <c>bool Format(object, TextWriter)</c>.
    /// </summary>
    /// <returns>Null when the type does not follow the convention, or none of its formatters wanted the value.</returns>
    public static MimeBundle? ByConvention(object value)
    {
        var bundle = new MimeBundle();
        // The latest formatter of a MIME type is asked first, and the first that answers true is taken.
        foreach (var formatter in _formatters.GetOrAdd(value.GetType(), FindFormatters).Reverse())
        {
            if (bundle.Data.ContainsKey(formatter.MimeType)) continue;
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            if (formatter.Format(value, writer)) bundle.With(formatter.MimeType, writer.ToString());
        }
        return bundle.Data.Count > 0 ? bundle : null;
    }

    static IReadOnlyList<Formatter> FindFormatters(Type type)
    {
        var found = new List<Formatter>();
        foreach (var attribute in type.GetCustomAttributes(inherit: true))
        {
            if (attribute.GetType().Name != nameof(TypeFormatterSourceAttribute)) continue;
            if (Property<Type>(attribute, nameof(TypeFormatterSourceAttribute.FormatterSourceType)) is not { } sourceType) continue;
            var source = Activator.CreateInstance(sourceType);
            var create = sourceType.GetMethod(nameof(RichFormatterSource.CreateTypeFormatters), Type.EmptyTypes);
            if (create?.Invoke(source, null) is not IEnumerable formatters) continue;
            foreach (var formatter in formatters)
                if (Property<string>(formatter, nameof(RichFormatter.MimeType)) is { } mimeType
                    && formatter.GetType().GetMethod(nameof(RichFormatter.Format), [typeof(object), typeof(TextWriter)]) is { } format
                    && format.ReturnType == typeof(bool))
                    found.Add(new(mimeType, format.CreateDelegate<Func<object, TextWriter, bool>>(formatter)));
        }
        return found;
    }

    static T? Property<T>(object owner, string name) where T : class => owner.GetType().GetProperty(name)?.GetValue(owner) as T;
}
