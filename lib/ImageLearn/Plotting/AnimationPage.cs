using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImageLearn.Plotting.Svg;

namespace ImageLearn.Plotting;

/// <summary>
/// An animation as HTML that needs nothing else: the drawing with all frames, a slider and a play button. Where scripts do not run (a notebook
/// not yet trusted, a mail, a printer) the still stands in its place.
/// </summary>
static class AnimationPage
{
    public static string Write(Figure figure)
    {
        var drawing = FigureSvg.DrawAllFrames(figure);
        var still = Convert.ToBase64String(Encoding.UTF8.GetBytes(figure.ToSvg()));
        // Named after its contents: two different figures never meet, and the same figure is always written the same.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(drawing)))[..12];
        var names = Enumerable.Range(0, figure.FrameCount).Select(figure.FrameName).ToArray();
        return $$"""
            <div data-imagelearn-frames="{{id}}"><img alt="{{SvgWriter.Escape(figure.Alt)}}" src="data:image/svg+xml;base64,{{still}}" style="max-width:100%"></div>
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
