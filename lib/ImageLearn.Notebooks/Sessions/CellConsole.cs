using System.Text;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>
/// The console of the cells: what they print goes to the front end, in small pieces while the cell runs and in order
/// with everything else the cell shows; what they read comes from there.
/// </summary>
sealed class CellConsole
{
    const int LargestPiece = 32_768;
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(40);

    readonly Action<string, string> _print;
    readonly Lock _lock = new();
    readonly StringBuilder _pending = new();
    readonly Timer _timer;
    readonly Writer _out, _error;
    readonly Reader _in;
    string _name = "stdout";

    public CellConsole(Action<string, string> print, Func<string, string?> readLine)
    {
        _print = print;
        _timer = new Timer(_ => Flush());
        (_out, _error) = (new(this, "stdout"), new(this, "stderr"));
        _in = new(() => readLine(TakePrompt()));
    }

    /// <summary>Makes this the process's console, at the start of every cell: one that redirected it must not silence the next.</summary>
    public void Attach()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
        Console.SetIn(_in);
        _in.Forget();
    }

    public void Flush()
    {
        lock (_lock)
        {
            if (_pending.Length == 0) return;
            var text = _pending.ToString();
            _pending.Clear();
            _print(_name, text);
        }
    }

    /// <summary>
    /// The unfinished line before a question, unless it has been sent already. It goes with the question only: front ends write the prompt before
    /// the answer, and would show the line twice.
    /// </summary>
    string TakePrompt()
    {
        lock (_lock)
        {
            var text = _name == "stdout" ? _pending.ToString() : "";
            var prompt = text[(text.LastIndexOf('\n') + 1)..];
            _pending.Length -= prompt.Length;
            Flush();
            return prompt;
        }
    }

    void Write(string name, ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (name != _name) Flush();
            _name = name;
            if (_pending.Length == 0) _timer.Change(s_pause, Timeout.InfiniteTimeSpan);
            while (text.Length > 0)
            {
                var piece = text[..Math.Min(text.Length, LargestPiece)];
                if (piece.Length < text.Length && char.IsHighSurrogate(piece[^1])) piece = piece[..^1]; // half a character means nothing to a front end
                _pending.Append(piece);
                text = text[piece.Length..];
                if (_pending.Length >= LargestPiece) Flush();
            }
        }
    }

    /// <summary>Closing it does nothing: a cell that closes the console must not silence the next one.</summary>
    sealed class Writer(CellConsole console, string name) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
        public override void Write(char value) => console.Write(name, [value]);
        public override void Write(string? value) => console.Write(name, value);
        public override void Write(char[] buffer, int index, int count) => console.Write(name, buffer.AsSpan(index, count));
        public override void Write(ReadOnlySpan<char> buffer) => console.Write(name, buffer);
        public override void WriteLine(string? value) => console.Write(name, value + CoreNewLine[^1]);
        public override void Flush() => console.Flush();
    }

    sealed class Reader(Func<string?> readLine) : TextReader
    {
        string _line = "";
        int _at;

        /// <summary>Drops the rest of a line that an earlier cell began to read.</summary>
        public void Forget() => _at = _line.Length;

        public override string? ReadLine()
        {
            if (_at < _line.Length)
            {
                var rest = _line[_at..].TrimEnd('\n');
                _at = _line.Length;
                return rest;
            }
            return readLine();
        }

        public override int Peek() => Fill() ? _line[_at] : -1;

        public override int Read() => Fill() ? _line[_at++] : -1;

        bool Fill()
        {
            if (_at < _line.Length) return true;
            if (readLine() is not { } line) return false;
            (_line, _at) = (line + '\n', 0);
            return true;
        }
    }
}
