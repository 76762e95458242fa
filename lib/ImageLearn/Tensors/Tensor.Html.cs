using System.Globalization;
using System.Net;
using System.Text;
using ImageLearn.Output;

namespace ImageLearn;

[TypeFormatterSource(typeof(RichFormatterSource))]
public partial class Tensor : IRichOutput
{
    // Colours and fonts come from the page, so that the table is at home on light and dark; each cell says its own style because front ends style tables.
    const string CellStyle = "padding:1px 7px;text-align:right;border:0;background:transparent;white-space:nowrap;font-family:monospace";
    const string HeadStyle = CellStyle + ";opacity:.55;font-weight:normal";

    /// <summary>A small table with the shape and the range of values, the middle left out where there is much; and the plain text.</summary>
    public MimeBundle ToMimeBundle() => MimeBundle.Plain(ToString()).With("text/html", ToHtml());

    string ToHtml()
    {
        var html = new StringBuilder("<div style=\"font-size:13px\"><div style=\"margin:2px 7px\">").Append(WebUtility.HtmlEncode(Summary())).Append("</div>");
        if (Size > 0)
        {
            int[] columns = Rank == 0 ? [0] : Kept(Shape[^1], 6, 4), rows = Rank < 2 ? [0] : Kept(Shape[^2], 5, 4);
            int[][] outer = [.. Shape.SkipLast(2).Select(length => Kept(length, 1, 1))];
            var write = Writer([.. outer, .. Rank > 1 ? new[] { rows } : [], .. Rank > 0 ? new[] { columns } : []], null);
            var planes = outer.Aggregate((IEnumerable<int[]>)[[]], (prefixes, axis) => prefixes.SelectMany(prefix => axis.Select(i => (int[])[.. prefix, i])));
            foreach (var plane in planes) Plane(html, plane, rows, columns, write);
        }
        return html.Append("</div>").ToString();
    }

    /// <summary>One line: shape, range, and what else there is to know.</summary>
    string Summary()
    {
        float[] finite = [.. _data.Where(float.IsFinite)];
        string Number(float x) => x.ToString("G5", CultureInfo.InvariantCulture);
        return $"Tensor {Shape}" + (finite.Length > 0 && Size > 1 ? $" · {Number(finite.Min())} … {Number(finite.Max())}" : "")
            + (finite.Length < Size ? $" · {Size - finite.Length} not finite" : "") + (RequiresGrad ? " · requires gradients" : "");
    }

    /// <summary>The last two axes at one place of the others, with the indices at the edges.</summary>
    void Plane(StringBuilder html, int[] prefix, int[] rows, int[] columns, Func<float, string> write)
    {
        if (prefix.Contains(-1))
        {
            if (prefix[^1] == -1 && !prefix.SkipLast(1).Contains(-1)) html.Append($"<div style=\"{HeadStyle};text-align:left\">⋮</div>");
            return;
        }
        int first = prefix.Select((index, axis) => (index, axis)).Aggregate(0, (place, next) => place * Shape[next.axis] + next.index);
        string Cell(string tag, string text) => $"<{tag} style=\"{(tag == "th" ? HeadStyle : CellStyle)}\">{text}</{tag}>";
        html.Append("<table style=\"border-collapse:collapse;margin:2px 0\">");
        if (prefix.Length > 0) html.Append($"<caption style=\"{HeadStyle};text-align:left;caption-side:top\">[{string.Join(", ", prefix)}, .., ..]</caption>");
        if (Rank > 0) html.Append("<tr>").Append(Rank > 1 ? Cell("th", "") : "").AppendJoin("", columns.Select(c => Cell("th", c < 0 ? "…" : $"{c}"))).Append("</tr>");
        foreach (int r in rows)
        {
            html.Append("<tr>").Append(Rank > 1 ? Cell("th", r < 0 ? "⋮" : $"{r}") : "");
            foreach (int c in columns)
                html.Append(Cell("td", r < 0 ? "⋮" : c < 0 ? "…" : write(_data[(first * (Rank > 1 ? Shape[^2] : 1) + r) * (Rank > 0 ? Shape[^1] : 1) + c])));
            html.Append("</tr>");
        }
        html.Append("</table>");
    }
}
