using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Review;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Review;

/// <summary>A class whose answers wait for a marker, and the page for it. The answers are as long as real ones: text, code, a figure, a picture.</summary>
sealed class ReviewedClass : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("imagelearn-test-").FullName;
    readonly GradingRun _run;
    readonly List<IDisposable> _open = [];
    readonly List<ReviewServer> _servers = [];

    public ReviewedClass()
    {
        Book = Open();
        _run = Book.Begin("01", new Dictionary<string, string>(),
            [
                new("01", "Q1.1", 0, "Double", QuestionKind.Code, 3, 0, null),
                new("01", "Q1.2", 1, "Why doubling?", QuestionKind.Free, 4, 4, new([new("names the region", 1), new("says why the residual is large there", 2), new("gives a remedy", 1)])),
            ], resume: false);
    }

    public Gradebook Book { get; }

    public Gradebook Open()
    {
        var book = Gradebook.Open(Path.Combine(_folder, "gradebook.db"), create: true);
        _open.Add(book);
        return book;
    }

    /// <summary>Hands in a written answer, with cells behind it; gives back the submission's id.</summary>
    public string Submit(string student, string text, IReadOnlyList<FlagKind>? flags = null, params NotebookCell[] more)
    {
        var notebook = NotebookText.Notebook([NotebookText.Markdown("# Doubling"), NotebookText.Markdown("## Q1.2 Why doubling? (4 points)\nSay where the residual is large, and why."),
            NotebookText.Markdown(text, NotebookText.AnswerMetadata()), .. more, NotebookText.Code("Twice(2)", NotebookText.Json("""{"imagelearn": {"question": "Q1.2"}}"""))]);
        var id = Gradebook.IdOf("01", student, text);
        Book.Save(new(student, $"{student} Family"), new(id, student, "01", $"{student}.ipynb", DateTimeOffset.UtcNow, text, SubmissionState.Graded, "key", 0.5, [], _run.Id), notebook.ToJson(),
            [
                new(id, "Q1.1", 1, AnswerOutcome.Partly, "Some cases are missing.", [new("Q1.1", "three", "passed", "")], [new("seven", 2, false, "expected 14, got 7")], "a", false, _run.Id),
                new(id, "Q1.2", 0, AnswerOutcome.ByHand, "", [], [], text, false, _run.Id),
            ], [.. (flags ?? []).Select(kind => new Flag(id, "Q1.2", kind, "Its process ended.", "", DateTimeOffset.UtcNow))]);
        return id;
    }

    /// <summary>A server on the gradebook, opened once more, as another marker's program does.</summary>
    public async Task<ReviewServer> ServeAsync(string marker = "ann")
    {
        var server = await ReviewServer.StartAsync(Open(), "01", marker);
        _servers.Add(server);
        return server;
    }

    /// <summary>A client that asks as the page does.</summary>
    public async Task<HttpClient> ClientAsync(string marker = "ann")
    {
        var address = new Uri((await ServeAsync(marker)).Address);
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        _open.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        foreach (var one in _open) one.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

static class ReviewRequests
{
    public static async Task<JsonNode> ReadAsync(this HttpClient client, string path) => JsonNode.Parse(await client.GetStringAsync(path))!;

    public static Task<JsonNode> AnswerAsync(this HttpClient client, string submission, string question = "Q1.2", bool names = false) =>
        client.ReadAsync($"answer?submission={submission}&question={question}&names={(names ? 1 : 0)}");

    public static async Task<JsonNode> ChangeAsync(this HttpClient client, string path, object request)
    {
        var response = await client.PostAsJsonAsync(path, request, JsonSerializerOptions.Web);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public static Task<JsonNode> MarkAsync(this HttpClient client, string submission, string saw, int[]? criteria = null, double? points = null, string question = "Q1.2") =>
        client.ChangeAsync("mark", new { submission, question, saw, criteria, points });
}
