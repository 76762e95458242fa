using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting;

/// <summary>
/// A figure as HTML that needs nothing else: the drawing as a picture, which every cleaner of HTML lets through (nbconvert 6 empties SVG, and
/// JupyterLab removes it from notebooks not yet trusted); of an animation the still, which a script, where scripts run, replaces by the drawing
/// of all frames with a slider and a play button.
/// </summary>
static class FigureHtml
{
    public static string Write(Figure figure, string svg)
    {
        var still = $"<img alt=\"{SvgWriter.Escape(figure.Alt)}\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\" style=\"max-width:100%\">";
        if (figure.FrameCount == 1) return still;

        var drawing = FigureSvg.DrawAllFrames(figure);
        // Named after its contents: two different figures never meet, and the same figure is always written the same.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(drawing)))[..12];
        var names = Enumerable.Range(0, figure.FrameCount).Select(figure.FrameName);
        return $$"""
            <div data-imagelearn-frames="{{id}}">{{still}}</div>
            <script>
            (() => {
            const drawing = {{JavaScript(drawing)}}, names = [{{string.Join(", ", names.Select(JavaScript))}}], still = {{figure.Still}}, pause = {{Math.Clamp(4000 / figure.FrameCount, 60, 400)}};
            {{Script}}
            document.querySelectorAll('[data-imagelearn-frames="{{id}}"]:not([data-ready])').forEach(animate);
            })();
            </script>
            """;
    }

    /// <summary>A text as JavaScript writes it, in which no <c>&lt;/script&gt;</c> and no <c>&lt;!--</c> can be seen by the HTML around it.</summary>
    static string JavaScript(string text) =>
        JsonSerializer.Serialize(text, Plain).Replace("</", "<\\/", StringComparison.Ordinal).Replace("<!", "<\\u0021", StringComparison.Ordinal);

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    const string Script = """
        function animate(root) {
          root.dataset.ready = '';
          root.innerHTML = drawing + '<div style="display:flex;gap:8px;align-items:center;max-width:100%"><button type="button" style="width:3em"></button><input type="range" min="0" style="flex:1"></div>';
          const svg = root.querySelector('svg'), button = root.querySelector('button'), slider = root.querySelector('input');
          button.parentElement.style.width = svg.getAttribute('width') + 'px';
          let timer = 0;
          const show = frame => {
            slider.value = frame;
            slider.setAttribute('aria-valuetext', names[frame]);
            svg.querySelectorAll('[data-frame]').forEach(part => part.setAttribute('display', +part.dataset.frame === frame ? 'inline' : 'none'));
          };
          const stop = () => { clearInterval(timer); timer = 0; button.textContent = '\u25B6'; button.setAttribute('aria-label', 'Play'); };
          const play = () => {
            if (+slider.value === names.length - 1) show(0);
            button.textContent = '\u275A\u275A'; button.setAttribute('aria-label', 'Pause');
            timer = setInterval(() => { if (+slider.value === names.length - 1) stop(); else show(+slider.value + 1); }, pause);
          };
          slider.max = names.length - 1;
          slider.setAttribute('aria-label', 'Frame');
          slider.oninput = () => { stop(); show(+slider.value); };
          button.onclick = () => timer ? stop() : play();
          stop();
          show(still);
        }
        """;
}
