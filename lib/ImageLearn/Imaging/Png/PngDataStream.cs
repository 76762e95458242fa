namespace ImageLearn.Imaging.Png;

/// <summary>The pieces of compressed pixels as one stream that knows where in the file it stands.</summary>
sealed class PngDataStream(ReadOnlyMemory<byte> file, IReadOnlyList<(int Start, int Length)> pieces) : Stream
{
    int _piece, _used;

    /// <summary>The offset in the file of the next byte to be read.</summary>
    public int FileOffset => _piece < pieces.Count ? pieces[_piece].Start + _used : pieces[^1].Start + pieces[^1].Length;

    public override int Read(Span<byte> buffer)
    {
        while (_piece < pieces.Count && _used == pieces[_piece].Length) (_piece, _used) = (_piece + 1, 0);
        if (_piece == pieces.Count) return 0;
        var count = Math.Min(buffer.Length, pieces[_piece].Length - _used);
        file.Span.Slice(FileOffset, count).CopyTo(buffer);
        _used += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
