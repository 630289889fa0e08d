using System.Collections.Frozen;

namespace Sidetone.Privacy;

/// <summary>The fields that rules may name.</summary>
internal static class FieldName
{
    public const string Agent = "agent";
    public const string CallerId = "callerId";
    public const string DeviceId = "deviceId";
    public const string DeviceLabel = "deviceLabel";
    public const string FriendlyName = "friendlyName";
    public const string MediaEndpointAddress = "mediaEndpointAddress";
    public const string MediaIpAddress = "mediaIpAddress";
    public const string Message = "message";
    public const string QueueName = "queueName";
    public const string SenderAddress = "senderAddress";
    public const string SenderPlace = "senderPlace";
    public const string SerialNumber = "serialNumber";
    public const string SoftphoneContextUrl = "softphoneContextUrl";
    public const string SoftphoneUrl = "softphoneUrl";

    /// <summary>All of them, in alphabetical order.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Agent,
        CallerId,
        DeviceId,
        DeviceLabel,
        FriendlyName,
        MediaEndpointAddress,
        MediaIpAddress,
        Message,
        QueueName,
        SenderAddress,
        SenderPlace,
        SerialNumber,
        SoftphoneContextUrl,
        SoftphoneUrl,
    ];

    private static readonly FrozenSet<string> Known = All.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string name) => Known.Contains(name);

    /// <summary>
    /// Whether a rule can be used for a field. The agent is part of what makes a call one call: without it, or with
    /// two agents masked alike, different calls would become one.
    /// </summary>
    public static bool Allows(string name, FieldRule rule) => name != Agent || rule is FieldRule.Keep or FieldRule.Hash;
}
