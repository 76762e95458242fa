using System.Security.Cryptography;
using System.Text;

namespace ImageLearn.Notebooks.Html;

/// <summary>The page around a body: head, style, script. Its policy lets a browser load nothing from elsewhere.</summary>
static class PageFrame
{
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src {0}; img-src data: blob:; font-src data:; media-src data: blob:; base-uri 'none'; form-action 'none'";

    // Three dots on a falling curve.
    const string Icon = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='M1 2c3 9 7 11 14 12' fill='none' stroke='%231f5f8b' stroke-width='1.6'/><g fill='%23d0642f'><circle cx='2' cy='4.5' r='1.7'/><circle cx='6' cy='10.2' r='1.7'/><circle cx='12' cy='13.3' r='1.7'/></g></svg>";

    /// <param name="title">The page's title.</param>
    /// <param name="body">What is in it.</param>
    /// <param name="style">The name of its style sheet.</param>
    /// <param name="script">The name of its script; null for a page without.</param>
    /// <param name="formulas">Whether KaTeX is needed.</param>
    /// <param name="ownScriptsOnly">Allows the scripts that are put in here and, whatever the body holds, no other.</param>
    /// <param name="extraStyle">More style.</param>
    public static string Render(string title, string body, string style, string? script, bool formulas, bool ownScriptsOnly = false, string extraStyle = "")
    {
        var katex = formulas ? Assets.Text("katex.min.js") : "";
        var own = script is null ? "" : $"\n{Assets.Text(script)}";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{Policy.Replace("{0}", ownScriptsOnly ? $"{Hash(katex)} {Hash(own)}" : "'unsafe-inline'")}">
            <title>{HtmlText.Escape(title)}</title>
            <link rel="icon" href="data:image/svg+xml,{Icon}">
            <style>
            {Assets.Text("theme.css")}{Assets.Text(style)}{extraStyle}</style>
            {(formulas ? $"<!-- KaTeX: MIT licence, copyright Khan Academy and other contributors -->\n<style>{Assets.KatexStyle}</style>\n<script>{katex}</script>" : "")}
            </head>
            <body>
            {body}
            {(script is null ? "" : $"<script>{own}</script>")}
            </body>
            </html>

            """;
    }

    static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";
}
