using System.Globalization;
using System.Text;
using ImageLearn.Output;

namespace ImageLearn;

[TypeFormatterSource(typeof(RichFormatterSource))]
public partial class Tensor : IRichOutput
{
    // Colours come from the page, so that the table is at home on light and dark. Cells say again what front ends give tables a style for.
    const string TableStyle = "border-collapse:collapse;margin:2px 0;color:inherit;white-space:nowrap;font-family:monospace;font-size:inherit";
    const string CellStyle = "padding:1px 7px;text-align:right;border:0;background:transparent";
    const string HeadStyle = CellStyle + ";opacity:.55;font-weight:normal";
    const int PlanesShown = 3;

    /// <summary>A small table with the shape and the range of values, the middle left out where there is much; and the plain text.</summary>
    public MimeBundle ToMimeBundle() => MimeBundle.Plain(ToString()).With("text/html", ToHtml());

    string ToHtml()
    {
        var html = new StringBuilder("<div style=\"font-size:13px;overflow-x:auto\"><div style=\"margin:2px 7px\">").Append(Summary()).Append("</div>");
        if (Size > 0)
        {
            int[] columns = Rank == 0 ? [0] : Kept(Shape[^1], 6, 4), rows = Rank < 2 ? [0] : Kept(Shape[^2], 5, 4);
            int width = Shape.SizeOf(Math.Max(0, Rank - 1)..), size = Shape.SizeOf(Math.Max(0, Rank - 2)..), count = Size / size;
            int[] planes = count <= PlanesShown ? Kept(count, count, 0) : Kept(count, 1, 1);
            int Place(int plane, int row, int column) => plane * size + row * width + column;
            var write = Writer(from plane in planes from row in rows from column in columns where plane >= 0 && row >= 0 && column >= 0 select _data[Place(plane, row, column)], null);
            foreach (int plane in planes)
                if (plane < 0) html.Append($"<div style=\"{HeadStyle};text-align:left\">⋮</div>");
                else Plane(html, plane, rows, columns, (row, column) => write(_data[Place(plane, row, column)]));
        }
        return html.Append("</div>").ToString();
    }

    /// <summary>One line: shape, range, and what else there is to know.</summary>
    string Summary()
    {
        float[] finite = [.. _data.Where(float.IsFinite)];
        static string Number(float x) => x.ToString(Math.Abs(x) is (> 0 and < 1e-3f) or >= 1e7f ? "0.###e+0" : Math.Abs(x) >= 1e4f ? "0.#" : "G5", CultureInfo.InvariantCulture);
        return $"Tensor {Shape}" + (finite.Length > 0 && Size > 1 ? $" · {Number(finite.Min())} … {Number(finite.Max())}" : "")
            + (finite.Length < Size ? $" · {Size - finite.Length} not finite" : "") + (RequiresGrad ? " · requires gradients" : "");
    }

    /// <summary>The last two axes at one place of the others, with the indices at the edges.</summary>
    void Plane(StringBuilder html, int plane, int[] rows, int[] columns, Func<int, int, string> element)
    {
        static string Cell(string tag, string text) => $"<{tag} style=\"{(tag == "th" ? HeadStyle : CellStyle)}\">{text}</{tag}>";
        void Row(string head, Func<int, string> cell) => html.Append("<tr style=\"background:transparent\">").Append(Rank > 1 ? Cell("th", head) : "").AppendJoin("", columns.Select(cell)).Append("</tr>");

        html.Append($"<table style=\"{TableStyle}\">");
        if (Rank > 2) html.Append($"<caption style=\"{HeadStyle};text-align:left;caption-side:top\">[{string.Join(", ", Shape.Of([.. Shape.SkipLast(2)]).Indices(plane))}, .., ..]</caption>");
        if (Rank > 0) Row("", c => Cell("th", c < 0 ? "…" : $"{c}"));
        foreach (int r in rows) Row(r < 0 ? "⋮" : $"{r}", c => Cell("td", r < 0 ? "⋮" : c < 0 ? "…" : element(r, c)));
        html.Append("</table>");
    }
}
