using System.Text.RegularExpressions;
using ImageLearn.Grading.Students;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Cli.Tests;

/// <summary>What the README says is true: its links, its list of units, its commands, and what it says that a cell can do.</summary>
public sealed partial class ReadmeTests
{
    static readonly Course s_course = Course.Find(AppContext.BaseDirectory);
    static readonly string s_readme = File.ReadAllText(Path.Combine(s_course.Root, "README.md")).ReplaceLineEndings("\n");

    /// <summary>The text under a heading, down to the next heading.</summary>
    static string Section(string heading)
    {
        int start = s_readme.IndexOf($"# {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"The README has no section \"{heading}\".");
        int end = s_readme.IndexOf("\n#", start, StringComparison.Ordinal);
        return s_readme[start..(end < 0 ? s_readme.Length : end)];
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        var links = Link().Matches(s_readme).Select(match => match.Groups["to"].Value).Where(to => !to.StartsWith("http", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(s_course.Root, link)), link));
    }

    [Fact]
    public void The_index_here_and_in_unit_00_lists_every_unit_as_the_unit_describes_itself()
    {
        var entries = CourseIndex.Of(s_course);
        var start = NotebookDocument.Load(s_course.Units(["00"])[0].SolutionPath);
        foreach (var (place, text, folder) in ((string, string, string)[])[("README.md", s_readme, "notebooks/"), ("unit 00", string.Join('\n', start.Cells.Select(cell => cell.Source)), "")])
        {
            Assert.True(text.Contains(CourseIndex.Markdown(entries, folder)), $"The index in {place} is old: run imagelearn course --write.");
            Assert.Equal(s_course.Units().Select(unit => unit.Name), UnitRow().Matches(text).Select(row => row.Groups["file"].Value));
        }
    }

    [Fact]
    public async Task Its_commands_are_those_there_are()
    {
        using var command = new TheCommand();
        var help = (await command.RunAsync("--help")).Output;
        var commands = help[help.IndexOf("Commands:\n", StringComparison.Ordinal)..].Split('\n').Skip(1).Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]);
        var rows = CommandRow().Matches(Section("The command")).Select(row => row.Groups["name"].Value);
        Assert.Equal(commands.Order(), rows.Order());

        var lines = Invocation().Matches(s_readme).Select(match => match.Groups["arguments"].Value.Trim()).Where(arguments => arguments.Length > 0).ToList();
        Assert.Contains("run", lines);
        foreach (var line in lines)
        {
            var words = line.Split(' ');
            var own = await command.RunAsync([.. words.TakeWhile(word => !word.StartsWith('-')), "--help"]);
            Assert.Equal(0, own.ExitCode);
            Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains(option, own.Output));
        }
    }

    [Fact]
    public async Task A_cell_can_do_what_it_says()
    {
        // Those that name a file or a package are shown with files in the session's own tests.
        var codes = Code().Matches(Section("What a cell can do")).Select(match => match.Groups["code"].Value)
            .Where(code => code.EndsWith(')') || CellCommand().IsMatch(code)).ToList();
        Assert.Contains("handle.Update(y)", codes);
        Assert.Contains("#!whos", codes);

        using var command = new TheCommand();
        var cells = codes.Select(code => new NotebookCell(CellKind.Code, code.StartsWith('#') ? code : $"int x = 1, y = 2;\nvar handle = display(x);\n{code}"));
        command.Save("can.ipynb", [new NotebookCell(CellKind.Markdown, "# Can"), .. cells]);
        var run = await command.RunAsync("run", command["can.ipynb"]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    [GeneratedRegex(@"\]\((?<to>[^)#\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| \[[^\]]+\]\((notebooks/)?(?<file>[^)]+)\.ipynb\) \|.*\|$", RegexOptions.Multiline)]
    private static partial Regex UnitRow();

    [GeneratedRegex(@"^\| `(?<name>[a-z]+)", RegexOptions.Multiline)]
    private static partial Regex CommandRow();

    [GeneratedRegex(@"--project lib/ImageLearn\.Cli -- (?<arguments>[^#`\n]*)")]
    private static partial Regex Invocation();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^#!?[a-z]+$")]
    private static partial Regex CellCommand();
}
