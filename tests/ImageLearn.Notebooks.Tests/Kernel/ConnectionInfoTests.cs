using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Kernel.Jupyter;

namespace ImageLearn.Notebooks.Tests.Kernel;

public sealed class ConnectionInfoTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), $"connection-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_path);

    static JsonObject Good() => new()
    {
        ["shell_port"] = 50001, ["iopub_port"] = 50002, ["stdin_port"] = 50003, ["control_port"] = 50004, ["hb_port"] = 50005,
        ["ip"] = "127.0.0.1", ["key"] = "k", ["transport"] = "tcp", ["signature_scheme"] = "hmac-sha256", ["kernel_name"] = "x",
    };

    ConnectionInfo Read(string text)
    {
        File.WriteAllText(_path, text);
        return ConnectionInfo.Read(_path);
    }

    [Fact]
    public void A_file_as_Jupyter_writes_it_is_read()
    {
        var connection = Read(Good().ToJsonString());
        Assert.Equal((50001, 50002, 50003, 50004, 50005), (connection.Shell, connection.IoPub, connection.Stdin, connection.Control, connection.Heartbeat));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 50001), connection.AddressOf(connection.Shell));
        Assert.Equal("k"u8.ToArray(), connection.Key);
    }

    [Fact]
    public void Over_ipc_a_port_is_the_end_of_a_file_name()
    {
        var json = Good();
        json["transport"] = "ipc";
        json["ip"] = "/tmp/k";
        Assert.Equal("/tmp/k-50001", Assert.IsType<UnixDomainSocketEndPoint>(Read(json.ToJsonString()).AddressOf(50001)).ToString());
    }

    [Theory]
    [InlineData("", "is not JSON (line 1)")]
    [InlineData("{\n oops", "is not JSON (line 2)")]
    [InlineData("[1]", "holds a JSON Array, not an object")]
    [InlineData("""{"transport": "epgm"}""", "asks for transport \"epgm\"; this kernel speaks tcp or ipc")]
    [InlineData("""{"signature_scheme": "hmac-md5"}""", "asks for signature_scheme \"hmac-md5\"; this kernel speaks hmac-sha256")]
    [InlineData("""{"key": 7}""", "has \"key\": 7, where a string is needed")]
    [InlineData("""{"shell_port": 70000}""", "needs \"shell_port\", a port from 1 to 65535; it has 70000")]
    [InlineData("{}", "needs \"shell_port\", a port from 1 to 65535.")]
    public void A_file_that_is_no_good_is_named_with_the_reason(string text, string reason)
    {
        var message = Assert.Throws<KernelException>(() => Read(text)).Message;
        Assert.Contains(_path, message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(_path, Assert.Throws<KernelException>(() => ConnectionInfo.Read(_path)).Message);

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var json = Good();
        json["shell_port"] = port;
        File.WriteAllText(_path, json.ToJsonString());
        var e = await Assert.ThrowsAsync<KernelException>(() => JupyterKernel.RunAsync(_path));
        Assert.StartsWith($"The kernel cannot listen on tcp://127.0.0.1 port {port}: ", e.Message);
    }
}
