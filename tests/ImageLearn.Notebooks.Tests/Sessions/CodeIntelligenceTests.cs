using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Sessions;

namespace ImageLearn.Notebooks.Tests.Sessions;

/// <summary>Completion, quick info, completeness and diagnostics. In the code, | is the cursor.</summary>
public sealed class CodeIntelligenceTests
{
    readonly CSharpSession _session = new(Environment.CurrentDirectory, new());

    async Task Run(string code) => Assert.Null((await _session.RunAsync(_session.Compile(code, "Cell 1"))).Exception);

    CompletionReply Complete(string code) => CodeCompletion.Complete(_session, code.Replace("|", ""), code.IndexOf('|'));

    InspectReply Inspect(string code) => CodeInspection.Inspect(_session, code.Replace("|", ""), code.IndexOf('|'));

    [Theory]
    [InlineData("\"text\".Sub|", "Substring", "method", "string string.Substring(int startIndex)")]
    [InlineData("Math.S|", "Sqrt", "method", "double Math.Sqrt(double d)")]
    [InlineData("System.Col|", "Collections", "namespace", "namespace Collections")]
    [InlineData("numbers.Wh|", "Where", "method", "IEnumerable<int> IEnumerable<int>.Where<int>(Func<int, bool> predicate)")]
    [InlineData("numb|", "numbers", "variable", "int[] numbers")]
    [InlineData("Twi|", "Twice", "method", "int Twice(int x)")]
    [InlineData("int local = 1;\nlo|", "local", "variable", "int local")]
    [InlineData("void F(int argument) { arg| }", "argument", "parameter", "int argument")]
    [InlineData("fore|", "foreach", "keyword", "foreach")]
    [InlineData("Ten|", "Tensor", "class", "class Tensor")]
    [InlineData("Tensor.Ze|", "Zeros", "method", "Tensor Tensor.Zeros(Shape shape)")]
    [InlineData("numbers.|\nvar next = 1;", "Length", "property", "int Array.Length")] // the next line must not swallow the dot
    [InlineData("numbers?.Len|", "Length", "property", "int Array.Length")]
    [InlineData("DayOfWeek.Fr|", "Friday", "enum member", "DayOfWeek.Friday = 5")]
    [InlineData("$\"{numbers.Len|}\"", "Length", "property", "int Array.Length")]
    [InlineData("Twice(|)", "x:", "parameter", "int x")]
    [InlineData("using System.Te|", "Text", "namespace", "namespace Text")]
    public async Task Completes(string code, string text, string kind, string signature)
    {
        await Run("int[] numbers = [1, 2, 3];\n/// <summary>Twice as much.</summary>\n/// <param name=\"x\">how much</param>\nstatic int Twice(int x) => 2 * x;");
        var item = Assert.Single(Complete(code).Items, item => item.Text == text);
        Assert.Equal(kind, item.Kind);
        Assert.StartsWith(signature, item.Signature);
    }

    [Fact]
    public async Task Replaces_the_word_under_the_cursor()
    {
        await Run("int value1 = 1;");
        var reply = Complete("var y = val|ue + 1;");
        Assert.Equal((8, 13), (reply.Start, reply.End));
    }

    [Theory]
    [InlineData("var s = \"Mat|\";")]
    [InlineData("// Mat|")]
    public void Is_silent_in_text_and_comments(string code) => Assert.Empty(Complete(code).Items);

    [Theory]
    [InlineData("Twi|ce(3)", "int Twice(int x)", "Twice as much.")]
    [InlineData("Twice(|", "int Twice(int x)", "how much")]
    [InlineData("numb|ers", "int[] numbers", "")]
    [InlineData("Tensor.Zer|os([2])", "Tensor Tensor.Zeros(Shape shape)", "")]
    [InlineData("Math.Sqr|t(2)", "double Math.Sqrt(double d)", "square root")] // the SDK's own documentation
    [InlineData("new List<int>().Ad|d(1)", "void List<int>.Add(int item)", "")]
    public async Task Inspects(string code, string signature, string documentation)
    {
        await Run("int[] numbers = [1];\n/// <summary>Twice as much.</summary>\n/// <param name=\"x\">how much</param>\nstatic int Twice(int x) => 2 * x;");
        var reply = Inspect(code);
        Assert.Contains(signature, reply.PlainText);
        Assert.Contains(documentation, reply.PlainText);
        Assert.Contains("```csharp", reply.Markdown);
    }

    [Fact]
    public void The_librarys_documentation_is_shown()
    {
        var reply = Inspect("Tensor.Zer|os([2])");
        Assert.True(reply.PlainText!.Split('\n').Length > 1, reply.PlainText);
    }

    [Fact]
    public void Nothing_is_known_of_nothing() => Assert.Null(Inspect("  |  ").PlainText);

    [Theory]
    [InlineData("1 + 1", "complete", "")]
    [InlineData("for (int i = 0; i < 3; i++)\n{", "incomplete", "    ")]
    [InlineData("Foo(", "incomplete", "    ")]
    [InlineData("var s = \"\"\"\n  text", "incomplete", "")]
    [InlineData("var x = 1; }", "invalid", "")]
    [InlineData("", "complete", "")]
    public void Knows_whether_a_cell_is_whole(string code, string status, string indent) =>
        Assert.Equal(new IsCompleteReply(status, indent), CodeInspection.IsComplete(code));

    [Fact]
    public void Diagnoses_without_running()
    {
        var diagnostics = CodeInspection.Diagnose(_session, "#r \"nuget: Nowhere, 1.0\"\nint n = \"text\";");
        var error = Assert.Single(diagnostics, diagnostic => diagnostic.Severity == "error");
        Assert.Equal(("CS0029", 2, 9), (error.Id, error.Line, error.Column));
    }

    /// <summary>Any cursor in any text gets an answer, never an exception.</summary>
    [Fact]
    public async Task Half_typed_code_confuses_nobody()
    {
        await Run("var list = new List<string> { \"a\" };");
        const string code = "list.Select(s => s.Len).Where(n => n > 0 && list[0] is { Length: > 1 } x ? x : new List<int> { Capacity = 3 }.\nstring s = $\"{list.Count:N2} \"; /* c */ Tensor.Zeros([1, 2]).Sum(axis: \n#r \"nuget: X\"\n\"\"\"\n#! not me\n\"\"\"";
        for (int i = 0; i <= code.Length; i++)
        {
            CodeCompletion.Complete(_session, code, i);
            CodeInspection.Inspect(_session, code, i);
            CodeInspection.IsComplete(code[..i]);
            CodeCompletion.Complete(_session, code[..i], i);
        }
    }
}
