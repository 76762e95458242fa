using ImageLearn.Grading.Intake;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Samples;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Feedback;

/// <summary>The invented class hands in what it says.</summary>
public sealed class SampleClassTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Its_notebooks_are_of_the_unit_and_differ_as_they_say()
    {
        var course = Course.Find(AppContext.BaseDirectory);
        var unit = course.Units(["01"])[0];
        var students = SampleClass.Write(unit, _folder);
        SampleClass.Write(unit, _folder); // again, over what is there
        var released = ReleasedUnit.Load(unit);
        var prepared = SubmissionFolder.Read(_folder).ToDictionary(student => student.Student, student =>
        {
            var handin = Assert.Single(student.Read());
            try { return NotebookRepair.Prepare(NotebookDocument.Parse(handin.Notebook, handin.Path), released); }
            catch (NotebookFormatException) { return null; }
        });
        Assert.Equal(students.Keys.Order(), prepared.Keys.Order());
        int Attempted(string student) => released.Questions.Count(question => prepared[student]!.IsAttempted(question.Id));
        Assert.Equal((12, 12, 6, 0), (Attempted("ada"), Attempted("ben"), Attempted("cleo"), Attempted("dan")));
        Assert.Equal(prepared["ada"]!.HashOf("Q1.3"), prepared["finn"]!.HashOf("Q1.3"));
        Assert.Equal(prepared["eva"]!.HashOf("Q1.1"), prepared["finn"]!.HashOf("Q1.1"));
        Assert.NotEqual(prepared["ada"]!.HashOf("Q1.1"), prepared["finn"]!.HashOf("Q1.1"));
        Assert.True(prepared["gil"]!.Repairs.Count >= 3, string.Join('\n', prepared["gil"]!.Repairs));
        Assert.Empty(prepared["ada"]!.Repairs);
        Assert.Null(prepared["karl"]);
        Assert.InRange(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length), 1, 2_000_000);
    }

    [Fact]
    public void A_unit_without_a_mistake_bank_is_refused()
    {
        using var course = new TemporaryCourse();
        Assert.Contains("mistake bank", Assert.Throws<CourseException>(() => SampleClass.Write(course.Add("01-doubling", NotebookText.Unit()), _folder)).Message);
    }
}
