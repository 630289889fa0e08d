namespace Sidetone.Telemetry;

/// <summary>What one headset told while a page listened to it: who it is, and its own events as they came.</summary>
public sealed record HeadsetReport
{
    /// <summary>The headset.</summary>
    public required HeadsetDevice Device { get; init; }

    /// <summary>Its events, in the order in which the page got them.</summary>
    public IReadOnlyList<HeadsetEvent> Events { get; init; } = [];
}

/// <summary>A headset, as its maker's interface names it. Texts are empty where it does not say.</summary>
public sealed record HeadsetDevice
{
    /// <summary>The model's name, such as <c>Jabra Engage 50</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The maker's and product's number, such as <c>0b0e:4052</c>.</summary>
    public string ProductId { get; init; } = "";

    /// <summary>The firmware's version.</summary>
    public string Firmware { get; init; } = "";

    /// <summary>The serial number.</summary>
    public string Serial { get; init; } = "";

    /// <summary>The version of the interface that the events came through.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>What tells one headset of a call from another. Name and product, too: a field rule may have masked the serial.</summary>
    public string Key => $"{Name}|{ProductId}|{Serial}";
}
