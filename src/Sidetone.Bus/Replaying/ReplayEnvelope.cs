using System.Text.Json;

namespace Sidetone.Bus.Replaying;

/// <summary>An archived event as a replay puts it: the same, with the replay's name between region and resources.</summary>
internal static class ReplayEnvelope
{
    /// <summary>Writes it; one that has no resources has the name at its end.</summary>
    public static byte[] Write(ReadOnlySpan<byte> envelope, string replay)
    {
        var at = ResourcesAt(envelope);
        var name = JsonSerializer.SerializeToUtf8Bytes(replay, ReplayJson.Default.String);
        byte[] member = at > 0 ? [.. "\"replay-name\":"u8, .. name, (byte)','] : [.. ",\"replay-name\":"u8, .. name];
        var place = at > 0 ? at : envelope.LastIndexOf((byte)'}');
        return [.. envelope[..place], .. member, .. envelope[place..]];
    }

    /// <summary>Where the member <c>resources</c> begins; 0 when there is none.</summary>
    private static int ResourcesAt(ReadOnlySpan<byte> envelope)
    {
        var reader = new Utf8JsonReader(envelope, new JsonReaderOptions { MaxDepth = 1_002 });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                if (reader.ValueTextEquals("resources"u8))
                {
                    return (int)reader.TokenStartIndex;
                }

                reader.Skip();
            }
        }

        return 0;
    }
}

/// <summary>How a name is spelled.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class ReplayJson : System.Text.Json.Serialization.JsonSerializerContext;
