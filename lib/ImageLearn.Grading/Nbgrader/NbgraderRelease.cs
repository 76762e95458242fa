using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Intake;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Html;

namespace ImageLearn.Grading.Nbgrader;

/// <summary>
/// A notebook of a course that is kept in nbgrader's folders, read as nbgrader reads it: every graded cell is a question of its own, called as its <c>grade_id</c>.
/// </summary>
static partial class NbgraderRelease
{
    const long MostBeside = 64 << 20;
    const int LargestPicture = 1 << 20;

    static readonly string[] s_stub = ["// YOUR CODE HERE", "throw new NotImplementedException();"];

    /// <exception cref="CourseException">It is no notebook in C#, or its metadata is not nbgrader's.</exception>
    public static ReleasedUnit Of(Unit unit)
    {
        var solution = NotebookDocument.Load(unit.SolutionPath);
        var name = $"source/{unit.Assignment}/{Path.GetFileName(unit.SolutionPath)}";
        RequireCSharp(solution, name);
        RequireSchema(solution, name);
        // Its stubs may be the course's own.
        var given = File.Exists(unit.StudentPath) ? NotebookDocument.Load(unit.StudentPath).Cells.ToLookup(IdOf) : Array.Empty<NotebookCell>().ToLookup(IdOf);
        var files = Beside(unit);
        var cells = new List<ReleasedCell>();
        foreach (var (position, cell) in solution.Cells.Index())
            try { cells.Add(Cell(position, cell, NextTest(solution, position), given)); }
            catch (CourseException e) { throw new CourseException($"{name} {CellName.Of(solution, cell)}: {e.Message}."); }
        foreach (var cell in cells.Where(cell => cell.Released.Kind == CellKind.Markdown)) Attach(files, cell.Released);

        var document = new NotebookDocument { Metadata = solution.Metadata.DeepClone().AsObject() };
        document.Cells.AddRange(cells.Select(cell => cell.Released));
        return new()
        {
            Unit = unit,
            Document = document,
            Cells = cells,
            // The whole cell is asked once more, behind the visible part, which students see in their notebook.
            Tests = [.. cells.Where(cell => cell.Role == CellRole.Check && cell.Solution != cell.Released.Source).Select(cell => new HiddenTest(cell.Question!, cell.Position, "hidden tests", cell.Solution, cell.Solution, null))],
            Files = files,
            Given = Given(unit),
            Hash = Gradebook.HashOf([ReleasedUnit.HashOf(solution), .. cells.Select(cell => cell.Released.Source), .. files.Select(file => $"{file.Path} {Convert.ToHexString(SHA256.HashData(file.Content))}")]),
            Questions = [.. cells.Where(cell => NbgraderMetadata.Of(cell.Released) is { Grade: true } or { Task: true }).Select((cell, i) => Question(unit, i, cell, cells, solution.Cells[cell.Position]))],
        };
    }

    /// <summary>Whether a notebook is this one: by the folder of its assignment and its name, or, where it has another name or there are no such folders, by the names of most of its cells.</summary>
    public static bool IsOf(NotebookDocument submission, string path, ReleasedUnit unit)
    {
        var parts = path.Split('/');
        var assignment = new DirectoryInfo(Path.GetDirectoryName(unit.Unit.SolutionPath)!);
        var named = parts.SkipLast(1).Skip(1).Intersect(assignment.Parent!.EnumerateDirectories().Select(folder => folder.Name)).ToList(); // the first is the student's
        if (named.Count > 0 && !named.Contains(assignment.Name)) return false;
        if (named.Count > 0 && File.Exists(Path.Combine(assignment.FullName, parts[^1]))) return parts[^1] == Path.GetFileName(unit.Unit.SolutionPath);
        var ids = unit.Cells.Select(cell => cell.GradeId).OfType<string>().ToHashSet();
        return submission.Cells.Select(IdOf).OfType<string>().Distinct().Count(ids.Contains) * 2 > ids.Count;
    }

    /// <summary>The name of a cell that means something to nbgrader. One that once did may have kept its name, and copies of it have the same.</summary>
    static string? IdOf(NotebookCell cell) => NbgraderMetadata.Of(cell) is { GradeId: not "" } nbgrader and ({ Grade: true } or { Solution: true } or { Locked: true } or { Task: true }) ? nbgrader.GradeId : null;

    static ReleasedCell Cell(int position, NotebookCell source, string? nextTest, ILookup<string?, NotebookCell> given)
    {
        var nbgrader = NbgraderMetadata.Of(source);
        var id = IdOf(source);
        var role = (source.Kind, nbgrader) switch
        {
            (CellKind.Code, { Solution: true }) => CellRole.Answer,
            (_, { Solution: true }) => CellRole.WrittenAnswer,
            (CellKind.Code, { Grade: true }) => CellRole.Check,
            (_, { IsReadOnly: true } or { Task: true }) => CellRole.Locked,
            (CellKind.Code, _) => CellRole.Given,
            _ => CellRole.Text,
        };
        if (role == CellRole.Check && AutoTest().Match(source.Source) is { Success: true } auto)
            throw new CourseException($"'{auto.Value.Trim()}' is for nbgrader to make a test of, from the values of the solution. What is graded here has its tests written out: if (…) throw new Exception(\"…\")");
        var released = NbgraderRegion.Replace(NbgraderRegion.Replace(source.Source, NbgraderRegion.HiddenTests), NbgraderRegion.MarkScheme);
        if (role is CellRole.Answer or CellRole.WrittenAnswer)
        {
            string[] stub = role == CellRole.Answer ? s_stub : ["YOUR ANSWER HERE"];
            released = given[id].FirstOrDefault()?.Source
                ?? (NbgraderRegion.Inside(released, NbgraderRegion.Solution) is null ? string.Join('\n', stub) : NbgraderRegion.Replace(released, NbgraderRegion.Solution, stub));
        }
        var copy = new NotebookCell(source.Kind, released, source.Id) { Metadata = source.Metadata.DeepClone().AsObject(), Attachments = source.Attachments?.DeepClone().AsObject() };
        // By this the pages find a question's cells.
        if ((nbgrader is { Grade: true } or { Task: true } ? id : role == CellRole.Answer ? nextTest : null) is { } question) copy.Metadata["imagelearn"] = new JsonObject { ["question"] = question };
        return new(position, role, id, id, copy, NbgraderRegion.Open(NbgraderRegion.Open(source.Source, NbgraderRegion.HiddenTests), NbgraderRegion.Solution));
    }

    static string? NextTest(NotebookDocument solution, int position) =>
        solution.Cells.Skip(position).Where(cell => cell.Kind == CellKind.Code && NbgraderMetadata.Of(cell) is { Grade: true, Solution: false }).Select(IdOf).FirstOrDefault();

    static Question Question(Unit unit, int position, ReleasedCell cell, IReadOnlyList<ReleasedCell> released, NotebookCell source)
    {
        var nbgrader = NbgraderMetadata.Of(cell.Released)!;
        var byHand = cell.Role != CellRole.Check;
        var heading = released.Take(cell.Position + 1).Select(before => before.Released).Where(before => before.Kind == CellKind.Markdown).SelectMany(before => Heading().Matches(before.Source)).LastOrDefault();
        var scheme = NbgraderRegion.Inside(source.Source, NbgraderRegion.MarkScheme);
        return new(unit.Number, cell.GradeId!, position, heading?.Groups["title"].Value.Trim() ?? "", byHand ? QuestionKind.Free : QuestionKind.Code, nbgrader.Points, byHand ? nbgrader.Points : 0,
            scheme is null ? null : new([new(scheme.Trim(), nbgrader.Points)]));
    }

    static void RequireCSharp(NotebookDocument notebook, string name)
    {
        var kernel = notebook.Metadata["kernelspec"] as JsonObject;
        var language = (kernel?["language"] ?? (notebook.Metadata["language_info"] as JsonObject)?["name"])?.ToString();
        var isCSharp = language is null ? kernel?["name"]?.ToString() is null or ".net-csharp" or "imagelearn-csharp" : language is "C#" or "c#" or "csharp" or "polyglot-notebook";
        if (!isCSharp)
            throw new CourseException($"{name} is a notebook in {language ?? "another language"} (kernel {kernel?["name"] ?? "unknown"}), and what is graded here is C#, of the kernels .net-csharp and imagelearn-csharp. Grade it with nbgrader itself: nbgrader autograde {name.Split('/')[1]}.");
    }

    static void RequireSchema(NotebookDocument notebook, string name)
    {
        foreach (var cell in notebook.Cells)
            if (NbgraderSchema.Problems(cell).FirstOrDefault() is { } problem)
                throw new CourseException($"{name} {CellName.Of(notebook, cell)}: {problem}. `nbgrader validate` shows more, and `nbgrader update` brings what an older nbgrader wrote up to date.");
        if (notebook.Cells.Select(IdOf).OfType<string>().GroupBy(id => id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new CourseException($"{name} has {twice.Count()} cells with the grade_id '{twice.Key}'. Give each its own.");
    }

    /// <summary>Data and pictures of the assignment, which nbgrader gives to every submission.</summary>
    static IReadOnlyList<HandinFile> Beside(Unit unit)
    {
        var folder = Path.GetDirectoryName(unit.SolutionPath)!;
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension != ".ipynb" && !file.FullName.Contains(".ipynb_checkpoints", StringComparison.Ordinal)).OrderBy(file => file.FullName, StringComparer.Ordinal).ToList();
        if (files.Sum(file => file.Length) > MostBeside)
            throw new CourseException($"The files beside {unit.SolutionPath} have {files.Sum(file => file.Length) >> 20} MB, and at most {MostBeside >> 20} MB are given to every submission. Move them out of the assignment.");
        return [.. files.Select(file => new HandinFile(Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), File.ReadAllBytes(file.FullName)))];
    }

    /// <summary>What else students were given: nbgrader puts a header and a footer around each notebook.</summary>
    static IReadOnlyList<NotebookCell> Given(Unit unit) =>
        [.. new DirectoryInfo(Path.GetDirectoryName(unit.SolutionPath)!).Parent!.EnumerateFiles("*.ipynb").Select(file => file.FullName).Append(unit.StudentPath).Where(File.Exists).SelectMany(path => NotebookDocument.Load(path).Cells)];

    /// <summary>Gives a text its pictures, so that pages show them wherever the notebook is kept.</summary>
    static void Attach(IReadOnlyList<HandinFile> files, NotebookCell text)
    {
        foreach (var file in files.Where(file => file.Content.Length <= LargestPicture && text.Source.Contains(file.Path, StringComparison.Ordinal)))
            if (PagePictures.TypeOf(file.Path) is { } type) (text.Attachments ??= [])[file.Path] = new JsonObject { [type] = Convert.ToBase64String(file.Content) };
    }

    [GeneratedRegex(@"^[ \t]*(###|//).*\bAUTOTEST\b[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex AutoTest();

    [GeneratedRegex(@"^#+[ \t]+(?<title>.+?)(\s*\(\d+(\.\d+)? points?\))?\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
