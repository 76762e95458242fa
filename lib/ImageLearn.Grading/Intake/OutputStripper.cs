using System.Text.Json;

namespace ImageLearn.Grading.Intake;

/// <summary>Copies a notebook without the outputs of its cells, token by token: they may be a hundred times as large as all else, and are made anew anyway.</summary>
static class OutputStripper
{
    /// <summary>The notebook without outputs; what is not JSON is given back as it is, for the reader to say where it breaks.</summary>
    public static byte[] Strip(byte[] notebook)
    {
        const int CellDepth = 3;    // root, "cells", the cell
        using var copy = new MemoryStream(Math.Min(notebook.Length, 1 << 20));
        try
        {
            using (var writer = new Utf8JsonWriter(copy))
            {
                ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
                var reader = new Utf8JsonReader(notebook.AsSpan(notebook.AsSpan().StartsWith(mark) ? mark.Length : 0));
                while (reader.Read())
                {
                    if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == CellDepth && reader.ValueTextEquals("outputs"))
                    {
                        reader.Read();
                        reader.Skip();
                        writer.WriteStartArray("outputs");
                        writer.WriteEndArray();
                    }
                    else Copy(ref reader, writer);
                }
            }
            return copy.ToArray();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return notebook;
        }
    }

    static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: writer.WriteStartObject(); break;
            case JsonTokenType.EndObject: writer.WriteEndObject(); break;
            case JsonTokenType.StartArray: writer.WriteStartArray(); break;
            case JsonTokenType.EndArray: writer.WriteEndArray(); break;
            case JsonTokenType.PropertyName: writer.WritePropertyName(reader.GetString()!); break;
            case JsonTokenType.String: writer.WriteStringValue(reader.GetString()); break;
            case JsonTokenType.Number: writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true); break;
            case JsonTokenType.True: writer.WriteBooleanValue(true); break;
            case JsonTokenType.False: writer.WriteBooleanValue(false); break;
            case JsonTokenType.Null: writer.WriteNullValue(); break;
        }
    }
}
