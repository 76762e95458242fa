using System.Text.RegularExpressions;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Similarity;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Similarity;

/// <summary>The page, from a folder and from a gradebook.</summary>
public sealed class SimilarPageTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;
    readonly InventedWork _invented = new("01");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Page => Path.Combine(_folder, "page.html");

    string Submissions => Path.Combine(_folder, "submissions");

    SimilarityReport Write(string? source = null) => SimilarityWriter.Write(_invented.Released.Unit, source ?? Submissions, Page);

    void Submit(string student, NotebookDocument notebook, string name = "notebook")
    {
        Directory.CreateDirectory(Path.Combine(Submissions, student));
        notebook.Save(Path.Combine(Submissions, student, name + ".ipynb"));
    }

    [Fact]
    public void A_page_shows_both_side_by_side_marks_what_they_share_and_runs_nothing()
    {
        const string Evil = "// </code></pre><script>window.hurt = 1</script><img src=x onerror='hurt()'>\n";
        for (var i = 0; i < 6; i++) Submit($"s{i}", _invented.Alone(i));
        var notebook = _invented.Alone(3);
        Submit("eve&lt;", InventedWork.Disguised(notebook, (source, _) => Evil + source.Replace("return", "/* so */ return")));
        Directory.CreateDirectory(Path.Combine(Submissions, "karl"));
        File.WriteAllText(Path.Combine(Submissions, "karl", "half.ipynb"), "{\"cells\": [");

        var report = Write();
        Assert.Equal((7, 1), (report.Students, report.Pairs));
        Assert.StartsWith("karl/half.ipynb: ", Assert.Single(report.LeftOut));
        var html = File.ReadAllText(Page);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<img", html);
        Assert.Contains("&lt;script&gt;window.hurt", html);
        Assert.Contains("eve&amp;lt;", html);
        Assert.Contains("not a verdict", html);
        Assert.Contains("prefers-color-scheme: dark", html);
        // Both sides of an answer have marks, and what stands in them is nearly all of it.
        var sides = Regex.Matches(html, "<div><h4>.*?</div>", RegexOptions.Singleline);
        Assert.True(sides.Count >= 4 && sides.Count % 2 == 0);
        foreach (Match side in sides) Assert.Contains("<mark", side.Value);
        Assert.Contains("<mark class=\"rare\">", html);
    }

    [Fact]
    public void A_class_without_similar_pairs_gets_a_page_that_says_so()
    {
        for (var i = 0; i < 4; i++) Submit($"s{i}", _invented.Alone(i));
        Assert.Equal((4, 0), (Write().Students, Write().Pairs));
        Assert.Contains("No two students share more than chance explains.", File.ReadAllText(Page));
        Assert.Throws<CourseException>(() => Write(Path.Combine(_folder, "nowhere")));
    }

    [Fact]
    public void A_gradebook_gives_the_same_pairs_and_of_several_attempts_the_last_counts()
    {
        var copied = _invented.Alone(3);
        using (var book = Gradebook.Open(Path.Combine(_folder, "gradebook.db"), create: true))
        {
            var run = book.Begin("01", new Dictionary<string, string>(), _invented.Released.Questions, resume: false);
            for (var i = 0; i < 6; i++) Save($"s{i}", _invented.Alone(i), hour: 1);
            Save("ada", copied, hour: 1);
            Save("ada", _invented.Alone(40), hour: 2);
            Save("eve", _invented.Alone(41), hour: 1);
            Save("eve", copied, hour: 2);

            void Save(string student, NotebookDocument notebook, int hour) => book.Save(new(student, student),
                new($"{student}{hour}", student, "01", $"{student}/{hour}.ipynb", new(2026, 11, 20, hour, 0, 0, TimeSpan.Zero), "", SubmissionState.Graded, "", 1, [], run.Id), notebook.ToJson(), [], []);
        }
        Assert.Equal((8, 1), (Write(Path.Combine(_folder, "gradebook.db")).Students, Write(Path.Combine(_folder, "gradebook.db")).Pairs));
        Assert.Matches("(s3 and eve|eve and s3)", File.ReadAllText(Page));
    }
}
