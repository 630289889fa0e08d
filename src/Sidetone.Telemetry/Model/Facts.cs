namespace Sidetone.Telemetry;

/// <summary>
/// What a session knows about its call besides statistics. Every member may be absent; a batch carries those that are
/// new or changed, and a later one (by sequence number) replaces an earlier one, member by member.
/// </summary>
public sealed record Facts
{
    /// <summary>True when the connection carried media before this contact: first counters are then only a base.</summary>
    public bool? Baseline { get; init; }

    /// <summary><c>Inbound</c> or <c>Outbound</c>.</summary>
    public string? Direction { get; init; }

    /// <summary>The contact this one was transferred from.</summary>
    public string? PreviousContactId { get; init; }

    /// <summary>The contact this one was transferred to.</summary>
    public string? NextContactId { get; init; }

    /// <summary>The queue's name.</summary>
    public string? QueueName { get; init; }

    /// <summary>When the contact entered the queue, in milliseconds since the Unix epoch, clock offset applied.</summary>
    public long? EnqueuedAt { get; init; }

    /// <summary>The customer's number (E.164).</summary>
    public string? CallerId { get; init; }

    /// <summary>The agent's name for people.</summary>
    public string? FriendlyName { get; init; }

    /// <summary>The agent's browser.</summary>
    public NameAndVersion? Browser { get; init; }

    /// <summary>The agent's operating system.</summary>
    public NameAndVersion? OperatingSystem { get; init; }

    /// <summary>The CPU's model.</summary>
    public string? CpuModel { get; init; }

    /// <summary>Installed memory in GB.</summary>
    public double? MemoryGb { get; init; }

    /// <summary>The local address that media leaves from.</summary>
    public string? MediaIpAddress { get; init; }

    /// <summary>The network's type: <c>wlan</c>, <c>lan</c>, <c>wwan</c>, <c>vpn</c>, <c>ethernet</c>, <c>wifi</c> …</summary>
    public string? NetworkType { get; init; }

    /// <summary>The softphone's address.</summary>
    public string? SoftphoneUrl { get; init; }

    /// <summary>The address of the page that the softphone stands in.</summary>
    public string? SoftphoneContextUrl { get; init; }

    /// <summary>The version of whatever observes the call.</summary>
    public string? SdkVersion { get; init; }

    /// <summary>The platform's id of the media session.</summary>
    public string? MediaSessionId { get; init; }

    /// <summary>The softphone's media strategy, such as <c>StandardStrategy</c>.</summary>
    public string? MediaStrategy { get; init; }

    /// <summary>The audio codec's name as RTP payload formats spell it (<c>opus</c>, <c>PCMU</c>).</summary>
    public string? AudioCodec { get; init; }

    /// <summary>Where media goes to.</summary>
    public MediaEndpoint? MediaEndpoint { get; init; }

    /// <summary>The signalling server's name.</summary>
    public string? SignallingFqdn { get; init; }

    /// <summary>The platform service behind the softphone.</summary>
    public ServiceEndpoint? ServiceEndpoint { get; init; }

    /// <summary>The devices in use, replacing any list before.</summary>
    public IReadOnlyList<MediaDevice>? Devices { get; init; }

    /// <summary>This with the members that <paramref name="later"/> has replaced.</summary>
    public Facts With(Facts later) =>
        new()
        {
            Baseline = later.Baseline ?? Baseline,
            Direction = later.Direction ?? Direction,
            PreviousContactId = later.PreviousContactId ?? PreviousContactId,
            NextContactId = later.NextContactId ?? NextContactId,
            QueueName = later.QueueName ?? QueueName,
            EnqueuedAt = later.EnqueuedAt ?? EnqueuedAt,
            CallerId = later.CallerId ?? CallerId,
            FriendlyName = later.FriendlyName ?? FriendlyName,
            Browser = later.Browser ?? Browser,
            OperatingSystem = later.OperatingSystem ?? OperatingSystem,
            CpuModel = later.CpuModel ?? CpuModel,
            MemoryGb = later.MemoryGb ?? MemoryGb,
            MediaIpAddress = later.MediaIpAddress ?? MediaIpAddress,
            NetworkType = later.NetworkType ?? NetworkType,
            SoftphoneUrl = later.SoftphoneUrl ?? SoftphoneUrl,
            SoftphoneContextUrl = later.SoftphoneContextUrl ?? SoftphoneContextUrl,
            SdkVersion = later.SdkVersion ?? SdkVersion,
            MediaSessionId = later.MediaSessionId ?? MediaSessionId,
            MediaStrategy = later.MediaStrategy ?? MediaStrategy,
            AudioCodec = later.AudioCodec ?? AudioCodec,
            MediaEndpoint = later.MediaEndpoint ?? MediaEndpoint,
            SignallingFqdn = later.SignallingFqdn ?? SignallingFqdn,
            ServiceEndpoint = later.ServiceEndpoint ?? ServiceEndpoint,
            Devices = later.Devices ?? Devices,
        };
}

/// <summary>A product's name and version.</summary>
public sealed record NameAndVersion
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its version, as it gives it.</summary>
    public string Version { get; init; } = "";
}

/// <summary>The far end of the selected candidate pair, and the relay between, if any.</summary>
public sealed record MediaEndpoint
{
    /// <summary>The far end's or relay's name or address.</summary>
    public string Fqdn { get; init; } = "";

    /// <summary>The far end's port.</summary>
    public string DestinationPort { get; init; } = "";

    /// <summary>The local port.</summary>
    public string SourcePort { get; init; } = "";

    /// <summary>The transport: <c>udp</c>, <c>tcp</c>, or <c>tls</c> to a relay.</summary>
    public string Transport { get; init; } = "";

    /// <summary>The far end's private address.</summary>
    public string PrivateIp { get; init; } = "";

    /// <summary>The local candidate's type: <c>host</c>, <c>srflx</c>, <c>prflx</c>, <c>relay</c>.</summary>
    public string CandidateType { get; init; } = "";
}

/// <summary>The platform service that the softphone talks to.</summary>
public sealed record ServiceEndpoint
{
    /// <summary>Its name.</summary>
    public string Fqdn { get; init; } = "";

    /// <summary>How long the transport lives, in seconds.</summary>
    public long TransportLifeTimeSeconds { get; init; }

    /// <summary>When it expires, in milliseconds since the Unix epoch; null when unknown.</summary>
    public long? Expiry { get; init; }
}
