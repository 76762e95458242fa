using ImageLearn.Grading.Downloads;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Tests.Downloads;

/// <summary>Downloads from a server of this machine that cuts, stalls, lies and cheats.</summary>
public sealed class FetchingTests : IDisposable
{
    readonly Published _published = new();
    readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose()
    {
        _client.Dispose();
        _published.Dispose();
    }

    byte[] Zip => _published.Zip;

    Task<bool> FetchAsync(StubbornServer server, IProgress<long>? progress = null, double patience = 30, CancellationToken cancel = default) => Fetching.FetchAsync(_published.Store, _published.Set,
        path => new(_client, server.Url, Zip.Length, path) { Patience = TimeSpan.FromSeconds(patience), Pause = TimeSpan.FromMilliseconds(10), Attempts = 3 }, progress, cancel);

    async Task<string> RefusalAsync(StubbornServer server) => (await Assert.ThrowsAsync<CourseException>(() => FetchAsync(server))).Message;

    [Fact]
    public async Task A_good_server_is_asked_once_and_then_not_again()
    {
        using var server = new StubbornServer((stream, from, _) => StubbornServer.WellAsync(stream, Zip, from));
        var seen = new List<long>();
        Assert.True(await FetchAsync(server, new Listener(seen.Add)));
        _published.AssertWhole();
        Assert.Equal(["cache/letters/one.mat", "cache/letters/two.mat"], _published.Files);
        Assert.Equal(Zip.Length, seen[^1]);
        Assert.Equal(seen.Order(), seen);
        Assert.False(await FetchAsync(server));
        Assert.Equal([null], server.Requests);
    }

    [Fact]
    public async Task A_connection_that_is_cut_goes_on_where_it_was()
    {
        using var server = new StubbornServer((stream, from, _) => StubbornServer.WellAsync(stream, Zip, from, most: 90_000));
        Assert.True(await FetchAsync(server));
        _published.AssertWhole();
        Assert.Equal([null, 90_000, 180_000], server.Requests);
    }

    [Fact]
    public async Task A_connection_that_stalls_is_given_up_and_goes_on()
    {
        int connections = 0;
        using var server = new StubbornServer(async (stream, from, stop) =>
        {
            bool stalls = connections++ == 0;
            await StubbornServer.WellAsync(stream, Zip, from, most: stalls ? 50_000 : int.MaxValue);
            if (stalls) await Task.Delay(Timeout.Infinite, stop);
        });
        Assert.True(await FetchAsync(server, patience: 2));
        _published.AssertWhole();
        Assert.Equal([null, 50_000], server.Requests);
    }

    [Fact]
    public async Task A_server_that_gives_no_parts_gives_the_whole_again()
    {
        int connections = 0;
        using var server = new StubbornServer((stream, _, _) => StubbornServer.WellAsync(stream, Zip, from: null, most: connections++ == 0 ? 90_000 : int.MaxValue));
        Assert.True(await FetchAsync(server));
        _published.AssertWhole();
        Assert.Equal([null, 90_000], server.Requests);
    }

    [Fact]
    public async Task What_never_comes_to_its_end_is_told_and_the_next_call_goes_on()
    {
        using (var server = new StubbornServer((stream, from, _) => from is null ? StubbornServer.WellAsync(stream, Zip, from, most: 70_000) : Task.CompletedTask))
            Assert.Matches($@"^The download of {server.Url} stopped at 70000 of {Zip.Length} bytes: .+[^.]\. Run the command again to go on from there\.$", await RefusalAsync(server));
        Assert.Equal(["cache/letters.zip.part"], _published.Files);

        using var better = new StubbornServer((stream, from, _) => StubbornServer.WellAsync(stream, Zip, from));
        Assert.True(await FetchAsync(better));
        _published.AssertWhole();
        Assert.Equal([70_000], better.Requests);
    }

    [Fact]
    public async Task Stopping_keeps_what_has_come()
    {
        // What was sent has not come yet: the first piece that stands in the file stops it.
        using var stop = new CancellationTokenSource();
        using (var server = new StubbornServer(async (stream, from, end) =>
        {
            await StubbornServer.WellAsync(stream, Zip, from, most: 60_000);
            await Task.Delay(Timeout.Infinite, end);
        }))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(server, new Listener(_ => stop.Cancel()), cancel: stop.Token));
        Assert.Equal(["cache/letters.zip.part"], _published.Files);
    }

    [Fact]
    public async Task A_server_without_the_file_is_named_with_its_answer()
    {
        using var server = new StubbornServer((stream, _, _) => StubbornServer.HeadAsync(stream, "404 Not Found", 0));
        Assert.Equal($"{server.Url} cannot be downloaded: the server answers 404 Not Found. If you have the file from elsewhere, add it with imagelearn data add FILE.", await RefusalAsync(server));
        Assert.Single(server.Requests);
        Assert.Empty(_published.Files);
    }

    [Fact]
    public async Task A_server_that_sends_on_to_what_is_no_address_is_named()
    {
        using var server = new StubbornServer((stream, _, _) => StubbornServer.HeadAsync(stream, "302 Found", 0, "Location: file:///etc/passwd\r\n"));
        Assert.Equal($"{server.Url} cannot be downloaded: the server sends us on to what is no address. If you have the file from elsewhere, add it with imagelearn data add FILE.", await RefusalAsync(server));
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_again()
    {
        int connections = 0;
        using var server = new StubbornServer((stream, from, _) => connections++ < 2 ? StubbornServer.HeadAsync(stream, "503 Busy", 0) : StubbornServer.WellAsync(stream, Zip, from));
        Assert.True(await FetchAsync(server));
    }

    [Fact]
    public async Task A_length_that_is_not_the_published_one_is_refused_before_the_download()
    {
        using var server = new StubbornServer((stream, _, _) => StubbornServer.HeadAsync(stream, "200 OK", 1 << 30));
        Assert.Equal($"{server.Url} is not what was published: it has {1 << 30} bytes instead of {Zip.Length}. If you have the file from elsewhere, add it with imagelearn data add FILE.", await RefusalAsync(server));
    }

    [Fact]
    public async Task A_server_that_says_no_length_and_never_ends_is_stopped()
    {
        using var server = new StubbornServer(async (stream, _, stop) =>
        {
            await StubbornServer.HeadAsync(stream, "200 OK");
            while (true) await stream.WriteAsync(new byte[10_000], stop);
        });
        Assert.StartsWith($"{server.Url} is not what was published: it sends more than {Zip.Length} bytes.", await RefusalAsync(server));
    }

    [Fact]
    public async Task A_server_that_gives_another_part_is_refused()
    {
        Directory.CreateDirectory(_published.Store.Folder);
        File.WriteAllBytes(Path.Combine(_published.Store.Folder, "letters.zip.part"), Zip[..1000]);
        using var server = new StubbornServer((stream, _, _) => StubbornServer.HeadAsync(stream, "206 Partial Content", 10, $"Content-Range: bytes 5-14/{Zip.Length}\r\n"));
        Assert.StartsWith($"{server.Url} is not what was published: it begins at byte 5 ", await RefusalAsync(server));
    }

    [Fact]
    public async Task A_zip_of_the_right_length_with_other_files_is_refused_and_removed()
    {
        var other = Zip.ToArray();
        other[50_000] ^= 1;
        using var server = new StubbornServer((stream, from, _) => StubbornServer.WellAsync(stream, other, from));
        Assert.StartsWith("What was downloaded is of no use and was removed: ", await RefusalAsync(server));
        Assert.Empty(_published.Files);
    }

    [Fact]
    public async Task A_zip_that_lacks_a_file_puts_nothing_in_place()
    {
        var incomplete = Published.ZipOf(("one.mat", _published.Contents["one.mat"]));
        using var server = new StubbornServer((stream, from, _) => StubbornServer.WellAsync(stream, incomplete, from));
        var error = await Assert.ThrowsAsync<CourseException>(() => Fetching.FetchAsync(_published.Store, _published.Set, path => new(_client, server.Url, incomplete.Length, path)));
        Assert.EndsWith("letters.zip.part does not hold two.mat, so it is not the zip of letters that was published.", error.Message);
        Assert.Empty(_published.Files);
    }

    [Fact]
    public async Task Two_downloads_of_the_same_do_not_mix()
    {
        Directory.CreateDirectory(_published.Store.Folder);
        using var first = new FileStream(Path.Combine(_published.Store.Folder, "letters.zip.part"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var server = new StubbornServer((stream, from, _) => StubbornServer.WellAsync(stream, Zip, from));
        Assert.EndsWith("Is another download running?", await RefusalAsync(server));
    }

    sealed class Listener(Action<long> hear) : IProgress<long>
    {
        public void Report(long value) => hear(value);
    }
}
