using System.Globalization;
using System.Text;

namespace ImageLearn.Data;

/// <summary>
/// A table from a text file with separated values (RFC 4180: cells in quotes may hold separators, line ends and doubled quotes):
/// <c>CsvTable.Load("dilation.csv")["reading time"]</c>.
/// </summary>
public sealed class CsvTable
{
    readonly List<string[]> _rows;

    CsvTable(string[] columns, List<string[]> rows) => (Columns, _rows) = (columns, rows);

    /// <summary>The columns' names: those of the first line, or "0", "1", … when it has none.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows, the line of names not among them.</summary>
    public int RowCount => _rows.Count;

    /// <summary>A cell as text.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; says which there are.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string Cell(int row, string column) => (uint)row < (uint)RowCount ? _rows[row][ColumnIndex(column)]
        : throw new ArgumentOutOfRangeException(null, $"CsvTable.Cell: there is no row {row}. The table has {RowCount}, numbered from 0.");

    /// <summary>A column of numbers. An empty cell is NaN. → [rows]</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; says which there are.</exception>
    /// <exception cref="FormatException">A cell is no number; says which.</exception>
    public Tensor this[string column] => ToTensor(column).Reshape(RowCount);

    /// <summary>Some columns, or all, as numbers. An empty cell is NaN. → [rows, columns]</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; says which there are.</exception>
    /// <exception cref="FormatException">A cell is no number; says which.</exception>
    public Tensor ToTensor(params IReadOnlyList<string> columns)
    {
        int[] picked = [.. (columns.Count == 0 ? Columns : columns).Select(ColumnIndex)];
        var values = new float[RowCount * picked.Length];
        for (int i = 0; i < values.Length; i++)
        {
            var (row, column) = (i / picked.Length, picked[i % picked.Length]);
            var cell = _rows[row][column];
            if (string.IsNullOrWhiteSpace(cell)) values[i] = float.NaN;
            else if (TryNumber(cell, out double value)) values[i] = (float)value;
            else throw new FormatException($"CsvTable: row {row} of column '{Columns[column]}' is '{cell}', which is no number. Leave the column out, or read it with Cell.");
        }
        return Tensor.Adopt([RowCount, picked.Length], values);
    }

    /// <summary>"CsvTable 14 rows: dilation, time".</summary>
    public override string ToString() => $"CsvTable {RowCount} rows: {string.Join(", ", Columns)}";

    /// <summary>Reads a file of UTF-8 text, or of UTF-16 with a byte order mark, as PowerShell and Excel's "Unicode text" write it.</summary>
    /// <param name="path">The file; relative paths start at the notebook's folder.</param>
    /// <param name="separator">What stands between cells: <c>','</c>, <c>';'</c>, <c>'\t'</c>.</param>
    /// <param name="header">Whether the first line holds names; when not said, it does if a cell of it is no number.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">Rows differ in length, or quotes do not match; says where.</exception>
    public static CsvTable Load(string path, char separator = ',', bool? header = null) =>
        DataFile.Read("CsvTable.Load", path, 1L << 28, file => Parse(new StreamReader(new MemoryStream(file)).ReadToEnd(), separator, header));

    /// <summary>Reads a text; <see cref="Load"/> says more.</summary>
    /// <exception cref="DataFormatException">Rows differ in length, or quotes do not match; says where.</exception>
    public static CsvTable Parse(string text, char separator = ',', bool? header = null)
    {
        var rows = new List<string[]>();
        for (int at = 0, line = 1; at < text.Length;)
        {
            int start = at, startLine = line;
            var row = Row(text, separator, ref at, ref line);
            if (row is [""]) continue;   // an empty line
            if (rows.Count > 0 && row.Length != rows[0].Length)
                throw new DataFormatException($"The table is uneven: line {startLine} (character {start}) has {row.Length} cells, but the first has {rows[0].Length}. Is '{separator}' the separator?", start);
            rows.Add(row);
        }
        if (rows.Count == 0) return new CsvTable([], rows);
        bool named = header ?? rows[0].Any(static cell => !string.IsNullOrWhiteSpace(cell) && !TryNumber(cell, out _));
        string[] columns = named ? [.. rows[0].Select(static cell => cell.Trim())] : [.. Enumerable.Range(0, rows[0].Length).Select(static i => $"{i}")];
        return new CsvTable(columns, named ? rows[1..] : rows);
    }

    static string[] Row(string text, char separator, ref int at, ref int line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        while (true)
        {
            if (at < text.Length && text[at] == '"' && cell.Length == 0) Quoted(text, cell, ref at, ref line);
            while (at < text.Length && text[at] != separator && text[at] is not ('\n' or '\r')) cell.Append(text[at++]);
            cells.Add(cell.ToString());
            cell.Clear();
            if (at < text.Length && text[at] == separator)
            {
                at++;
                continue;
            }
            if (at < text.Length && text[at] == '\r') at++;
            if (at < text.Length && text[at] == '\n') at++;
            line++;
            return [.. cells];
        }
    }

    static void Quoted(string text, StringBuilder cell, ref int at, ref int line)
    {
        int opened = at++, openedLine = line;
        for (; at < text.Length; at++)
        {
            if (text[at] == '"' && (at + 1 == text.Length || text[at + 1] != '"'))
            {
                at++;
                return;
            }
            if (text[at] == '"') at++;
            if (text[at] == '\n') line++;
            cell.Append(text[at]);
        }
        throw new DataFormatException($"The table has a quote that opens in line {openedLine} (character {opened}) and never closes.", opened);
    }

    static bool TryNumber(string cell, out double value) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    int ColumnIndex(string column)
    {
        int i = Columns.TakeWhile(name => name != column).Count();
        return i < Columns.Count ? i : throw new KeyNotFoundException($"CsvTable: there is no column '{column}'. Columns: {string.Join(", ", Columns)}.");
    }
}
