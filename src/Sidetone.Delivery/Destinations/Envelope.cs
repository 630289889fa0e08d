using Sidetone.Catalog;

namespace Sidetone.Delivery.Destinations;

/// <summary>The JSON around a detail, written by the catalog and kept on one line.</summary>
public static class Envelope
{
    /// <summary>
    /// One line of JSON in UTF-8; the detail stands in it byte for byte, but for line breaks around its values.
    /// </summary>
    public static byte[] Write(OutgoingEvent outgoing)
    {
        var envelope = EnvelopeWriter.Write(
            new EventEnvelope
            {
                Id = outgoing.Id.ToString(),
                DetailType = outgoing.DetailType,
                Source = outgoing.Source,
                Account = outgoing.Account,
                Time = outgoing.OccurredAt,
                Region = outgoing.Region,
            },
            outgoing.Detail.Span
        );

        // A line break within JSON can only stand between values: a space says the same, and keeps lines whole.
        envelope.AsSpan().Replace((byte)'\n', (byte)' ');
        envelope.AsSpan().Replace((byte)'\r', (byte)' ');
        return envelope;
    }
}
