using System.Net;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transactions;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Agents;

/// <summary>Where an agent listens, how long it waits, and how much it takes on.</summary>
public sealed record SipAgentOptions
{
    /// <summary>Local address for UDP, port 0 for any; null for none.</summary>
    public IPEndPoint? Udp { get; init; }

    /// <summary>Local address for TCP, port 0 for any; null for none.</summary>
    public IPEndPoint? Tcp { get; init; }

    /// <summary>Local address for TLS, port 0 for any; null for none.</summary>
    public IPEndPoint? Tls { get; init; }

    /// <summary>Certificates of TLS.</summary>
    public SipTlsOptions TlsOptions { get; init; } = new();

    /// <summary>User part of our Contact, so that a registrar can tell several agents apart.</summary>
    public string User { get; init; } = "sidetone";

    /// <summary>Value of User-Agent.</summary>
    public string Product { get; init; } = "Sidetone";

    /// <summary>Times of transactions.</summary>
    public SipTimers Timers { get; init; } = new();

    /// <summary>Bounds of TCP and TLS.</summary>
    public SipStreamOptions Streams { get; init; } = new();

    /// <summary>Bounds of a message.</summary>
    public SipLimits Limits { get; init; } = new();

    /// <summary>Transactions at one time; requests beyond are answered with 503, ours fail.</summary>
    public int Transactions { get; init; } = 2_000;

    /// <summary>Calls at one time, both ways together; calls beyond are answered with 503, ours fail.</summary>
    public int Calls { get; init; } = 200;

    /// <summary>Incoming calls that wait for <see cref="SipAgent.NextCallAsync"/>; calls beyond are answered with 503.</summary>
    public int WaitingCalls { get; init; } = 32;

    /// <summary>An incoming call that is neither accepted nor refused for so long is answered with 480.</summary>
    public TimeSpan Unanswered { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long disposal waits for the other sides to answer BYE and CANCEL.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Hears of each message, under a lock: it has to be quick. Null for nobody.</summary>
    public Action<SipTraced>? Trace { get; init; }
}
