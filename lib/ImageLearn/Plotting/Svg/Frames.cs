namespace ImageLearn.Plotting.Svg;

/// <summary>Draws something that looks different in each frame of an animation.</summary>
static class Frames
{
    /// <summary>Draws one frame; or, when none is singled out, every frame in a group of its own marked <c>data-frame</c> and hidden.</summary>
    public static void Draw(SvgWriter svg, int count, int? shown, Action<int> draw)
    {
        if (shown is { } only) draw(only);
        else
            for (int frame = 0; frame < count; frame++)
            {
                svg.Open("g", ("data-frame", frame), ("display", "none"));
                draw(frame);
                svg.Close("g");
            }
    }

    public static void Draw(SvgWriter svg, Panel.Layer layer, int? shown, Action<Trace> draw)
    {
        if (layer.Moves) Draw(svg, layer.Frames.Count, shown, frame => draw(layer.Frames[frame]));
        else draw(layer.Frames[0]);
    }
}
