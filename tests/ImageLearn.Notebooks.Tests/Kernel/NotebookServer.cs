using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ImageLearn.Notebooks.Tests.Peers;

namespace ImageLearn.Notebooks.Tests.Kernel;

/// <summary>Debian's <c>jupyter notebook</c> with our kernel, in folders of its own; it serves <see cref="Folder"/>.</summary>
sealed class NotebookServer : IAsyncDisposable
{
    readonly TemporaryFolder _home = new();
    readonly HttpClient _http = new();
    Process? _process;

    NotebookServer() => Folder = _home["notebooks", folder: true];

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}/");

    public string Folder { get; }

    public static async Task<NotebookServer> StartAsync()
    {
        var server = new NotebookServer();
        try
        {
            await server.InstallKernelAsync();
            await server.ListenAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    async Task InstallKernelAsync()
    {
        using var install = Start("dotnet", JupyterPeers.Cli, "kernel", "install", "--prefix", _home.Path);
        var said = await install.StandardError.ReadToEndAsync();
        await install.WaitForExitAsync();
        Assert.True(install.ExitCode == 0, said);
    }

    async Task ListenAsync()
    {
        _process = Start(JupyterPeers.Python, "-m", "notebook", "--no-browser", "--allow-root", $"--ip={Address.Host}", $"--port={Address.Port}", "--NotebookApp.port_retries=0",
            "--NotebookApp.token=", "--NotebookApp.password=", $"--notebook-dir={Folder}");
        var log = _process.StandardError.ReadToEndAsync();
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            if (_process.HasExited) Assert.Fail(await log);
            try
            {
                await _http.GetStringAsync(new Uri(Address, "api"));
                return;
            }
            catch (HttpRequestException) when (patience.Elapsed < TimeSpan.FromMinutes(1)) { }
        }
    }

    Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in (ReadOnlySpan<string>)["JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "XDG_DATA_HOME", "IPYTHONDIR"])
            start.Environment[name] = _home[name];
        start.Environment["JUPYTER_PATH"] = _home[Path.Combine("share", "jupyter")];
        return Process.Start(start)!;
    }

    static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _http.Dispose();
        _home.Dispose();
    }
}
