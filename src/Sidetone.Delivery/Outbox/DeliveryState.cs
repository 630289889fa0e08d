namespace Sidetone.Delivery.Outbox;

/// <summary>Where the delivery of one event to one destination stands.</summary>
/// <remarks>
/// <code>
///   added ──▶ pending ──claim──▶ claimed ──▶ delivered
///                ▲                 │ │
///                ├── retry later ──┘ └─────▶ set aside (with the reason)
///                └── resent by a person, or corrected ◀── delivered, set aside
/// </code>
/// The numbers are stored. The first two are open: they are sent when due.
/// </remarks>
public enum DeliveryState
{
    /// <summary>To be sent when due.</summary>
    Pending = 0,

    /// <summary>A node sends it; when its lease is over it is due again.</summary>
    Claimed = 1,

    /// <summary>The destination has it.</summary>
    Delivered = 2,

    /// <summary>The destination will never take it as it is; a person may send it again.</summary>
    SetAside = 3,
}
