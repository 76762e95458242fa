namespace ImageLearn.Plotting.Svg;

/// <summary>Sizes in pixels and colours that all drawings share.</summary>
static class Style
{
    public const double Margin = 16, TitleSize = 16, PanelTitleSize = 14, LabelSize = 13, TickSize = 12, NoteSize = 12, LineHeight = 1.3;
    public const double BarWidth = 14, BarGap = 12, KeyWidth = 26;
    public const string Paper = "#FFFFFF", Text = "#1F2328", Faint = "#59626B", GridLine = "#E4E7EA", MinorGridLine = "#F1F3F5", AxisLine = "#8C959F";

    /// <summary>The height of lines of text.</summary>
    public static double Lines(int count, double size) => count * size * LineHeight;
}
