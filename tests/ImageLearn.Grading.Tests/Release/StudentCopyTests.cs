using ImageLearn.Checks;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Release;

public class StudentCopyTests
{
    static NotebookDocument Copy(params NotebookCell[] cells) => StudentCopy.Of(Notebook(cells), "01-doubling.ipynb");

    static string Refused(params NotebookCell[] cells) => Assert.Throws<CourseException>(() => Copy(cells)).Message;

    [Fact]
    public void A_solution_becomes_a_stub_at_its_indent()
    {
        Assert.Equal(
            """
            static double Twice(double x)
            {
                // TODO Q1.1
                throw new NotImplementedException("Q1.1: twice the number");
            }
            """, Copy(Code(SolutionCode, SolutionMetadata())).Cells[0].Source);
    }

    [Fact]
    public void A_stub_is_valid_CSharp_whatever_its_text()
    {
        var metadata = SolutionMetadata().With("imagelearn.stub", "a \"b\" \\c\n{d}");
        Assert.Contains("""throw new NotImplementedException("Q1.1: a \"b\" \\c\n{d}");""", Copy(Code(SolutionCode, metadata)).Cells[0].Source);

        var without = SolutionMetadata().With("imagelearn.stub", null);
        Assert.Contains("""throw new NotImplementedException("Q1.1");""", Copy(Code(SolutionCode, without)).Cells[0].Source);
    }

    [Fact]
    public void Hidden_tests_are_cut()
    {
        Assert.Equal("Check.Question(\"Q1.1\", (double x) => Twice(x)).Close(3.0, 6.0);", Copy(Code(CheckCode, CheckMetadata())).Cells[0].Source);
    }

    [Fact]
    public void A_written_answer_makes_room_for_the_students()
    {
        var answer = Markdown("Because 2x = x + x. ![sketch](attachment:s.png)", AnswerMetadata());
        answer.Attachments = Json("""{"s.png": {"image/png": "AA=="}}""");

        var cell = Copy(answer).Cells[0];
        Assert.Equal("*Your answer to Q1.2 goes here.*", cell.Source);
        Assert.Null(cell.Attachments);
    }

    [Fact]
    public void Paths_start_from_the_copys_folder()
    {
        Assert.Equal("#r \"../lib/a.dll\"\n#load \"b.csx\"\n#r \"nuget: X\"\nvar s = \"#r ../../\";",
            Copy(Code("#r \"../../lib/a.dll\"\n#load \"../b.csx\"\n#r \"nuget: X\"\nvar s = \"#r ../../\";")).Cells[0].Source);
    }

    [Fact]
    public void Hints_are_sealed_and_can_be_read_again()
    {
        var source = Copy(Code("""Hint.For("Q1.1", reveal: 0, "Multiply \"it\".", "By " + "two."); // Hint""")).Cells[0].Source;

        Assert.Equal($"""Hint.For("Q1.1", reveal: 0, "{Hint.Seal("Multiply \"it\".")}", "{Hint.Seal("By two.")}"); // Hint""", source);
        Assert.DoesNotContain("Multiply", source);
        Assert.Equal("By two.", Hint.Read(Hint.Seal("By two.")));
    }

    [Theory]
    [InlineData("#r \"../../lib/ImageLearn.dll\"\nusing ImageLearn;", "#r \"../lib/ImageLearn.dll\"\nusing ImageLearn;")]
    [InlineData("1\n#load \"../shared.csx\"", "1\n#load \"shared.csx\"")]
    [InlineData("#r \"nuget: Markdig, 1.0.0\"", "#r \"nuget: Markdig, 1.0.0\"")]
    [InlineData("var text = \"../../data\"; // #r \"../x.dll\"", "var text = \"../../data\"; // #r \"../x.dll\"")]
    public void References_start_from_the_folder_above(string source, string copy) => Assert.Equal(copy, Copy(Code(source)).Cells[0].Source);

    [Fact]
    public void Nothing_of_the_solution_is_left()
    {
        var metadata = SolutionMetadata()
            .With("imagelearn.mistakes", Json("""{"wrong": [{"name": "square", "source": "return x * x;", "message": "SECRET"}]}"""))
            .With("execution", Json("""{"iopub.status.busy": "SECRET"}"""))
            .With("somebody", "SECRET")
            .With("tags", Json("""{"t": ["keep"]}""")["t"]!.DeepClone());
        var cell = Code(SolutionCode, metadata);
        cell.ExecutionCount = 3;
        cell.Outputs.Add(CellOutput.Stream("stdout", "SECRET"));
        cell.Other["secret"] = "SECRET";
        var solution = Notebook(cell);
        solution.Metadata["secret"] = "SECRET";

        var copy = StudentCopy.Of(solution, "01.ipynb");
        Assert.DoesNotContain("SECRET", copy.ToJson());
        Assert.DoesNotContain("2 * x", copy.ToJson());
        Assert.Null(copy.Cells[0].ExecutionCount);
        Assert.Equal("""["keep"]""", copy.Cells[0].Metadata["tags"]!.ToJsonString());
        Assert.Equal("Doubling", copy.Metadata["imagelearn"]!["title"]!.ToString());
        Assert.Equal(solution.Cells[0].Id, copy.Cells[0].Id);
        Assert.Contains("SECRET", solution.ToJson());
    }

    [Fact]
    public void Cells_are_sealed_as_nbgrader_does()
    {
        var cells = StudentCopy.Of(Unit(), "01.ipynb").Cells;
        var (solution, check) = (cells[2], cells[4]);

        // The MD5 of the text "<source>codeFalseTrueFalseq1-1" and "<source>codeTrueFalseTrueq1-1-check3.0", by md5sum.
        Assert.Equal("402049ed6b75433427bc723e3347fc9a", solution.Metadata["nbgrader"]!["checksum"]!.ToString());
        Assert.Equal("760de51e03efb6b0816cffa6122b8163", check.Metadata["nbgrader"]!["checksum"]!.ToString());
        Assert.Equal("code", check.Metadata["nbgrader"]!["cell_type"]!.ToString());
        Assert.Equal((false, null), (Flag(solution, "deletable"), Flag(solution, "editable")));
        Assert.Equal((false, false), (Flag(check, "deletable"), Flag(check, "editable")));
        Assert.Equal((null, null), (Flag(cells[0], "deletable"), Flag(cells[0], "editable")));
        Assert.All(cells, cell => Assert.Empty(NbgraderSchema.Problems(cell)));

        static bool? Flag(NotebookCell cell, string name) => (bool?)cell.Metadata[name];
    }

    [Fact]
    public void The_same_solution_makes_the_same_bytes()
    {
        Assert.Equal(StudentCopy.Of(Unit(), "01.ipynb").ToJson(), StudentCopy.Of(Unit(), "01.ipynb").ToJson());
    }

    [Theory]
    [InlineData("// BEGIN SOLUTION\nreturn 1;", "a region is not closed. Add // END SOLUTION")]
    [InlineData("return 1;\n// END SOLUTION", "'// END SOLUTION' closes no region. Remove it, or add the // BEGIN SOLUTION that belongs to it")]
    [InlineData("// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION", "'// BEGIN SOLUTION' stands inside another region. Regions do not nest: close the first one before it")]
    [InlineData("// BEGIN SOLUTION\n// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS\n// END SOLUTION", "'// BEGIN HIDDEN TESTS' stands inside another region.")]
    [InlineData("return 1; // BEGIN SOLUTION", "'return 1; // BEGIN SOLUTION' looks like a marker. A marker is a line of its own:")]
    [InlineData("### BEGIN SOLUTION\n### END SOLUTION", "'### BEGIN SOLUTION' looks like a marker. A marker is a line of its own:")]
    [InlineData("return 1;", "the cell is a solution without a solution region. Put // BEGIN SOLUTION and // END SOLUTION around what the student has to write")]
    public void Markers_that_would_give_the_solution_away_are_refused(string source, string message)
    {
        var refused = Refused(Markdown("# T"), Code("1 + 1"), Code(source, SolutionMetadata()));
        Assert.StartsWith("01-doubling.ipynb cell [2]: ", refused);
        Assert.Contains(message, refused);
    }

    [Fact]
    public void A_solution_region_in_a_cell_that_is_no_solution_is_refused()
    {
        Assert.Equal("01-doubling.ipynb cell [1]: the cell has a solution region and is not marked as a solution. Set \"solution\": true in its nbgrader metadata.", Refused(Code(SolutionCode)));
    }

    [Fact]
    public void A_hint_that_is_no_literal_is_refused()
    {
        Assert.Equal("01-doubling.ipynb cell [1]: the hint text cannot be sealed. Write it as a string literal.", Refused(Code("Hint.For(\"Q1\", 0, text);")));
    }

    [Fact]
    public void A_misspelt_key_is_refused()
    {
        var metadata = SolutionMetadata().With("imagelearn.mistake", Json("{}"));
        Assert.Equal("01-doubling.ipynb cell [1]: the imagelearn metadata is not as lib/ImageLearn.Grading/README.md has it: there is no key 'mistake', at $.mistake. Mend it there.", Refused(Code(SolutionCode, metadata)));
    }
}
