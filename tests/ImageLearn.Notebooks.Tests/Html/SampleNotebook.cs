using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Notebooks.Tests.Html;

/// <summary>A notebook like those of the course, with one of everything a page can hold.</summary>
static class SampleNotebook
{
    /// <summary>A grey picture of 4×4 pixels.</summary>
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAAEElEQVR42mOwyVtwiQGVAABQjAhxQXT57QAAAABJRU5ErkJggg==";

    public static NotebookDocument Document()
    {
        var document = new NotebookDocument { Metadata = new() { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["language"] = "C#" } } };
        Markdown("""
            # Shading an image patch

            A patch of a photograph is seldom flat: light falls from one side. Here you fit a plane to it.

            **You will be able to** build a design matrix and read a loss curve. *60 minutes · needs unit 00.*

            > [!NOTE]
            > Everything here runs without a network.
            """);
        Code("""
            #r "../lib/ImageLearn.dll"
            // A patch whose brightness follows a plane, with noise.
            var patch = Synthetic.Ramp([32, 32], 80, 1.2, 0.8, noise: 2);
            patch
            """, CellOutput.Display(new() { ["image/png"] = Png, ["text/plain"] = "Image 4×4" },
                 new() { ["image/png"] = new JsonObject { ["width"] = 256, ["height"] = 256 }, ["imagelearn"] = Ours("image", "A patch that brightens to the right.") }));
        Markdown("""
            ## The idea
            We look for $\hat I(x, y) = w_0 + w_1 x + w_2 y$ that makes the squared error small,
            $$J(w) = \frac{1}{N}\sum_{i=1}^{N}\left(w^\top x_i - I_i\right)^2, \qquad \nabla J = \frac{2}{N} X^\top (Xw - I).$$
            The step is \(w \leftarrow w - \eta \nabla J\). How large may $\eta$ be?[^1]

            \begin{align}
            \lambda_{\max} &\approx 1133 \\
            \eta &< \frac{2}{\lambda_{\max}}
            \end{align}

            | run | $\eta$ | MSE |
            |---|---:|---:|
            | raw | 0.0001 | 919.4 |
            | scaled, $|x| \le 1$ | 0.1 | 4.01 |

            - [x] build the pixel table
            - [ ] find the gradient

            [^1]: The largest eigenvalue of $H = \frac{2}{N}X^\top X$ says it.
            """);
        Code("""
            static Tensor Descend(Tensor x, Tensor y, double rate, int epochs)
            {
                var w = Tensor.Zeros([x.Shape[1], 1]);
                for (var epoch = 0; epoch < epochs; epoch++)
                {
                    var e = x.MatMul(w) - y;
                    w -= rate * (2.0 / x.Shape[0]) * x.T.MatMul(e); /* one step */
                    if (epoch % 100 == 0) Console.WriteLine($"epoch {epoch,4}: MSE {e.Square().Mean():0.00} after {clock.Elapsed.TotalSeconds:0.0} seconds");
                }
                return w;
            }
            """, CellOutput.Stream("stdout", "epoch    0: MSE 14211.93\nepoch  100: \u001b[32m1010.27\u001b[0m\n"), CellOutput.Stream("stderr", "warning: the loss still falls\n"),
                 CellOutput.Result(new() { ["text/html"] = "<table><thead><tr><th></th><th>w</th></tr></thead><tbody><tr><td>0</td><td>2.10</td></tr></tbody></table>", ["text/plain"] = "w" }, [], 2));
        Code("Chart.Line(losses, title: \"Raw coordinates: descent crawls\").Show();", Figure("#1f77b4", "Loss against epoch: a long flat tail."));
        Code("Chart.Line(scaled, title: \"Scaled coordinates\").Show();", Figure("#d95f02", "Loss against epoch: down to noise after 40 epochs."));
        Markdown("""
            ### A hint
            Scale first: $x' = (x - \bar x)/\sigma_x$. In code:

            ```csharp
            var scaled = (table - table.Mean(axis: 0)) / table.Std(axis: 0);   // broadcasts over the rows of the table
            ```

            A price of $5 and of $6 is no formula, and `$x$` in code is none either. See <https://example.org> and ![a dot](attachment:dot.png).
            Not here: ![a picture from elsewhere](https://example.org/a.png) and ![a lost one](lost.png).
            """, new() { ["dot.png"] = new JsonObject { ["image/png"] = Png } });
        Markdown("## What goes wrong\n\nThe rate is too large[^1].\n\n### A hint\n\nSmaller.\n\n[^1]: Ten times.");
        Code("var tooFar = Descend(table, brightness, rate: 1e-2, epochs: 800);\nCheck.Finite(tooFar);",
            CellOutput.Error("ArithmeticException", "not finite", ["\u001b[31mArithmeticException\u001b[0m: 3 values are not finite.", "   \u001b[1mCell 7, line 2\u001b[0m: \u001b[36mCheck.Finite(tooFar);\u001b[0m"]));
        Code("new { epochs = 800 }", CellOutput.Result(new() { ["application/json"] = new JsonObject { ["epochs"] = 800 }, ["text/plain"] = "{ epochs = 800 }" }, [], 6));
        Code("Latex", CellOutput.Display(new() { ["text/latex"] = "$$\\sum_i p_i = 1$$", ["text/plain"] = "sum" }, []));
        Code("Markdown", CellOutput.Display(new() { ["text/markdown"] = "## In an *output*, with $e^x$", ["text/plain"] = "plain" }, []));
        document.Cells.Add(new(CellKind.Raw, "raw <text>"));
        return document;

        void Markdown(string source, JsonObject? attachments = null) => document.Cells.Add(new(CellKind.Markdown, source, $"c{document.Cells.Count}") { Attachments = attachments });

        void Code(string source, params CellOutput[] outputs)
        {
            var cell = new NotebookCell(CellKind.Code, source, $"c{document.Cells.Count}") { ExecutionCount = document.Cells.Count };
            cell.Outputs.AddRange(outputs);
            document.Cells.Add(cell);
        }
    }

    // Both figures have the same ids, as figures of one library have.
    static CellOutput Figure(string colour, string alt) => CellOutput.Display(new()
    {
        ["image/svg+xml"] = $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" font-family="sans-serif" font-size="12">
            <defs><clipPath id="plot"><rect x="60" y="40" width="540" height="270"/></clipPath>
            <linearGradient id="ink"><stop offset="0" stop-color="{colour}"/><stop offset="1" stop-color="#fff"/></linearGradient></defs>
            <rect width="640" height="360" fill="#fff"/><path d="M60 40V310H600" fill="none" stroke="#888"/>
            <g clip-path="url(#plot)"><polyline points="60,60 120,200 220,260 340,285 480,296 600,300" fill="none" stroke="url(#ink)" stroke-width="3"/></g>
            <text x="330" y="345" text-anchor="middle">epoch</text></svg>
            """,
        ["application/vnd.plotly.v1+json"] = new JsonObject { ["data"] = new JsonArray() },
        ["text/plain"] = "Figure",
    }, new() { ["imagelearn"] = Ours("figure", alt) });

    static JsonObject Ours(string kind, string alt) => new() { [kind] = new JsonObject { ["alt"] = alt } };
}
