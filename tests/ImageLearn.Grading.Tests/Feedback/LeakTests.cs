using System.Net;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Feedback;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Tests.Grade;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Feedback;

/// <summary>A class that is graded, whose pages are searched for everything hidden.</summary>
public sealed class LeakTests : IDisposable
{
    readonly GradedClass _class = new();

    public void Dispose() => _class.Dispose();

    [Fact]
    public async Task No_page_holds_a_probe_its_name_its_input_or_its_value_and_no_page_runs_what_students_wrote()
    {
        const string Show = """HTML("<script>window.hurt=1</script><b onclick='window.hurt=1'>seen</b>"); Console.WriteLine("<script>window.hurt=1</script>");""";
        _class.Submit("ada");
        _class.Submit("bob", "static double Twice(double x) => x > 0 ? 2 * x : 0;");
        _class.Submit("cleo", "static double Twice(double x) { Console.WriteLine($\"asked for {x}\"); if (x != 3) throw new Exception($\"asked for {x}\"); return 6; }", Show);
        _class.Submit("dan", "static double Twice(double x) { if (x != 3) Environment.Exit(0); return 6; }");
        _class.Submit("eve", notebook => GradedClass.Cell(notebook, "q1-3").Source = "static Tensor Large() => [1, 2, 3];");
        // A display that stands in the notebook, and is changed while the probes are asked.
        _class.Submit("finn", "static double Twice(double x) { Spy.Board.Update($\"asked for {x}\"); return 2 * x; }", "static class Spy { public static DisplayHandle Board; }\nSpy.Board = display(\"nothing yet\");");
        await _class.GradeAsync();
        var folder = Path.Combine(_class.Course.Root, "feedback");
        _class.Read(book => FeedbackWriter.Write(book, new(), "01", folder, new Dictionary<string, Mistakes>()));

        var tests = ReleasedUnit.Load(_class.Unit).Tests;
        Assert.Equal(4, tests.Count);
        var release = NotebookDocument.Load(_class.Unit.StudentPath).ToJson();
        // Names, sources and what they are called with; 14, -2.5, 44 are what the solution gives.
        string[] secrets = [.. tests.Select(test => test.Name), .. tests.SelectMany(test => test.Reference.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), "Twice(seven)", "seven", "1.25", "9.5", "-2.5", "14", "44", "> 40", "Probe.", "BEGIN HIDDEN", "asked for 7", "asked for 19"];
        var pages = Directory.GetFiles(folder, "*.html", SearchOption.AllDirectories);
        Assert.Equal(7, pages.Length);
        foreach (var page in pages)
        {
            var html = File.ReadAllText(page);
            // The style sheet and the cells' anchors are ours, and how long it took is no secret.
            var seen = WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(html, "<(style|script)>.*?</\\1>|base64,[^\"]*|cell-[0-9]+", "", RegexOptions.Singleline), @"\d+(\.\d+)? (ms|s)\b", ""));
            seen = seen[seen.IndexOf("<body>", StringComparison.Ordinal)..];
            foreach (var secret in secrets)
            {
                var found = Regex.Match(seen, $@".{{0,80}}(?<![\w.]){Regex.Escape(secret)}(?![\w]).{{0,40}}");
                Assert.False(found.Success, $"{Path.GetFileName(page)} holds '{secret}': {found.Value}");
            }
            Assert.DoesNotContain("<script>window", html);
            Assert.DoesNotContain("<b onclick", html);
        }
        var cleo = File.ReadAllText(Path.Combine(folder, "01", "cleo.html"));
        Assert.Contains("asked for 3", cleo);
        Assert.Contains("<b>seen</b>", cleo);
        Assert.Contains(">asked for 2<", File.ReadAllText(Path.Combine(folder, "01", "finn.html"))); // by the last check of the notebook that doubles: four times one
        Assert.Contains("dan", File.ReadAllText(Path.Combine(folder, "01-class.html")).Split("To look at")[1].Split("Slowest")[0]);
        Assert.DoesNotContain(secrets[0], release); // what is searched for is not what was given out
    }
}
