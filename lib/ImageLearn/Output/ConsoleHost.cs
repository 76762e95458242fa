using System.Text.Json.Nodes;

namespace ImageLearn.Output;

/// <summary>
/// Outside a notebook outputs are plain text on the console. A display that grows (a check's steps) prints only its new
/// lines; running progress stays on one line of a terminal and out of a log.
/// </summary>
sealed class ConsoleHost : ICellHost
{
    readonly Lock _lock = new();
    string? _lastId;
    string[] _lastLines = [];
    int _lineLength;

    public void Display(MimeBundle bundle, string? displayId, bool update)
    {
        var text = bundle.Form("text/plain")?.GetValue<string>() ?? $"({string.Join(", ", bundle.Data.Select(form => form.Key))})";
        bool isRunning = bundle.Metadata["imagelearn"] is JsonObject ours && ours.ContainsKey("progress") && ours.ContainsKey("volatile");
        lock (_lock)
        {
            if (isRunning)
            {
                if (!Console.IsOutputRedirected) Overwrite(text.Replace('\n', ' '));
                return;
            }
            if (_lineLength > 0)
            {
                Overwrite("");
                Console.Write('\r');
            }
            var lines = text.Split('\n');
            int known = update && displayId == _lastId ? lines.Zip(_lastLines).TakeWhile(pair => pair.First == pair.Second).Count() : 0;
            foreach (var line in lines.Skip(known)) Console.WriteLine(line);
            (_lastId, _lastLines) = (displayId, lines);
        }
    }

    public void ClearOutput(bool wait) { }

    void Overwrite(string line)
    {
        if (Console.WindowWidth > 1 && line.Length >= Console.WindowWidth) line = line[..(Console.WindowWidth - 1)];    // a second line could not be taken back
        Console.Write($"\r{line.PadRight(_lineLength)}");
        _lineLength = line.Length;
    }
}
