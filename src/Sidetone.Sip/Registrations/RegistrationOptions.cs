using Sidetone.Sip.Addresses;
using Sidetone.Sip.Authentication;

namespace Sidetone.Sip.Registrations;

/// <summary>What is registered, and where.</summary>
public sealed record RegistrationOptions
{
    /// <summary>The address of record, such as <c>sip:agent7@example.com</c>: calls to it shall reach this agent.</summary>
    public required SipUri Address { get; init; }

    /// <summary>The registrar; the address's domain unless set.</summary>
    public SipUri? Registrar { get; init; }

    /// <summary>Where requests go first, whatever the registrar's name; null to go to the registrar.</summary>
    public SipUri? Proxy { get; init; }

    /// <summary>Answers challenges; null for none.</summary>
    public SipCredentials? Credentials { get; init; }

    /// <summary>How long a binding shall live unless it is refreshed; the registrar may decide otherwise.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The first wait after a failure; it doubles with each further one, with full jitter on the upper half.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait after a failure.</summary>
    public TimeSpan RetryMost { get; init; } = TimeSpan.FromMinutes(2);
}
