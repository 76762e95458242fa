namespace ImageLearn.Imaging.Jpeg;

/// <summary>One scan: which components it brings, which coefficients (a band of the zigzag) and which of their bits.</summary>
sealed class JpegScan(JpegFrame frame, JpegComponent[] components, JpegBits bits, int start, int end, int high, int low)
{
    readonly short[] _block = new short[64];
    int _endOfBandRun;   // blocks, after this one, in which the band is all zero

    /// <summary>Reads the scan's data from <paramref name="at"/>; returns the position of the marker behind it.</summary>
    public int Read(int at, int restartInterval)
    {
        bits.StartAt(at);
        // A scan of one component counts its own blocks; of several, the coded units that hold blocks of all.
        var alone = components.Length == 1 ? components[0] : null;
        int across = alone?.BlocksAcross ?? frame.UnitsWide, down = alone?.BlocksDown ?? frame.UnitsHigh;
        Reset();
        int left = restartInterval, restarts = 0;
        for (int y = 0; y < down; y++)
            for (int x = 0; x < across; x++)
            {
                if (restartInterval > 0 && left-- == 0)
                {
                    Restart(restarts++ % 8);
                    left = restartInterval - 1;
                }
                if (alone is not null) Block(alone, x, y);
                else
                    foreach (var c in components)
                        for (int v = 0; v < c.V; v++)
                            for (int h = 0; h < c.H; h++) Block(c, x * c.H + h, y * c.V + v);
                if (bits.Overrun)
                {
                    int end = bits.NextMarker();
                    throw new ImageFormatException($"The JPEG is cut short: the picture's data ends at byte {end}, about {100L * (y * (long)across + x) / ((long)across * down)} % through a pass over it. Copy or download it again.", end);
                }
            }
        return bits.NextMarker();
    }

    void Reset()
    {
        foreach (var c in components) c.Predictor = 0;
        _endOfBandRun = 0;
    }

    void Restart(int number)
    {
        int at = bits.NextMarker();
        if (bits.MarkerAt(at) != 0xD0 + number)
            throw JpegDecoder.Damaged($"restart marker {number} should stand at byte {at}", at);
        bits.StartAt(at + 2);
        Reset();
    }

    void Block(JpegComponent c, int x, int y)
    {
        if (!frame.Progressive)
        {
            Sequential(c, x, y);
            return;
        }
        var block = c.Coefficients.AsSpan((y * c.PaddedAcross + x) * 64, 64);
        if (start == 0)
        {
            if (high == 0) block[0] = (short)(NextMean(c) << low);
            else if (bits.Take(1) == 1) block[0] |= (short)(1 << low);
        }
        else if (high == 0) FirstOfBand(c.Ac!, block);
        else RefineBand(c.Ac!, block);
    }

    /// <summary>Means are coded as differences from the block before.</summary>
    int NextMean(JpegComponent c) => c.Predictor = (short)(c.Predictor + bits.Value(bits.Symbol(c.Dc!)));

    void Sequential(JpegComponent c, int x, int y)
    {
        var target = c.Samples.AsSpan(8 * y * c.Stride + 8 * x);
        var zigzag = JpegTables.Zigzag;
        int mean = NextMean(c), last = 0;
        var block = _block;
        for (int k = 1; k < 64; k++)
        {
            int symbol = bits.Symbol(c.Ac!), run = symbol >> 4, size = symbol & 15;
            if (size == 0)
            {
                if (run < 15) break;
                k += 15;
                continue;
            }
            if ((k += run) > 63) throw OutOfBlock();
            block[zigzag[k]] = (short)bits.Value(size);
            last = k;
        }
        if (last == 0) InverseDct.Flat(mean, c.Quantization![0], target, c.Stride);
        else
        {
            block[0] = (short)mean;
            InverseDct.Transform(block, c.Quantization, target, c.Stride);
            Array.Clear(block);
        }
    }

    /// <summary>The first bits of a band: T.81 section G.1.2.2.</summary>
    void FirstOfBand(HuffmanTable table, Span<short> block)
    {
        if (_endOfBandRun > 0)
        {
            _endOfBandRun--;
            return;
        }
        for (int k = start; k <= end; k++)
        {
            int symbol = bits.Symbol(table), run = symbol >> 4, size = symbol & 15;
            if (size == 0)
            {
                if (run < 15)
                {
                    _endOfBandRun = (1 << run) - 1 + bits.Take(run);
                    return;
                }
                k += 15;
                continue;
            }
            if ((k += run) > 63) throw OutOfBlock();
            block[JpegTables.Zigzag[k]] = (short)(bits.Value(size) << low);
        }
    }

    /// <summary>One more bit of each coefficient of a band that is not zero, and coefficients that become ±1 in it: T.81 section G.1.2.3.</summary>
    void RefineBand(HuffmanTable table, Span<short> block)
    {
        int k = start;
        if (_endOfBandRun == 0)
            for (; k <= end; k++)
            {
                int symbol = bits.Symbol(table), run = symbol >> 4, fresh = 0;
                if ((symbol & 15) == 0)
                {
                    if (run < 15)
                    {
                        _endOfBandRun = (1 << run) + bits.Take(run);
                        break;
                    }
                }
                else fresh = bits.Take(1) == 1 ? 1 << low : -1 << low;
                // Pass over `run` coefficients that stay zero, correcting those that are not zero on the way.
                k = Correct(block, k, run);
                if (fresh != 0)
                {
                    if (k > 63) throw OutOfBlock();
                    block[JpegTables.Zigzag[k]] = (short)fresh;
                }
            }
        if (_endOfBandRun > 0)
        {
            if (block[1..].ContainsAnyExcept((short)0)) Correct(block, k, int.MaxValue);   // in most blocks there is nothing to correct
            _endOfBandRun--;
        }
    }

    /// <summary>Reads a correction bit for each coefficient that is not zero, up to the zero after <paramref name="zeros"/> zeros; returns its place.</summary>
    int Correct(Span<short> block, int k, int zeros)
    {
        for (; k <= end; k++)
        {
            ref short value = ref block[JpegTables.Zigzag[k]];
            if (value == 0)
            {
                if (zeros-- == 0) break;
            }
            else if (bits.Take(1) == 1 && (value & (1 << low)) == 0) value += (short)(value > 0 ? 1 << low : -1 << low);
        }
        return k;
    }

    ImageFormatException OutOfBlock() => JpegDecoder.Damaged($"a block has more than 64 coefficients near byte {bits.Position}", bits.Position);
}
