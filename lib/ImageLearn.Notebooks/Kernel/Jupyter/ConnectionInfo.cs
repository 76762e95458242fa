using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>What the connection file says, which the front end writes before it starts a kernel: addresses and key.</summary>
sealed record ConnectionInfo(string Transport, string Ip, int Shell, int IoPub, int Stdin, int Control, int Heartbeat, byte[] Key)
{
    /// <summary>Reads a connection file.</summary>
    /// <exception cref="KernelException">It is missing, is not JSON, lacks something, or asks for what we do not speak.</exception>
    public static ConnectionInfo Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new Fields(path, json.RootElement).Read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KernelException($"The connection file {path} is not there: Jupyter writes it when it starts a kernel, and names it in place of {{connection_file}}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"The connection file {path} cannot be read: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new KernelException($"The connection file {path} is not JSON (line {e.LineNumber + 1}).");
        }
    }

    /// <summary>The address of a port: over ipc a port is the number at the end of a socket file's name.</summary>
    public EndPoint AddressOf(int port)
    {
        if (Transport == "ipc") return new UnixDomainSocketEndPoint($"{Ip}-{port}");
        if (IPAddress.TryParse(Ip, out var address)) return new IPEndPoint(address, port);
        return new IPEndPoint(Ip == "*" ? IPAddress.Any : Dns.GetHostAddresses(Ip, AddressFamily.InterNetwork)[0], port);
    }

    /// <summary>The fields of the file, each read with its own complaint.</summary>
    readonly record struct Fields(string Path, JsonElement Root)
    {
        public ConnectionInfo Read()
        {
            if (Root.ValueKind != JsonValueKind.Object) throw new KernelException($"The connection file {Path} holds a JSON {Root.ValueKind}, not an object.");
            var transport = Text("transport", "tcp");
            if (transport is not ("tcp" or "ipc")) throw Unknown("transport", transport, "tcp or ipc");
            var scheme = Text("signature_scheme", "hmac-sha256");
            if (scheme != "hmac-sha256") throw Unknown("signature_scheme", scheme, "hmac-sha256");
            var key = Encoding.UTF8.GetBytes(Text("key", ""));
            var ip = Text("ip", transport == "tcp" ? "127.0.0.1" : "kernel-ipc");
            return new(transport, ip, Port("shell_port"), Port("iopub_port"), Port("stdin_port"), Port("control_port"), Port("hb_port"), key);
        }

        string Text(string name, string fallback) => !Root.TryGetProperty(name, out var value) ? fallback
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : throw new KernelException($"The connection file {Path} has \"{name}\": {value.GetRawText()}, where a string is needed.");

        int Port(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) && port is > 0 and <= ushort.MaxValue ? port
            : throw new KernelException($"The connection file {Path} needs \"{name}\", a port from 1 to 65535{(value.ValueKind == JsonValueKind.Undefined ? "" : $"; it has {value.GetRawText()}")}.");

        KernelException Unknown(string name, string value, string known) =>
            new($"The connection file {Path} asks for {name} \"{value}\"; this kernel speaks {known}.");
    }
}
