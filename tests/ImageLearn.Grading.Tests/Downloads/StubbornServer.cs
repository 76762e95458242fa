using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageLearn.Grading.Tests.Downloads;

/// <summary>A server of this machine that answers as a test wants it to, badly if need be: it writes what stands on the wire.</summary>
sealed partial class StubbornServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();

    /// <param name="answer">Writes the answer to a request that wants the bytes from a number on (null: all). The connection then ends.</param>
    public StubbornServer(Func<Stream, long?, CancellationToken, Task> answer)
    {
        _listener.Start();
        Url = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data.zip");
        _ = ServeAsync(answer);
    }

    public Uri Url { get; }

    /// <summary>Where each request wanted to begin.</summary>
    public List<long?> Requests { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Writes an answer's head, with the length it claims.</summary>
    public static Task HeadAsync(Stream stream, string status, long? claims = null, string more = "") =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{(claims is null ? "" : $"Content-Length: {claims}\r\n")}{more}\r\n")).AsTask();

    /// <summary>Answers as a server should, but writes no more than <paramref name="most"/> bytes.</summary>
    public static async Task WellAsync(Stream stream, byte[] file, long? from, int most = int.MaxValue)
    {
        var start = (int)(from ?? 0);
        if (from is null) await HeadAsync(stream, "200 OK", file.Length);
        else await HeadAsync(stream, "206 Partial Content", file.Length - start, $"Content-Range: bytes {start}-{file.Length - 1}/{file.Length}\r\n");
        await stream.WriteAsync(file.AsMemory(start, Math.Min(most, file.Length - start)));
    }

    async Task ServeAsync(Func<Stream, long?, CancellationToken, Task> answer)
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token), answer);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException) { }   // the test is over
    }

    async Task AnswerAsync(TcpClient client, Func<Stream, long?, CancellationToken, Task> answer)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var range = Range().Match(await HeadOfAsync(stream));
                long? from = range.Success ? long.Parse(range.Groups[1].ValueSpan) : null;
                lock (Requests) Requests.Add(from);
                await answer(stream, from, _stop.Token);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException) { }   // the other side hung up
        }
    }

    static async Task<string> HeadOfAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1) head.Append((char)one[0]);
        return head.ToString();
    }

    [GeneratedRegex(@"Range: bytes=(\d+)-", RegexOptions.IgnoreCase)]
    private static partial Regex Range();
}
