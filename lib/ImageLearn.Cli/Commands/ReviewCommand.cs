using System.CommandLine;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Review;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn review</c>: a page in the browser on which people mark answers.</summary>
static class ReviewCommand
{
    static readonly Option<string> Marker = new("--marker") { Description = "Who marks; stands beside every mark.", HelpName = "name", DefaultValueFactory = _ => Environment.UserName };
    static readonly Option<int> Port = new("--port") { Description = "The port of the page (a free one).", HelpName = "port" };

    public static Command Create()
    {
        var command = new Command("review", "Serves a page, to this machine only, on which people mark answers by keyboard.") { GradebookArguments.Unit, GradebookArguments.Book, Marker, Port };
        Marker.Validators.Add(result => { if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>())) result.AddError("--marker has to be a name."); });
        Port.Validators.Add(result => { if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError("--port has to be 1 to 65535."); });
        command.SetAction(ReviewAsync);
        return command;
    }

    static async Task<int> ReviewAsync(ParseResult parsed, CancellationToken cancel)
    {
        using var gradebook = Gradebook.Open(GradebookArguments.PathOf(parsed));
        await using var server = await ReviewServer.StartAsync(gradebook, parsed.GetValue(GradebookArguments.Unit), parsed.GetRequiredValue(Marker), parsed.GetValue(Port));
        Console.WriteLine($"Open {server.Address}\nWhoever has this address can mark as {parsed.GetRequiredValue(Marker)}. Ctrl-C ends it; every mark is in the gradebook already.");
        await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return 0;
    }
}
