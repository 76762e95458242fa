using System.Collections;
using System.Net;
using System.Text;

namespace ImageLearn.Output;

/// <summary>
/// How a notebook shows a value of any type: the trailing expression of a cell, or what is passed to <c>display</c>.
/// Every value has a <c>text/plain</c> form; tables get a <c>text/html</c> form too.
/// </summary>
public static partial class Formatting
{
    /// <summary>The most elements of a sequence, rows or columns that are shown.</summary>
    const int MaxElements = 20;

    /// <summary>
    /// The forms of <paramref name="value"/>, tried in this order: itself when it is a <see cref="MimeBundle"/> or an
    /// <see cref="IRichOutput"/>; <see cref="ByConvention"/>; text, with a table for dictionaries, records and sequences of records.
    /// Those that take long to make are there if the cell's host wants them.
    /// </summary>
    /// <remarks>
    /// At most the first 20 elements of a sequence are taken, so a lazy, huge or infinite one is safe. A value that throws while
    /// it is shown does not fail the cell: the output says which type threw what. Numbers are written the same in every culture.
    /// </remarks>
    public static MimeBundle ToMimeBundle(object? value)
    {
        try
        {
            var bundle = value switch
            {
                null => MimeBundle.Plain("null"),
                string text => MimeBundle.Plain(text),
                MimeBundle made => made,
                IRichOutput rich => rich.ToMimeBundle() ?? throw new InvalidOperationException("ToMimeBundle gave null."),
                _ => ByConvention(value) ?? ByShape(value),
            };
            return bundle.Only(Cell.Host.Wants);
        }
        catch (Exception e) when (!Cell.IsInterruption(e))
        {
            return MimeBundle.Plain(Failure("Showing", value!, e));
        }
    }

    static MimeBundle ByShape(object value)
    {
        var bundle = MimeBundle.Plain(ToText(value));
        if (Table(value) is { } table) bundle.With("text/html", table);
        return bundle;
    }

    /// <summary>An HTML table where the value is one by nature, otherwise null.</summary>
    static string? Table(object value)
    {
        if (HasOwnText(value)) return null;
        if (Members(value) is { } members)
            return Rows(null, members.Select(member => (string[])[member.Name, CellText(member.Value)]), more: false);
        if (value is not IEnumerable sequence) return null;

        var items = Take(sequence, MaxElements + 1, out var error);
        if (items.Count == 0 || error is not null) return null;
        bool more = items.Count > MaxElements;
        if (more) items.RemoveAt(MaxElements);
        if (items.All(IsPair))
            return Rows(["key", "value"], items.Select(pair => { var (k, v) = Pair(pair!); return (string[])[CellText(k), CellText(v)]; }), more);

        var type = items[0]?.GetType();
        if (items.Any(item => item is null || item.GetType() != type || HasOwnText(item))) return null;
        var rows = items.Select(item => Members(item!)).ToList();
        if (rows.Any(row => row is null or { Count: 0 })) return null;
        return Rows([.. rows[0]!.Select(member => member.Name)], rows.Select(row => row!.Select(member => CellText(member.Value)).ToArray()), more);
    }

    /// <summary>A string is quoted inside a sequence, where it would run into its neighbours; a cell of a table has its own borders.</summary>
    static string CellText(object? value) => value is string text ? Cut(text) : ToText(value);

    static string Rows(IReadOnlyList<string>? head, IEnumerable<IReadOnlyList<string>> rows, bool more)
    {
        var html = new StringBuilder("<table>");
        if (head is not null) Row(head, "th");
        foreach (var row in rows) Row(row, "td");
        if (more) html.Append("<tr><td>…</td></tr>");
        return html.Append("</table>").ToString();

        void Row(IReadOnlyList<string> cells, string tag)
        {
            html.Append("<tr>");
            foreach (var cell in cells.Take(MaxElements))
                html.Append($"<{tag} style=\"text-align:left\">").Append(WebUtility.HtmlEncode(cell)).Append($"</{tag}>");
            if (cells.Count > MaxElements) html.Append($"<{tag}>…</{tag}>");
            html.Append("</tr>");
        }
    }

    static string Failure(string doing, object value, Exception e)
    {
        while (e is System.Reflection.TargetInvocationException { InnerException: { } inner }) e = inner;
        return $"({doing} a value of type {TypeName(value.GetType())} threw {TypeName(e.GetType())}: {e.Message})";
    }
}
