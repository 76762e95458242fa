using System.Text.Json.Nodes;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using static ImageLearn.Grading.Tests.NotebookText;

namespace ImageLearn.Grading.Tests.Units;

public class NbgraderTests
{
    public static TheoryData<string> Checksums => [.. JsonNode.Parse(File.ReadAllText("Fixtures/checksums.json"))!.AsArray().Select(item => item!.ToJsonString())];

    [Theory, MemberData(nameof(Checksums))]
    public void A_checksum_is_the_one_that_Python_computes(string json)
    {
        var expected = Json(json);
        var nbgrader = new JsonObject { ["schema_version"] = 3 };
        foreach (var name in (string[])["grade", "solution", "locked", "grade_id", "points"]) nbgrader[name] = expected[name]!.DeepClone();
        var cell = new NotebookCell(expected["cell_type"]!.ToString() == "code" ? CellKind.Code : CellKind.Markdown, expected["source"]!.ToString())
        {
            Metadata = new() { ["nbgrader"] = nbgrader },
        };

        Assert.Equal(expected["checksum"]!.ToString(), NbgraderMetadata.Of(cell)!.Checksum(cell));
    }

    /// <summary>From the release of its example course that nbgrader publishes (docs/source/user_guide/release/ps1/problem1.ipynb).</summary>
    [Theory]
    [InlineData("YOUR ANSWER HERE", CellKind.Markdown, """{"grade_id": "sum_of_squares_equation", "grade": true, "solution": true, "locked": false, "points": 1}""", "f3cc38a3e522c0be10852ebbe2a638b7")]
    [InlineData("# YOUR CODE HERE\nraise NotImplementedError()", CellKind.Code, """{"grade_id": "sum_of_squares_application", "grade": true, "solution": true, "locked": false, "points": 2}""", "5a96910dbc324f5565edf92f5c98af1b")]
    [InlineData("For this problem set, we'll be using the Jupyter notebook:\n\n![](jupyter.png)", CellKind.Markdown, """{"grade_id": "jupyter", "grade": false, "solution": false, "locked": true}""", "535c21960d4663d5edac398cb445d087")]
    public void A_checksum_is_the_one_that_nbgrader_wrote(string source, CellKind kind, string metadata, string checksum)
    {
        var cell = new NotebookCell(kind, source) { Metadata = new() { ["nbgrader"] = Json(metadata) } };
        Assert.Equal(checksum, NbgraderMetadata.Of(cell)!.Checksum(cell));
    }

    [Fact]
    public void Metadata_as_the_README_has_it_is_valid()
    {
        Assert.Empty(NbgraderSchema.Problems(Code(SolutionCode, SolutionMetadata())));
        Assert.Empty(NbgraderSchema.Problems(Code(CheckCode, CheckMetadata())));
        Assert.Empty(NbgraderSchema.Problems(Markdown("Because.", AnswerMetadata())));
        Assert.Empty(NbgraderSchema.Problems(Code("1 + 1")));
    }

    [Theory]
    [InlineData("schema_version", "2", "nbgrader.schema_version is 2; it has to be 3 or 4")]
    [InlineData("schema_version", null, "nbgrader.schema_version is missing. Add it")]
    [InlineData("grade", "\"yes\"", "nbgrader.grade is \"yes\"; it has to be true or false")]
    [InlineData("locked", null, "nbgrader.locked is missing. Add it")]
    [InlineData("grade_id", "\"q 1\"", "nbgrader.grade_id is \"q 1\"; it has to be letters, digits, - and _")]
    [InlineData("grade_id", "\"q1\\n\"", "nbgrader.grade_id is \"q1\\n\"; it has to be letters, digits, - and _")]
    [InlineData("grade_id", null, "nbgrader.grade_id is empty. Give the cell an id that no other has")]
    [InlineData("points", "-1", "nbgrader.points is -1; it has to be a number that is not negative")]
    [InlineData("points", "null", "nbgrader.points is null; it has to be a number that is not negative")]
    [InlineData("points", null, "nbgrader.points is missing. Say what the cell is worth")]
    [InlineData("checksum", "\"abc\"", "nbgrader.checksum is \"abc\"; it has to be 32 characters, or to be left out")]
    [InlineData("cell_type", "\"markdown\"", "nbgrader.cell_type is markdown, and the cell is code. Remove the key; release adds it")]
    [InlineData("hints", "[]", "nbgrader.hints: nbgrader knows no such key. Ours go under imagelearn")]
    [InlineData("task", "true", "nbgrader.task is true for a cell that is not Markdown. Only Markdown cells may be tasks")]
    public void Metadata_that_the_schema_refuses_is_named(string key, string? value, string problem)
    {
        var metadata = CheckMetadata();
        if (value is null) metadata["nbgrader"]!.AsObject().Remove(key);
        else metadata["nbgrader"]![key] = JsonNode.Parse(value);

        Assert.Equal([problem], NbgraderSchema.Problems(Code(CheckCode, metadata)));
    }

    [Fact]
    public void A_Markdown_answer_is_both_graded_and_a_solution()
    {
        Assert.Equal(["a Markdown answer needs both nbgrader.grade and nbgrader.solution. Set both to true, or both to false"],
            NbgraderSchema.Problems(Markdown("Because.", AnswerMetadata().With("nbgrader.solution", false))));
    }
}
