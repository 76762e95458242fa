using Microsoft.Playwright;

namespace ImageLearn.Notebooks.Tests.Peers;

/// <summary>A test in a real browser, skipped where none is installed.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        Skip = Chromium.WhyNot;
    }
}

/// <summary>A headless browser. Tests of one class share it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    IPlaywright? _playwright;
    IBrowser? _browser;

    /// <summary>The installed browser; null when there is none.</summary>
    public static string? Program { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>Why there is no browser here; null when there is one.</summary>
    public static string? WhyNot => Program is null ? "needs a chromium (Debian: apt install chromium)" : null;

    public async Task InitializeAsync()
    {
        if (Program is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }

    /// <summary>An empty page that may ask servers.</summary>
    internal Task<IPage> NewPageAsync(int width = 1200, int height = 900) => _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });

    /// <summary>
    /// Opens a page as a file, offline. Whatever it writes to the console as an error or warning, throws, or asks for beside itself is in
    /// <see cref="OpenPage.Complaints"/>. With IMAGELEARN_SCREENSHOTS naming a folder, a picture of the page is put there to look at.
    /// </summary>
    internal async Task<OpenPage> OpenAsync(string html, string name, int width = 1280, bool dark = false)
    {
        var path = _folder[$"{name}.html"];
        await File.WriteAllTextAsync(path, html);
        var context = await _browser!.NewContextAsync(new() { Offline = true, ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        var page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (request.Url != new Uri(path).AbsoluteUri && !request.Url.StartsWith("data:", StringComparison.Ordinal)) complaints.Add("request: " + request.Url);
        };
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        if (Environment.GetEnvironmentVariable("IMAGELEARN_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}{(dark ? "-dark" : "")}.png"), FullPage = true });
        return new(page, complaints);
    }
}

/// <summary>A page in the browser, and what was wrong with it.</summary>
sealed record OpenPage(IPage Page, List<string> Complaints) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
