using System.CommandLine;
using System.Globalization;
using ImageLearn.Data;
using ImageLearn.Grading.Downloads;
using ImageLearn.Grading.Units;
using Spectre.Console;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn data</c>: gets the real data, which may not be passed on with the course.</summary>
static class DataCommand
{
    static readonly Argument<string> Name = new("NAME") { Description = string.Join(", or ", PublishedSet.All.Select(set => $"{set.Name} ({set.What}, {Megabytes(set.ZipBytes)})")) + "." };
    static readonly Option<Uri?> From = new("--from")
    {
        Description = "The same zip at another address.",
        HelpName = "url",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
            result.AddError($"--from has to be an address that begins with http:// or https://, not {result.Tokens[0].Value}.");
            return null;
        },
    };
    static readonly Argument<string> Given = new("FILE") { Description = "A zip as it was published, or a file of it." };

    public static Command Create() => new("data", "Gets the real data, which may not be passed on with the course. Without them the notebooks use data of our own.")
    {
        Fetch(),
        Add(),
        List(),
    };

    static DataStore Store => new(
        DataCache.Folder ?? throw new CourseException("Your user has no folder for application data. Set the environment variable IMAGELEARN_DATA to the folder where the data are to lie."), PublishedSet.All);

    static Command Fetch()
    {
        var command = new Command("fetch", "Downloads data from where they were published; goes on where it was stopped.") { Name, From };
        command.SetAction(async (parsed, cancel) =>
        {
            var (store, set) = (Store, PublishedSet.Find(parsed.GetRequiredValue(Name)));
            using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            var url = parsed.GetValue(From) ?? set.Url;
            Task<bool> FetchAsync(IProgress<long> progress) => Fetching.FetchAsync(store, set, path => new Download(client, url, set.ZipBytes, path), progress, cancel);

            var fetched = AnsiConsole.Profile.Out.IsTerminal
                ? await AnsiConsole.Progress().AutoClear(true)
                    .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                    .StartAsync(context => FetchAsync(new Bar(context.AddTask(set.Name, maxValue: set.ZipBytes))))
                : await FetchAsync(new Lines(set));
            Console.WriteLine($"{set.Name} {(fetched ? "is now" : "was already")} in {store.FolderOf(set)}; the notebooks use it from their next run on.");
        });
        return command;
    }

    static Command Add()
    {
        var command = new Command("add", "Takes data from a file that you have.") { Given };
        command.SetAction(parsed =>
        {
            var store = Store;
            var added = store.Add(parsed.GetRequiredValue(Given));
            foreach (var (set, file) in added) Console.WriteLine($"Added {Path.Combine(store.FolderOf(set), file.Name)}");
            foreach (var set in added.Select(one => one.Set).Distinct())
                if (store.Missing(set) is { Count: > 0 } missing) Console.WriteLine($"{set.Name} still lacks {string.Join(", ", missing.Select(file => file.Name))}.");
        });
        return command;
    }

    static Command List()
    {
        var command = new Command("list", "Says which data are there, and where.");
        command.SetAction(_ =>
        {
            var store = Store;
            Console.WriteLine(store.Folder);
            foreach (var set in PublishedSet.All)
            {
                var missing = store.Missing(set);
                Console.WriteLine($"  {set.Name,-12}  {(missing.Count == 0 ? "there" : missing.Count == set.Files.Count ? $"not there: imagelearn data fetch {set.Name}" : $"lacks {string.Join(", ", missing.Select(file => file.Name))}")}");
            }
        });
        return command;
    }

    static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");

    sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }

    /// <summary>For a log: a line a tenth.</summary>
    sealed class Lines(PublishedSet set) : IProgress<long>
    {
        long _tenths = -1;

        public void Report(long value)
        {
            if (value * 10 / set.ZipBytes is var tenths && tenths == _tenths) return;
            _tenths = tenths;
            Console.WriteLine($"{set.Name}: {Megabytes(value)} of {Megabytes(set.ZipBytes)}");
        }
    }
}
