using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Kernel.Zmtp;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>A message from a front end, its signature already checked.</summary>
/// <param name="Sender">The connection it came over.</param>
/// <param name="Route">The frames that stand before the delimiter and go back with every reply.</param>
/// <param name="RawHeader">Its header as it came: the parent header of everything that answers it.</param>
/// <param name="Header">The same, read.</param>
/// <param name="Content">What it asks; the fields depend on its type.</param>
sealed record Message(Connection Sender, IReadOnlyList<byte[]> Route, byte[] RawHeader, JsonObject Header, JsonObject Content)
{
    public string Type { get; } = Text(Header, "msg_type", "");

    public string Text(string name, string fallback = "") => Text(Content, name, fallback);

    public bool Flag(string name, bool fallback) => Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : fallback;

    /// <summary>A number, also where a front end written in JavaScript sends it as <c>3.0</c>.</summary>
    public int? Number(string name) => Content[name] is JsonValue value && value.TryGetValue(out double number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    public static string Text(JsonObject json, string name, string fallback) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : fallback;
}
