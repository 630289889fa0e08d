using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Partners;

/// <summary>A partner event source, which the partner and the customer see from two sides; here both are one group.</summary>
/// <remarks>
/// <code>
///  PENDING ──CreateEventBus of its name──▶ ACTIVE ──DeactivateEventSource──▶ PENDING
///     └──────────────DeletePartnerEventSource──────────┴──▶ DELETED (while a bus belongs to it)
/// </code>
/// </remarks>
public sealed record PartnerEventSourceRecord : IResource
{
    /// <summary>No bus takes its events.</summary>
    public const string PendingState = "PENDING";

    /// <summary>A bus of its name takes its events.</summary>
    public const string ActiveState = "ACTIVE";

    /// <summary>The partner deleted it while a bus belonged to it.</summary>
    public const string DeletedState = "DELETED";

    private static readonly TimeSpan s_pendingFor = TimeSpan.FromDays(14);

    static ResourceKind IResource.Kind => ResourceKind.PartnerEventSource;

    [JsonIgnore]
    string IResource.Parent => "";

    /// <summary><c>aws.partner/PARTNER/NAMESPACE/NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The customer's account.</summary>
    public required string Account { get; init; }

    /// <summary><c>PENDING</c>, <c>ACTIVE</c> or <c>DELETED</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is forgotten if no bus is made for it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>It, with a bus that takes its events.</summary>
    public PartnerEventSourceRecord Activated() => this with { State = ActiveState, ExpiresAt = null };

    /// <summary>It, with no bus that takes its events, from an instant on.</summary>
    public PartnerEventSourceRecord Pending(DateTimeOffset now) =>
        this with
        {
            State = PendingState,
            ExpiresAt = now + s_pendingFor,
        };
}
