using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Kernel.Jupyter;
using ImageLearn.Notebooks.Kernel.Zmtp;

namespace ImageLearn.Notebooks.Tests.Kernel;

public sealed class MessageFormatTests
{
    static readonly byte[] Key = "secret"u8.ToArray();
    static readonly Connection Sender = null!; // only carried along

    static byte[][] Signed(string header, string content, string key = "secret")
    {
        byte[][] parts = [Encoding.UTF8.GetBytes(header), "{}"u8.ToArray(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(content)];
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), parts.SelectMany(part => part).ToArray());
        return ["route"u8.ToArray(), "<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signature)), .. parts];
    }

    [Fact]
    public void A_signed_message_is_read_with_its_route_and_raw_header()
    {
        const string header = """{"msg_type": "execute_request",  "msg_id": "1"}""";
        Assert.True(new MessageFormat(Key).TryParse(Sender, Signed(header, """{"code": "1+1"}"""), out var message, out _));
        Assert.Equal("execute_request", message.Type);
        Assert.Equal("1+1", message.Text("code"));
        Assert.Equal(["route"u8.ToArray()], message.Route);
        Assert.Equal(header, Encoding.UTF8.GetString(message.RawHeader));
    }

    [Fact]
    public void A_message_we_make_is_read_by_another_with_the_same_key_and_names_its_parent()
    {
        new MessageFormat(Key).TryParse(Sender, Signed("""{"msg_type": "a_request"}""", "{}"), out var parent, out _);
        var frames = new MessageFormat(Key).Compose(parent!.Route, "a_reply", parent, new JsonObject { ["text"] = "<ü😀\">" });
        Assert.Equal(parent.RawHeader, frames[4]);
        Assert.True(new MessageFormat(Key).TryParse(Sender, [.. frames], out var reply, out _));
        Assert.Equal(("a_reply", "<ü😀\">"), (reply.Type, reply.Text("text")));
        Assert.False(new MessageFormat("other"u8.ToArray()).TryParse(Sender, [.. frames], out _, out _));
    }

    [Fact]
    public void Changing_any_octet_of_a_signed_message_makes_it_worthless()
    {
        var format = new MessageFormat(Key);
        var frames = Signed("""{"msg_type": "a"}""", """{"code": "1"}""");
        for (var frame = 2; frame < frames.Length; frame++)
        {
            var changed = frames.Select(octets => octets.ToArray()).ToArray();
            changed[frame][^1] ^= 1;
            Assert.False(format.TryParse(Sender, changed, out _, out var problem));
            Assert.Equal("a message with a wrong signature", problem);
        }
        Assert.True(format.TryParse(Sender, frames, out _, out _));
    }

    [Fact]
    public void A_message_counts_once()
    {
        var format = new MessageFormat(Key);
        var frames = Signed("""{"msg_type": "a"}""", "{}");
        Assert.True(format.TryParse(Sender, frames, out _, out _));
        Assert.False(format.TryParse(Sender, frames, out _, out var problem));
        Assert.Equal("a message that was sent before", problem);
    }

    [Fact]
    public void An_empty_key_switches_signatures_off()
    {
        var format = new MessageFormat([]);
        var frames = Signed("""{"msg_type": "a"}""", "{}", "anything");
        Assert.True(format.TryParse(Sender, frames, out var message, out _));
        Assert.True(format.TryParse(Sender, frames, out _, out _));
        Assert.Empty(format.Compose([], "b", message, [])[1]);
    }

    [Theory]
    [InlineData(0, 0), InlineData(1, 1), InlineData(2, 3), InlineData(3, 4), InlineData(4, 6), InlineData(5, 6), InlineData(99, 6), InlineData(-1, 0)]
    public void A_cursor_counts_code_points_there_and_code_units_here(int codePoint, int index)
    {
        const string text = "a😀b😀";
        Assert.Equal(index, CodePoints.ToIndex(text, codePoint));
        if (codePoint is >= 0 and <= 4) Assert.Equal(codePoint, CodePoints.FromIndex(text, index));
    }

    [Fact]
    public void A_lone_surrogate_is_one_code_point_and_no_cursor_is_the_end()
    {
        Assert.Equal(2, CodePoints.ToIndex("\ud800x", 2));
        Assert.Equal(1, CodePoints.FromIndex("\udc00x", 1));
        Assert.Equal(3, CodePoints.ToIndex("abc", null));
    }
}
