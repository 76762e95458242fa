using System.Text;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Tests.Peers;

namespace ImageLearn.Notebooks.Tests.Documents;

/// <summary>What is not a notebook gets one sentence: which file, where, what is wrong, what to do.</summary>
public class NotebookFormatTests
{
    const string Mend = "mend it in a text editor, or restore the file from version control";
    const string MendPlace = "open it in a text editor and mend that place, or restore the file from version control";

    [Theory]
    [InlineData("", "x.ipynb: it is empty; restore it from version control, or make a new notebook.")]
    [InlineData(" \n", "x.ipynb: it is empty; restore it from version control, or make a new notebook.")]
    [InlineData("print(1)", "x.ipynb: it does not begin with '{', so it is not a notebook; give the path of an .ipynb file, downloaded in its raw form.")]
    [InlineData("<!DOCTYPE html>", "x.ipynb: it does not begin with '{', so it is not a notebook; give the path of an .ipynb file, downloaded in its raw form.")]
    [InlineData("PK\0\u0001", "x.ipynb: it is a binary file, not a notebook; give the path of an .ipynb file.")]
    [InlineData("{\n \"cells\": [\n", "x.ipynb: line 3, byte 1: the JSON ends before it is complete; " + MendPlace + ".")]
    [InlineData("{\"cells\": [],, }", "x.ipynb: line 1, byte 14: this is not valid JSON; " + MendPlace + ".")]
    [InlineData("{\"nbformat\": nan}", "x.ipynb: line 1, byte 15: this is not valid JSON; " + MendPlace + ".")]
    [InlineData("{\"nbformat\": NaN}", "x.ipynb: it is JSON but not a notebook (\"nbformat\" is missing); give the path of an .ipynb file.")]
    [InlineData("{\"nbformat\": NaN,\n NaN: 1}", "x.ipynb: line 2, byte 2: this is not valid JSON; " + MendPlace + ".")]
    [InlineData("{\"nbformat\": \"NaN", "x.ipynb: line 1, byte 18: the JSON ends before it is complete; " + MendPlace + ".")]
    [InlineData("{\n<<<<<<< HEAD\n=======\n>>>>>>> theirs\n}", "x.ipynb: line 2: the file holds an unresolved merge conflict; choose one side of each <<<<<<< ======= >>>>>>> block and remove the marks.")]
    [InlineData("[]", "x.ipynb: a notebook is a JSON object, and this is a list; " + Mend + ".")]
    [InlineData("3", "x.ipynb: a notebook is a JSON object, and this is the number 3; " + Mend + ".")]
    [InlineData("{}", "x.ipynb: it is JSON but not a notebook (\"nbformat\" is missing); give the path of an .ipynb file.")]
    [InlineData("{\"nbformat\": null}", "x.ipynb: it is JSON but not a notebook (\"nbformat\" is missing); give the path of an .ipynb file.")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "x.ipynb: it is in notebook format 3, and only format 4 is read; convert it with: jupyter nbconvert --to notebook --nbformat 4 --inplace, followed by its path.")]
    [InlineData("{\"nbformat\": 5}", "x.ipynb: it is in notebook format 5, and only format 4 is read; save it as format 4 with the program that made it.")]
    [InlineData("{\"nbformat\": \"4\"}", "x.ipynb: \"nbformat\" must be a whole number, zero or more, and is a string; " + Mend + ".")]
    [InlineData("{\"nbformat\": 4}", "x.ipynb: \"cells\" is missing; " + Mend + ".")]
    [InlineData("{\"nbformat\": 4, \"cells\": {}}", "x.ipynb: \"cells\" must be a list, and is an object; " + Mend + ".")]
    [InlineData("{\"nbformat\": 4, \"metadata\": [], \"cells\": []}", "x.ipynb: \"metadata\" must be an object, and is a list; " + Mend + ".")]
    public void File_that_is_no_notebook(string text, string message) => Assert.Equal(message, Failure(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("7", "cell 1: a cell must be an object, and this is the number 7; " + Mend)]
    [InlineData("{\"source\": \"\"}", "cell 1: \"cell_type\" is missing; " + Mend)]
    [InlineData("{\"cell_type\": \"heading\"}", "cell 1: \"cell_type\" is \"heading\"; it must be code, markdown or raw")]
    [InlineData("{\"cell_type\": \"code\"}", "cell 1: \"source\" is missing; " + Mend)]
    [InlineData("{\"cell_type\": \"code\", \"source\": [\"a\", 1]}", "cell 1: \"source\" must be a string or a list of strings, and is a list; " + Mend)]
    [InlineData("{\"cell_type\": \"code\", \"source\": \"\", \"execution_count\": -1}", "cell 1: \"execution_count\" must be a whole number, zero or more, and is the number -1; " + Mend)]
    [InlineData("{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": [{}]}", "cell 1, output 1: \"output_type\" is null; it must be stream, display_data, execute_result or error")]
    [InlineData("{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\"}]}", "cell 1, output 1: \"text\" is missing; " + Mend)]
    [InlineData("{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": [{\"output_type\": \"error\", \"ename\": \"\", \"evalue\": \"\", \"traceback\": \"x\"}]}", "cell 1, output 1: \"traceback\" must be a list of strings, and is a string; " + Mend)]
    [InlineData("{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": [{\"output_type\": \"display_data\", \"data\": {\"text/plain\": 1}}]}", "cell 1, output 1: the form \"text/plain\" of \"data\" must be a string or a list of strings, and is the number 1; " + Mend)]
    [InlineData("{\"cell_type\": \"markdown\", \"source\": \"\", \"attachments\": {\"a.png\": []}}", "cell 1: attachment \"a.png\" must be an object, and is a list; " + Mend)]
    public void Cell_that_is_none(string cell, string message) =>
        Assert.Equal($"x.ipynb: {message}.", Failure(Encoding.UTF8.GetBytes($"{{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {{}}, \"cells\": [{cell}]}}")));

    [Fact]
    public void File_in_another_encoding()
    {
        Assert.Equal("x.ipynb: it is saved as UTF-16, and a notebook is UTF-8; save it again as UTF-8 (in PowerShell: Set-Content -Encoding utf8).", Failure([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")]));
        Assert.Equal("x.ipynb: byte 3: the text is not valid UTF-8; save it again as UTF-8.", Failure([(byte)'{', (byte)'"', 0xE9, (byte)'"']));
    }

    [Fact]
    public void Too_deep_nesting() =>
        Assert.Equal($"x.ipynb: line 1, byte 257: the JSON is nested deeper than 256 levels; {MendPlace}.", Failure(Encoding.UTF8.GetBytes(new string('[', 100_000))));

    [Fact]
    public void Path_that_is_no_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal($"{folder.Path}: it is a directory; give the path of an .ipynb file in it.", Assert.Throws<NotebookFormatException>(() => NotebookDocument.Load(folder.Path)).Message);
        Assert.Equal($"{folder["none.ipynb"]}: there is no such file; check the path.", Assert.Throws<NotebookFormatException>(() => NotebookDocument.Load(folder["none.ipynb"])).Message);
        using (var large = File.Create(folder["large.ipynb"])) large.SetLength(300L << 20);
        Assert.Equal($"{folder["large.ipynb"]}: it has 300 MB, and at most 256 MB are read; clear its outputs in the editor and save it.", Assert.Throws<NotebookFormatException>(() => NotebookDocument.Load(folder["large.ipynb"])).Message);
    }

    static string Failure(byte[] utf8) => Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(utf8, "x.ipynb")).Message;
}
