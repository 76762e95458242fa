using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Samples;

/// <summary>
/// A small class of students who do not exist, to try grading with: their answers are the right and wrong attempts of a unit's mistake bank, and some hand in what no grader likes. It is made
/// when it is wanted, so that it always fits the unit.
/// </summary>
public static class SampleClass
{
    /// <summary>Makes a folder for each student. What is there already under those names is replaced.</summary>
    /// <returns>The students, with what each handed in.</returns>
    /// <exception cref="CourseException">The unit has no mistake bank.</exception>
    public static IReadOnlyDictionary<string, string> Write(Unit unit, string folder)
    {
        var exercises = unit.FromSolution(Exercise.All);
        var banked = exercises.Where(exercise => exercise.Metadata.Mistakes is { Wrong.Count: > 0, Right.Count: > 0 }).ToList();
        if (banked.Count < 3) throw new CourseException($"{unit.Name} has fewer than three questions with a mistake bank: a class cannot be made of it. Try unit 01.");
        var (first, last) = (banked[0].Question, banked[^1].Question);
        var half = exercises.Take(exercises.Count / 2).Select(exercise => exercise.Question).ToHashSet();

        var students = new Dictionary<string, string>();
        Hand("ada", "everything right", AnsweredCopy.Right);
        Hand("ben", "everything right, in other words", exercise => exercise.Metadata.Mistakes?.Right?.LastOrDefault()?.Source ?? AnsweredCopy.Right(exercise));
        Hand("cleo", "the first half", exercise => half.Contains(exercise.Question) ? AnsweredCopy.Right(exercise) : null);
        Hand("dan", "the released notebook, untouched", _ => null);
        Hand("eva", "a mistake in every question", AnsweredCopy.Wrong);
        Hand("finn", "the common mistake in the first two questions, the rest right", exercise => banked.Take(2).Any(common => common.Question == exercise.Question) ? AnsweredCopy.Wrong(exercise) : AnsweredCopy.Right(exercise));
        Hand("gil", "a notebook in disorder: an answer twice, a cell gone, one moved, a check changed", AnsweredCopy.Right, Disorder);
        Hand("hana", "a loop that never ends", exercise => exercise.Question == last ? ["while (true) { }"] : AnsweredCopy.Right(exercise));
        Hand("igor", "a loop that takes all memory", exercise => exercise.Question == last ? ["var all = new List<byte[]>();", "while (true) { all.Add(new byte[1 << 24]); Array.Fill(all[^1], (byte)1); }"] : AnsweredCopy.Right(exercise));
        Hand("jane", "an attempt to cheat", exercise => exercise.Question == first ? ["Environment.Exit(0);", "return null;"] : null, Cheat);
        var broken = Student("karl", "half a file");
        var text = File.ReadAllText(unit.StudentPath);
        File.WriteAllText(broken, text[..(text.Length / 2)]);
        return students;

        string Student(string name, string what)
        {
            students[name] = what;
            var own = Path.Combine(folder, name);
            if (Directory.Exists(own)) Directory.Delete(own, recursive: true);
            Directory.CreateDirectory(own);
            return Path.Combine(own, unit.Name + ".ipynb");
        }

        void Hand(string name, string what, Func<Exercise, IEnumerable<string>?> answer, Action<NotebookDocument>? change = null)
        {
            var copy = AnsweredCopy.Of(unit, answer);
            change?.Invoke(copy);
            copy.Save(Student(name, what));
        }
    }

    static void Disorder(NotebookDocument notebook)
    {
        var answers = notebook.Cells.Where(cell => cell.Kind == CellKind.Code && NbgraderMetadata.Of(cell) is { Solution: true }).ToList();
        var checks = notebook.Cells.Where(cell => NbgraderMetadata.Of(cell) is { Grade: true, Solution: false }).ToList();
        notebook.Cells.Insert(0, new(CellKind.Code, answers[0].Source));
        notebook.Cells.Remove(checks[1]);
        notebook.Cells.Remove(answers[^1]);
        notebook.Cells.Insert(1, answers[^1]);
        checks[0].Source = "// I have looked at it, and it is right.";
    }

    static void Cheat(NotebookDocument notebook)
    {
        notebook.Cells.Insert(1, new(CellKind.Code, """
            class Check { public static Check Question(string question, object method) { Console.WriteLine($"✓ {question} passed"); return new(); } }
            HTML("<script>document.title = 'Full marks'</script><h2 onclick=\"alert(1)\">✓ All questions passed</h2><img src=\"x\" onerror=\"document.body.innerHTML = 'Full marks'\">")
            """));
        notebook.Cells.Insert(2, new(CellKind.Code, """Directory.GetFiles("../solutions").Length"""));
        notebook.Cells.Add(new(CellKind.Markdown, "<script>alert('marks')</script>\n\n[Click here](javascript:alert(1)) <style>.note { display: none }</style> <iframe src=\"https://example.org\"></iframe> I deserve **full marks**."));
    }
}
