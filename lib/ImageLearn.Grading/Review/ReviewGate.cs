using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ImageLearn.Grading.Review;

/// <summary>
/// Decides who is let in. Any program and any web page on this machine can send requests to the port: only the address that was printed opens it, and only our own page may ask from a browser.
/// </summary>
sealed class ReviewGate(int port)
{
    /// <summary>Of our page: its own script, style and requests, its own frames; no HTML made of texts.</summary>
    public const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    /// <summary>The first part of every path.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string Address => $"http://127.0.0.1:{port}/{Token}/";

    /// <summary>Why a request is refused, in a sentence; null when it is let in.</summary>
    public string? Refusal(HttpRequest request)
    {
        // A foreign name that leads to this machine (DNS rebinding) would make a foreign page "same origin".
        if (request.Host.Value != $"127.0.0.1:{port}" && request.Host.Value != $"localhost:{port}") return "This page is served to 127.0.0.1 only.";
        if (!HasToken(request.Path)) return "The address is not complete. Open the one that `imagelearn review` printed.";
        var origin = request.Headers.Origin.ToString();
        if (origin != "" && origin != $"http://{request.Host.Value}") return "Another page may not ask here.";
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "none" or "same-origin")) return "Another page may not lead here. Copy the address into the browser.";
        if (!HttpMethods.IsPost(request.Method)) return null;
        if (origin == "") return "A change has to come from the page itself.";
        return request.HasJsonContentType() ? null : "A change has to be JSON.";
    }

    // In the same time whatever is given, so that the token cannot be guessed piece by piece.
    bool HasToken(PathString path) => path.Value is { } text && text.Split('/') is ["", var given, ..]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Token));

    /// <summary>What every answer carries.</summary>
    public static void Protect(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["X-DNS-Prefetch-Control"] = "off";
    }
}
