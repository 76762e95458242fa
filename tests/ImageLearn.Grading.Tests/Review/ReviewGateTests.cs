using System.Net;
using System.Text;
using ImageLearn.Grading.Review;

namespace ImageLearn.Grading.Tests.Review;

/// <summary>Who is let in. Each of these differs from a request that is in one thing only.</summary>
public sealed class ReviewGateTests : IAsyncLifetime
{
    readonly ReviewedClass _class = new();
    readonly HttpClient _client = new();
    ReviewServer _server = null!;
    string _id = "";

    public async Task InitializeAsync()
    {
        _id = _class.Submit("ada", "because");
        _server = await _class.ServeAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _class.DisposeAsync();
    }

    string Origin => new Uri(_server.Address).GetLeftPart(UriPartial.Authority);

    HttpRequestMessage Mark(string type = "application/json") => new(HttpMethod.Post, _server.Address + "mark")
    {
        Content = new StringContent($$"""{"submission": "{{_id}}", "question": "Q1.2", "saw": "", "points": 4}""", Encoding.UTF8, type),
        Headers = { { "Origin", Origin }, { "Sec-Fetch-Site", "same-origin" } },
    };

    async Task RefusedAsync(HttpRequestMessage request, string reason)
    {
        var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync());
        Assert.Empty(_class.Book.ManualMarks());
    }

    [Fact]
    public async Task The_page_itself_is_let_in()
    {
        Assert.Contains("<title>Marking</title>", await _client.GetStringAsync(_server.Address));
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(Mark())).StatusCode);
        Assert.Single(_class.Book.ManualMarks());
    }

    [Fact]
    public async Task Without_the_token_nothing_is_told()
    {
        foreach (var path in (string[])["/", "/questions", "/review.js", $"/{new string('0', 32)}/questions", $"/{new string('0', 32)}/mark"])
            await RefusedAsync(new(HttpMethod.Get, Origin + path), "The address is not complete.");
        var post = Mark();
        post.RequestUri = new(Origin + "/mark");
        await RefusedAsync(post, "The address is not complete.");
    }

    [Fact]
    public async Task Another_page_may_neither_ask_nor_lead_here()
    {
        foreach (var origin in (string[])["https://evil.example", "http://127.0.0.1:1", "null"])
        {
            var post = Mark();
            post.Headers.Remove("Origin");
            post.Headers.Add("Origin", origin);
            await RefusedAsync(post, "Another page may not ask here.");
        }
        await RefusedAsync(new(HttpMethod.Get, _server.Address + "questions") { Headers = { { "Origin", "https://evil.example" } } }, "Another page may not ask here.");
        foreach (var site in (string[])["cross-site", "same-site"])
            await RefusedAsync(new(HttpMethod.Get, _server.Address) { Headers = { { "Sec-Fetch-Site", site } } }, "Another page may not lead here.");
        var silent = Mark();
        silent.Headers.Remove("Origin");
        await RefusedAsync(silent, "A change has to come from the page itself.");
        await RefusedAsync(Mark("text/plain"), "A change has to be JSON.");
    }

    [Fact]
    public async Task A_foreign_name_for_this_machine_is_refused()
    {
        foreach (var host in (string[])["evil.example", $"evil.example:{new Uri(_server.Address).Port}", "127.0.0.1"])
        {
            var post = Mark();
            post.Headers.Host = host;
            post.Headers.Remove("Origin");
            post.Headers.Add("Origin", $"http://{host}");
            await RefusedAsync(post, "served to 127.0.0.1 only");
        }
    }

    [Fact]
    public async Task Every_answer_says_what_may_run_and_load()
    {
        foreach (var path in (string[])["", "review.js", "questions", $"cells?submission={_id}&question=Q1.2", "nowhere"])
        {
            var response = await _client.GetAsync(_server.Address + path);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none';", policy);
            Assert.DoesNotContain("unsafe-eval", policy);
            Assert.DoesNotContain("allow-scripts", policy);
            Assert.Equal(path.StartsWith("cells", StringComparison.Ordinal), policy.Contains("sandbox"));
            Assert.Equal(("no-store", "nosniff", "no-referrer"), (string.Join("", response.Headers.GetValues("Cache-Control")), string.Join("", response.Headers.GetValues("X-Content-Type-Options")), string.Join("", response.Headers.GetValues("Referrer-Policy"))));
        }
    }

    [Fact]
    public async Task Other_machines_cannot_reach_it()
    {
        var address = (await Dns.GetHostAddressesAsync(Dns.GetHostName())).FirstOrDefault(address => !IPAddress.IsLoopback(address));
        if (address is null) return; // a machine with no other address cannot be reached
        using var socket = new System.Net.Sockets.TcpClient(address.AddressFamily);
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => socket.ConnectAsync(address, new Uri(_server.Address).Port));
    }
}
