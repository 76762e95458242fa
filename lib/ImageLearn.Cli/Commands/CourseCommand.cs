using System.CommandLine;
using System.Globalization;
using ImageLearn.Grading.Students;
using ImageLearn.Grading.Units;
using Spectre.Console;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn course</c>: the index of the course, with how far the student is.</summary>
static class CourseCommand
{
    public static Command Create()
    {
        var write = new Option<bool>("--write") { Description = "Bring the index in README.md and in unit 00 up to date instead." };
        var command = new Command("course", "Lists the units: what for, how long, what they need, and how far you are.") { write };
        command.SetAction(parsed =>
        {
            var course = Course.Find(Environment.CurrentDirectory);
            if (parsed.GetValue(write)) Write(course);
            else Show(CourseIndex.Of(course));
        });
        return command;
    }

    static void Write(Course course)
    {
        var written = CourseIndex.Write(course);
        foreach (var path in written) Console.WriteLine($"{Path.GetRelativePath(course.Root, path)}: written anew");
        if (written.Count == 0) Console.WriteLine("The index is up to date.");
    }

    static void Show(IReadOnlyList<CourseEntry> entries)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("unit", "what for", "needs");
        foreach (var name in (string[])["questions", "minutes", "passed", "tried", "open"]) table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        foreach (var (_, about, questions, states, _) in entries)
            table.AddRow([new Text($"{about.Unit} {about.Title}"), new Text(CourseIndex.WhatFor(about)), new Text(string.Join(", ", about.Prerequisites)), Number(questions), Number(about.Minutes),
                .. ((QuestionState[])[QuestionState.Passed, QuestionState.Tried, QuestionState.Open]).Select(state => states is null ? new Text("–") : Number(states[state]))]);
        AnsiConsole.Write(table);
        foreach (var entry in entries.Where(entry => entry.Problem is not null)) Console.WriteLine(entry.Problem);
        Console.WriteLine("Passed, tried and open are counted in the saved notebooks: save yours first. A written answer counts as tried until somebody marks it.");
    }

    static Text Number(int number) => new(number.ToString(CultureInfo.InvariantCulture));
}
