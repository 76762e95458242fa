using System.Net;
using System.Net.Http.Headers;
using ImageLearn.Grading.Units;

namespace ImageLearn.Grading.Downloads;

/// <summary>A download of a known length that goes on where it stopped: after a cut or a stall by itself, after the end of the program when it is asked for again.</summary>
/// <param name="client">Its own timeout has to be infinite.</param>
/// <param name="url">What to download.</param>
/// <param name="bytes">How long it is.</param>
/// <param name="path">Where it goes; what has come so far lies there, too.</param>
public sealed class Download(HttpClient client, Uri url, long bytes, string path)
{
    /// <summary>How long nothing may come before the connection is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often in a row nothing new may come.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The wait before the second attempt; it doubles with each.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <param name="progress">Told how many bytes are there.</param>
    /// <param name="cancel">Stops the download; what has come stays.</param>
    /// <exception cref="CourseException">The server does not have it, has something else, or cannot be reached.</exception>
    public async Task RunAsync(IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        using var file = Open();
        if (file.Length > bytes) file.SetLength(0);
        for (int failed = 0; file.Length < bytes;)
        {
            var before = file.Length;
            var problem = await GoOnAsync(file, progress, cancel);
            if (problem is null) continue;
            failed = file.Length > before ? 1 : failed + 1;
            if (failed >= Attempts) throw new CourseException($"The download of {url} stopped at {file.Length} of {bytes} bytes: {problem}. Run the command again to go on from there.");
            await Task.Delay(Pause * (1 << (failed - 1)), cancel);
        }
    }

    FileStream Open()
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new CourseException($"{path} cannot be opened ({e.Message.TrimEnd('.')}). Is another download running?");
        }
    }

    /// <summary>One connection. What went wrong when it may go better the next time; null at the end of the file.</summary>
    async Task<string?> GoOnAsync(FileStream file, IProgress<long>? progress, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (file.Length > 0) request.Headers.Range = new RangeHeaderValue(file.Length, null);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if ((int)response.StatusCode >= 500) return $"the server answers {Status(response)}";
            Begin(file, response);
            using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
            var piece = new byte[1 << 16];
            while (true)
            {
                patience.CancelAfter(Patience);
                int got = await stream.ReadAsync(piece, patience.Token);
                if (got == 0) return file.Length == bytes ? null : "the connection was cut";
                if (file.Length + got > bytes) throw Other($"it sends more than {bytes} bytes", file);
                Write(file, piece.AsSpan(0, got));
                progress?.Report(file.Length);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"nothing came for {Patience.TotalSeconds:0.#} seconds";
        }
        catch (UriFormatException)
        {
            throw new CourseException($"{url} cannot be downloaded: the server sends us on to what is no address. {Elsewhere}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return e.InnerException?.Message.TrimEnd('.') ?? e.Message.TrimEnd('.');
        }
    }

    /// <summary>Places the file where the answer begins: behind what is there, or at its beginning when the server gives no parts.</summary>
    void Begin(FileStream file, HttpResponseMessage response)
    {
        var range = response.Content.Headers.ContentRange;
        var total = response.StatusCode == HttpStatusCode.PartialContent ? range?.Length : response.Content.Headers.ContentLength;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when range?.From == file.Length && (total ?? bytes) == bytes: break;
            case HttpStatusCode.OK when (total ?? bytes) == bytes: file.SetLength(0); break;
            case HttpStatusCode.OK or HttpStatusCode.PartialContent when (total ?? bytes) != bytes: throw Other($"it has {total} bytes instead of {bytes}", file);
            case HttpStatusCode.PartialContent: throw Other($"it begins at byte {range?.From?.ToString() ?? "?"} instead of {file.Length}", file);
            case HttpStatusCode.RequestedRangeNotSatisfiable: throw Other($"it has less than {file.Length} bytes instead of {bytes}", file);
            default: throw new CourseException($"{url} cannot be downloaded: the server answers {Status(response)}. {Elsewhere}");
        }
        file.Position = file.Length;
    }

    const string Elsewhere = "If you have the file from elsewhere, add it with imagelearn data add FILE.";

    /// <summary>Something else than what was published: what has come of it is of no use.</summary>
    CourseException Other(string how, FileStream file)
    {
        file.SetLength(0);
        return new($"{url} is not what was published: {how}. {Elsewhere}");
    }

    /// <summary>A full disk is no fault of the server's.</summary>
    void Write(FileStream file, ReadOnlySpan<byte> piece)
    {
        try
        {
            file.Write(piece);
        }
        catch (IOException e)
        {
            throw new CourseException($"{path} cannot be written: {e.Message.TrimEnd('.')}.");
        }
    }

    static string Status(HttpResponseMessage response) => $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
}
