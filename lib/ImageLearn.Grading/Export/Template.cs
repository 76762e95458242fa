namespace ImageLearn.Grading.Export;

/// <summary>The files that others run: kept as they are in Templates, with <c>@name@</c> where something is put in.</summary>
static class Template
{
    public static string Fill(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        using var reader = new StreamReader(typeof(Template).Assembly.GetManifestResourceStream("Export/" + name)!);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        foreach (var (what, value) in values) text = text.Replace($"@{what}@", value, StringComparison.Ordinal);
        return text;
    }
}
