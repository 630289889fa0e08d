using Sidetone.Storage.Log;

namespace Sidetone.Storage.Tests.Log;

/// <summary>Entries of a call as intake makes them.</summary>
internal static class Entries
{
    public static readonly Guid Group = new("11111111-2222-3333-4444-555555555555");

    public static LogEntry Batch(
        long sequence,
        string session = "s",
        string contact = "contact",
        long hash = 7,
        string agent = "agent",
        Guid? group = null
    ) =>
        new()
        {
            Call = CallKey.Of(group ?? Group, contact, agent),
            Group = group ?? Group,
            ContactId = contact,
            Agent = agent,
            Session = session,
            Sequence = sequence,
            ContentHash = hash,
            Body = new byte[] { 1, 2, (byte)(sequence & 255) },
        };

    public static LogEntry Ended(long sequence, long? last, string session = "s", string contact = "contact") =>
        Batch(sequence, session, contact) with
        {
            Ended = true,
            LastSequence = last,
        };

    public static LogEntry PlatformEnded(string contact) =>
        Ended(0, last: null, $"platform {contact}", contact) with
        {
            FromPlatform = true,
        };
}
