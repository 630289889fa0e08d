using Sidetone.Intake;
using Sidetone.Storage.Log;

namespace Sidetone.Serving;

/// <summary>What the operator decides when a server starts. Everything works without any of it but a place for the data.</summary>
internal sealed record ServerOptions
{
    /// <summary>Where a server listens unless told otherwise: this machine alone.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8480";

    /// <summary>The data folder: the embedded store and the key file. Null with <see cref="Store"/> and <see cref="KeyFile"/>.</summary>
    public string? DataFolder { get; init; }

    /// <summary>A served store, <c>postgres://user:password@host/database</c>; null for the embedded one in the data folder.</summary>
    public string? Store { get; init; }

    /// <summary>Where to listen: <c>http://address:port</c>; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>
    /// The file with the secret that encrypts stored secrets and keys the hashes of fields; null for <c>secret.key</c> in the
    /// data folder. Made when it is not there. Nodes on one store have the same.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>Addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/8</c>) whose <c>X-Forwarded-For</c> is believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Whether outgoing requests may go to private addresses.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Files in the MaxMind DB format that know networks and places.</summary>
    public IReadOnlyList<string> NetworkFiles { get; init; } = [];

    /// <summary>
    /// The region that envelopes and ARNs carry. The default is the one that AWS tools take when they are told none, so
    /// that they and this server agree.
    /// </summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>An address that only the bus answers at, for tools that take no path; null for none.</summary>
    public string? BusUrl { get; init; }

    /// <summary>When requests to the bus have to be signed.</summary>
    public BusSignatures BusSignatures { get; init; } = BusSignatures.BeyondLoopback;

    /// <summary>The bounds of intake.</summary>
    public IntakeOptions Intake { get; init; } = new();

    /// <summary>How long calls wait before they are closed.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>How long a stop may take: what was accepted is committed within it.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Every address that the server listens at; the bus's own is the last.</summary>
    public IReadOnlyList<string> AllUrls => BusUrl is null ? Urls : [.. Urls, BusUrl];
}

/// <summary>When requests to the bus have to be signed.</summary>
internal enum BusSignatures
{
    /// <summary>When the server is reached from other machines.</summary>
    BeyondLoopback,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>The server cannot start as it was told to; every problem at once, each with the option it is about.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The exit code for it (<c>EX_CONFIG</c> of sysexits.h).</summary>
    public const int ExitCode = 78;

    public IReadOnlyList<string> Problems => problems;
}
