namespace Sidetone.RecordCall;

/// <summary>Where the two browsers of a call run.</summary>
internal sealed record CallSetting
{
    /// <summary>The browser.</summary>
    public string Chromium { get; init; } = "/usr/bin/chromium";

    /// <summary>The network namespace of the agent's browser; null for this program's own.</summary>
    public string? AgentNamespace { get; init; }

    /// <summary>The network namespace of the customer's browser; null for this program's own.</summary>
    public string? CustomerNamespace { get; init; }
}
