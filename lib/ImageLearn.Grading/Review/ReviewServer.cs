using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Units;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ImageLearn.Grading.Review;

/// <summary>The page on which people mark answers, served to this machine until it is disposed. It keeps nothing of its own: every change is in the gradebook before the browser hears of it.</summary>
public sealed class ReviewServer : IAsyncDisposable
{
    const int LargestRequest = 256 << 10;

    readonly WebApplication _app;
    readonly ReviewGate _gate;

    ReviewServer(WebApplication app, ReviewGate gate) => (_app, _gate) = (app, gate);

    /// <summary>What to open in a browser. Whoever has it can mark.</summary>
    public string Address => _gate.Address;

    /// <summary>Begins to serve.</summary>
    /// <param name="book">The gradebook; the caller closes it.</param>
    /// <param name="unit">The unit to mark, or the assignment of nbgrader's; null for all.</param>
    /// <param name="marker">Who marks; stands beside every mark.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <exception cref="CourseException">The gradebook has nothing of that unit, or the port is taken.</exception>
    public static async Task<ReviewServer> StartAsync(Gradebook book, string? unit, string marker, int port = 0)
    {
        var units = book.UnitsOf(unit);
        if (units.Count == 0)
            throw new CourseException($"{book.Path} has no answers to mark{(unit is null ? "" : $" in unit {unit}")}. It has the units {(book.Units() is { Count: > 0 } all ? string.Join(", ", all) : "none")}; `imagelearn grade` adds others.");
        if (port == 0) port = FreePort();
        var builder = WebApplication.CreateEmptyBuilder(new()); // no settings from files or the environment
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
        });
        var app = builder.Build();
        var gate = new ReviewGate(port);
        app.Use((context, next) => GuardAsync(gate, context, next));
        app.UseRouting();
        Map(app, new ReviewDesk(book, units, marker), $"/{gate.Token}/");
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            throw new CourseException($"The page cannot be served: {e.Message.TrimEnd('.')}. Give another --port.");
        }
        return new(app, gate);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    static async Task GuardAsync(ReviewGate gate, HttpContext context, RequestDelegate next)
    {
        ReviewGate.Protect(context.Response.Headers, ReviewGate.Policy);
        if (gate.Refusal(context.Request) is { } refusal)
        {
            await SayAsync(context, StatusCodes.Status403Forbidden, refusal);
            return;
        }
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is CourseException or JsonException or BadHttpRequestException && !context.Response.HasStarted)
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, e is CourseException ? e.Message : "The request is not as the page writes it. Reload the page.");
        }
    }

    static Task SayAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    static void Map(WebApplication app, ReviewDesk desk, string root)
    {
        foreach (var (path, file, type) in ((string, string, string)[])[("", "review.html", "text/html"), ("review.css", "review.css", "text/css"), ("review.js", "review.js", "text/javascript")])
        {
            var text = Resource(file);
            app.MapGet(root + path, context => SendAsync(context, text, type));
        }
        app.MapGet(root + "questions", context => JsonAsync(context, new { desk.Marker, Questions = desk.Questions() }));
        app.MapGet(root + "queue", context => JsonAsync(context, desk.Queue(Query(context, "unit"), Query(context, "question"))));
        app.MapGet(root + "answer", context => JsonAsync(context, desk.Answer(Query(context, "submission"), Query(context, "question"), Query(context, "names") == "1")));
        app.MapGet(root + "cells", context =>
        {
            ReviewGate.Protect(context.Response.Headers, AnswerDocument.Policy);
            return SendAsync(context, desk.Document(Query(context, "submission"), Query(context, "question"), Query(context, "whole") == "1"), "text/html");
        });
        Change<MarkRequest>("mark", request => desk.Mark(request));
        Change<PhraseRequest>("phrase", request => desk.Keep(request));
        Change<CommentRequest>("comment", request => { desk.Write(request); return desk.Answer(request.Submission, request.Question, names: false); });
        Change<FlagRequest>("flag", request => { desk.Flag(request); return desk.Answer(request.Submission, request.Question, names: false); });

        void Change<T>(string path, Func<T, object> change) where T : class => app.MapPost(root + path, async context =>
            await JsonAsync(context, change(await context.Request.ReadFromJsonAsync<T>(s_strict, context.RequestAborted) ?? throw new JsonException())));
    }

    // A request that leaves something out, or calls it otherwise, is not ours.
    static readonly JsonSerializerOptions s_strict = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    static string Query(HttpContext context, string name) => context.Request.Query[name].ToString();

    static Task SendAsync(HttpContext context, string text, string type)
    {
        context.Response.ContentType = $"{type}; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    static Task JsonAsync(HttpContext context, object value) => context.Response.WriteAsJsonAsync(value, value.GetType(), JsonSerializerOptions.Web, context.RequestAborted);

    static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ReviewServer).Assembly.GetManifestResourceStream("Review/" + name)!);
        return reader.ReadToEnd();
    }

    // Known before the server starts, since the address has to stand in the checks.
    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
