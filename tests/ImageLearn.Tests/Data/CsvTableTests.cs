using System.Text;
using ImageLearn.Data;
using ImageLearn.Tests.Imaging;

namespace ImageLearn.Tests.Data;

public class CsvTableTests
{
    [Fact]
    public void Columns_are_found_by_name_and_become_tensors()
    {
        var table = CsvTable.Parse("time,dilation,who\r\n1.5,-2e3,Ann\r\n\r\n2,,\"Lee, \"\"B\"\"\nJr\"\n");
        Assert.Equal("CsvTable 2 rows: time, dilation, who", table.ToString());
        Assert.Equal([1.5f, 2f], table["time"].Data.ToArray());
        Assert.Equal([2], table["time"].Shape);
        Assert.Equal([1.5f, -2000f, 2f, float.NaN], table.ToTensor("time", "dilation").Data.ToArray());
        Assert.Equal("Lee, \"B\"\nJr", table.Cell(1, "who"));
    }

    [Theory]
    [InlineData("1;2\n3;4", ';', null, 2, "0"), InlineData("a\tb\n3\t4", '\t', null, 1, "a"), InlineData("1,2\n3,4\n5,6", ',', true, 2, "1"), InlineData("a,b\nc,d", ',', false, 2, "0")]
    public void Separators_and_headers(string text, char separator, bool? header, int rows, string first)
    {
        var table = CsvTable.Parse(text, separator, header);
        Assert.Equal((rows, first), (table.RowCount, table.Columns[0]));
    }

    [Theory, InlineData("utf-8"), InlineData("utf-16"), InlineData("utf-16BE")]
    public void A_byte_order_mark_says_how_the_file_is_written(string encoding)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("table.csv"), "Größe,b\n1,2\n", Encoding.GetEncoding(encoding));
        Assert.Equal(["Größe", "b"], CsvTable.Load(folder.File("table.csv")).Columns);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Assert.Contains("line 3 (character 8) has 1 cells, but the first has 2. Is ',' the separator?", Assert.Throws<DataFormatException>(() => CsvTable.Parse("a,b\n1,2\n3\n")).Message);
        Assert.Contains("opens in line 2 (character 6) and never closes", Assert.Throws<DataFormatException>(() => CsvTable.Parse("a,b\n1,\"2\n")).Message);
        var table = CsvTable.Parse("a,b\n1,x\n");
        Assert.Contains("row 0 of column 'b' is 'x', which is no number", Assert.Throws<FormatException>(() => table["b"]).Message);
        Assert.Equal("CsvTable.Cell: there is no row 1. The table has 1, numbered from 0.", Assert.Throws<ArgumentOutOfRangeException>(() => table.Cell(1, "a")).Message);
        Assert.Contains("there is no column 'c'. Columns: a, b.", Assert.Throws<KeyNotFoundException>(() => table["c"]).Message);
        Assert.Equal(0, CsvTable.Parse("").RowCount);
    }
}
