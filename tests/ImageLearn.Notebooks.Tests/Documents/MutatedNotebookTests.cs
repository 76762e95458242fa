using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Documents;
using ImageLearn.Notebooks.Tests.Peers;

namespace ImageLearn.Notebooks.Tests.Documents;

/// <summary>Damaged notebooks are read as valid ones or refused with one sentence: no other exception, no hang.</summary>
public class MutatedNotebookTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(Damage.Truncated, 150)]
    [InlineData(Damage.ByteChanged, 150)]
    [InlineData(Damage.PiecesSwapped, 60)]
    [InlineData(Damage.ValueReplaced, 300)]
    [InlineData(Damage.PropertyRemoved, 150)]
    [InlineData(Damage.PropertyRepeated, 60)]
    [InlineData(Damage.LoneSurrogate, 60)]
    [InlineData(Damage.HugeText, 5)]
    [InlineData(Damage.DeepNesting, 10)]
    public void Damage_is_read_or_refused(Damage damage, int count)
    {
        var refused = Enumerable.Range(1, count).Count(seed => Read(new Mutation(seed).Apply(damage)) is null);
        // Neither side may be empty where both must occur, or the test would test nothing.
        if (damage is Damage.ValueReplaced or Damage.PropertyRemoved or Damage.ByteChanged) Assert.InRange(refused, 1, count - 1);
        if (damage is Damage.Truncated or Damage.DeepNesting) Assert.Equal(count, refused);
        if (damage is Damage.LoneSurrogate or Damage.HugeText or Damage.PropertyRepeated) Assert.Equal(0, refused);
    }

    [NbformatFact]
    public void What_is_read_is_written_as_a_valid_notebook()
    {
        using var folder = new TemporaryFolder();
        var written = 0;
        foreach (var damage in Enum.GetValues<Damage>().Except([Damage.HugeText]))
            foreach (var seed in Enumerable.Range(1, 100))
                if (Read(new Mutation(seed).Apply(damage)) is { } document)
                {
                    document.Save(folder[$"{damage}-{seed}.ipynb"]);
                    written++;
                }
        Assert.True(written > 200, $"only {written} notebooks were left to check");
        Assert.Equal([], Peer.Run(Peer.Python, "Documents/nbformat_peer.py", "validate", folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Of_two_equal_keys_the_last_counts_as_in_Jupyter()
    {
        var document = NotebookDocument.Parse("""{"nbformat": 4, "nbformat": 4, "metadata": {"a": 1, "a": 2}, "cells": []}""", "x");
        Assert.Equal(2, document.Metadata["a"]!.GetValue<int>());
    }

    [Fact]
    public void Lone_surrogate_becomes_the_replacement_character()
    {
        var document = NotebookDocument.Parse("""{"nbformat": 4, "metadata": {"\udc00": "\ud83d"}, "cells": [{"cell_type": "raw", "source": ["a\ud83d", "\ude00b\ud83dc"]}]}""", "x");
        Assert.Equal("a\uFFFD\uFFFDb\uFFFDc", document.Cells[0].Source);
        Assert.Equal("\uFFFD", document.Metadata["\uFFFD"]!.GetValue<string>());
        document.Cells[0].Source = "cut \ud83d";
        Assert.Contains("\"cut \uFFFD\"", document.ToJson());
    }

    static NotebookDocument? Read(byte[] utf8)
    {
        var reading = Task.Run(() =>
        {
            try
            {
                return NotebookDocument.Parse(utf8, "damaged.ipynb");
            }
            catch (NotebookFormatException e)
            {
                Assert.Matches(@"^damaged\.ipynb: [^\n\r]{10,300}; [^\n\r]{10,200}\.$", e.Message);
                return null;
            }
        });
        Assert.True(reading.Wait(Limit), "reading took too long");
        return reading.Result;
    }
}

/// <summary>Ways in which a file goes bad.</summary>
public enum Damage
{
    Truncated,
    ByteChanged,
    PiecesSwapped,
    ValueReplaced,
    PropertyRemoved,
    PropertyRepeated,
    LoneSurrogate,
    HugeText,
    DeepNesting,
}

/// <summary>A notebook and its damage, the same for the same seed.</summary>
sealed class Mutation(int seed)
{
    readonly Random _random = new(seed);

    public byte[] Apply(Damage damage)
    {
        var text = Whole();
        var utf8 = Encoding.UTF8.GetBytes(text);
        switch (damage)
        {
            case Damage.Truncated: return utf8[.._random.Next(text.LastIndexOf('}'))];
            case Damage.ByteChanged:
                utf8[_random.Next(utf8.Length)] = (byte)_random.Next(256);
                return utf8;
            case Damage.PiecesSwapped:
                var cuts = Enumerable.Range(0, 3).Select(_ => _random.Next(utf8.Length)).Order().ToArray();
                return [.. utf8[..cuts[0]], .. utf8[cuts[1]..cuts[2]], .. utf8[cuts[0]..cuts[1]], .. utf8[cuts[2]..]];
            case Damage.PropertyRepeated: return Encoding.UTF8.GetBytes(text.Replace("\"source\"", "\"source\": \"first\", \"source\"", StringComparison.Ordinal));
            case Damage.LoneSurrogate:
                return Encoding.UTF8.GetBytes(text.Replace("plain", "\\ud83d \\uDE00\\ud83d", StringComparison.Ordinal).Replace("\"value", "\"\\uDC00", StringComparison.Ordinal));
            default:
                var root = JsonNode.Parse(text)!.AsObject();
                Change(root, damage);
                return Encoding.UTF8.GetBytes(root.ToJsonString(new() { MaxDepth = 2000 }));
        }
    }

    // A notebook with every kind of cell and output, whatever else the seed adds.
    string Whole()
    {
        var root = JsonNode.Parse(new RandomNotebook(seed).Json())!.AsObject();
        foreach (var cell in JsonNode.Parse(Fixed)!.AsArray()) root["cells"]!.AsArray().Add(cell!.DeepClone());
        return root.ToJsonString();
    }

    void Change(JsonObject root, Damage damage)
    {
        var places = Descendants(root).ToArray();
        switch (damage)
        {
            case Damage.ValueReplaced: places[_random.Next(places.Length)].ReplaceWith(Other()); break;
            case Damage.PropertyRemoved:
                var properties = places.Where(place => place.Parent is JsonObject).ToArray();
                var removed = properties[_random.Next(properties.Length)];
                removed.Parent!.AsObject().Remove(removed.GetPropertyName());
                break;
            case Damage.HugeText: root["cells"]![0]!["source"] = new string((char)('a' + _random.Next(26)), 20_000_000); break;
            case Damage.DeepNesting:
                JsonNode nested = new JsonArray();
                for (var i = 0; i < 1000; i++) nested = _random.Next(2) == 0 ? new JsonArray(nested) : new JsonObject { ["in"] = nested };
                root["metadata"]!["deep"] = nested;
                break;
        }
    }

    JsonNode Other() => _random.Next(9) switch
    {
        0 => new JsonObject(),
        1 => new JsonArray(),
        2 => new JsonArray(1, null, "text"),
        3 => JsonValue.Create("text"),
        4 => JsonValue.Create(-1),
        5 => JsonValue.Create(true),
        6 => JsonNode.Parse("1e400")!,
        7 => new JsonObject { ["a"] = null },
        _ => JsonValue.Create(4.5),
    };

    static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        var children = node switch { JsonObject o => o.Select(property => property.Value), JsonArray a => a, _ => [] };
        return children.OfType<JsonNode>().SelectMany(child => Descendants(child).Prepend(child));
    }

    const string Fixed = """
        [{"cell_type": "code", "id": "c1", "metadata": {"nbgrader": {"grade": true}}, "source": ["var x = 1;\n", "x"], "execution_count": 3, "outputs": [
            {"output_type": "stream", "name": "stdout", "text": ["plain\n", "value"]},
            {"output_type": "display_data", "data": {"text/plain": ["plain"], "image/png": "aGVsbG8=", "application/json": {"value": [1, 2]}}, "metadata": {"image/png": {"width": 3}}},
            {"output_type": "execute_result", "data": {"text/plain": "value"}, "metadata": {}, "execution_count": 3},
            {"output_type": "error", "ename": "E", "evalue": "value", "traceback": ["plain", "value"]}]},
         {"cell_type": "markdown", "id": "m1", "metadata": {}, "source": "# plain value", "attachments": {"a.png": {"image/png": "aGVsbG8="}}},
         {"cell_type": "raw", "id": "r1", "metadata": {}, "source": "value"}]
        """;
}
