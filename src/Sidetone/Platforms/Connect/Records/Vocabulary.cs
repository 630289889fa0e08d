namespace Sidetone.Platforms.Connect.Records;

/// <summary>The platform's words in the catalog's.</summary>
internal static class Vocabulary
{
    public static bool IsVoice(string channel) => channel.Equals("VOICE", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Which way a contact went, as its agent sees it: a transfer arrives at the agent. Null where the method does not tell.
    /// </summary>
    public static string? Direction(string? initiationMethod) =>
        initiationMethod?.ToUpperInvariant() switch
        {
            "INBOUND" or "TRANSFER" or "QUEUE_TRANSFER" or "WEBRTC_API" => "Inbound",
            // A callback was asked for by the customer, and dialled by the platform; a voice contact of the API is one that
            // the API had dialled.
            "OUTBOUND" or "EXTERNAL_OUTBOUND" or "CALLBACK" or "API" or "CAMPAIGN_PREVIEW" => "Outbound",
            _ => null,
        };

    /// <summary>
    /// Who ended a contact. A reason that does not tell (<c>API</c>, <c>OTHER</c>), one that is not known, and none give null:
    /// a guess would say that the customer hung up.
    /// </summary>
    public static string? EndedBy(string? disconnectReason) =>
        disconnectReason?.ToUpperInvariant() switch
        {
            "CUSTOMER_DISCONNECT" => "Customer",
            "AGENT_DISCONNECT" => "Agent",
            "THIRD_PARTY_DISCONNECT" => "ThirdParty",
            "CONTACT_FLOW_DISCONNECT" => "Flow",
            "BARGED" => "Supervisor",
            "CUSTOMER_NEVER_ARRIVED" or "EXPIRED" => "System",
            { } reason
                when reason.StartsWith("TELECOM_", StringComparison.Ordinal)
                    || reason.StartsWith("OUTBOUND_", StringComparison.Ordinal) => "System",
            _ => null,
        };

    /// <summary>An agent's name for people.</summary>
    public static string FriendlyName(string? firstName, string? lastName) => $"{firstName} {lastName}".Trim();
}
