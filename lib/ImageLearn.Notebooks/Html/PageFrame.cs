namespace ImageLearn.Notebooks.Html;

/// <summary>The page around a body: head, style, script. Its policy lets a browser load nothing from elsewhere.</summary>
static class PageFrame
{
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:";

    // Three dots on a falling curve.
    const string Icon = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='M1 2c3 9 7 11 14 12' fill='none' stroke='%231f5f8b' stroke-width='1.6'/><g fill='%23d0642f'><circle cx='2' cy='4.5' r='1.7'/><circle cx='6' cy='10.2' r='1.7'/><circle cx='12' cy='13.3' r='1.7'/></g></svg>";

    public static string Render(string title, string body, string style, string? script, bool formulas) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <title>{HtmlText.Escape(title)}</title>
        <link rel="icon" href="data:image/svg+xml,{Icon}">
        <style>
        {Assets.Text("theme.css")}{Assets.Text(style)}</style>
        {(formulas ? $"<!-- KaTeX: MIT licence, copyright Khan Academy and other contributors -->\n<style>{Assets.KatexStyle}</style>\n<script>{Assets.Text("katex.min.js")}</script>" : "")}
        </head>
        <body>
        {body}
        {(script is null ? "" : $"<script>\n{Assets.Text(script)}</script>")}
        </body>
        </html>

        """;
}
