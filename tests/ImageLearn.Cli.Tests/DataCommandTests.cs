namespace ImageLearn.Cli.Tests;

public sealed class DataCommandTests : IDisposable
{
    readonly TheCommand _command = new();

    public void Dispose() => _command.Dispose();

    async Task<string> RefusalAsync(params string[] arguments)
    {
        var result = await _command.RunAsync(arguments);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        return result.Errors;
    }

    [Fact]
    public async Task List_says_where_the_data_lie_and_how_to_get_what_is_not_there()
    {
        Directory.CreateDirectory(_command["home/data/course-pages"]);
        File.WriteAllText(_command["home/data/course-pages/01_list.jpg"], "not the course's");
        var result = await _command.RunAsync("data", "list");
        Assert.Equal((0, $"{_command["home/data"]}\n  nist36        not there: imagelearn data fetch nist36\n  course-pages  not there: imagelearn data fetch course-pages\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Misuse_gets_one_sentence()
    {
        Assert.Equal("imagelearn: There are no data called 'mnist'. Give nist36 or course-pages.\n", await RefusalAsync("data", "fetch", "mnist"));
        Assert.Equal("--from has to be an address that begins with http:// or https://, not data.zip.", (await RefusalAsync("data", "fetch", "nist36", "--from", "data.zip")).Trim());
        Assert.Equal("imagelearn: There is no file 'data.zip'. Check the name and the folder.\n", await RefusalAsync("data", "add", "data.zip"));

        File.WriteAllText(_command["note.txt"], "a note");
        Assert.Matches("^imagelearn: note.txt \\(6 bytes, SHA-256 [0-9a-f]{64}\\) is no zip and none of the published files nist36_train.mat, .+04_deep.jpg. If it should be one, download it again.\n$", await RefusalAsync("data", "add", "note.txt"));
        Assert.False(Directory.Exists(_command["home/data"]));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        // Port 9 of this machine: nobody listens there, and a refused connection is known at once.
        var error = await RefusalAsync("data", "fetch", "course-pages", "--from", "http://127.0.0.1:9/images.zip");
        Assert.Matches(@"^imagelearn: The download of http://127\.0\.0\.1:9/images\.zip stopped at 0 of 3248168 bytes: .+\. Run the command again to go on from there\.\n$", error);
        Assert.Empty(Directory.GetFiles(_command["home/data"]));
    }
}
