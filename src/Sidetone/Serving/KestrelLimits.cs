using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sidetone.Serving;

/// <summary>The limits of the HTTP server, all of them said: a default that changes must not change this server.</summary>
internal static class KestrelLimits
{
    // Ten thousand agents keep a connection each, and pages reload.
    private const int ConnectionsMax = 32_768;

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Whoever reads bodies has smaller bounds and explains them; this only ends what nobody reads.
        kestrel.Limits.MaxRequestBodySize = 64 << 20;
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 1_024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
        kestrel.Limits.MaxRequestLineSize = 8 << 10;
        // Longer than the ten seconds between two batches, or every batch would open a connection.
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // An agent on a bad network is slow; one that sends a byte now and then is something else.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(
            bytesPerSecond: 100,
            gracePeriod: TimeSpan.FromSeconds(10)
        );
        kestrel.Limits.MinResponseDataRate = new MinDataRate(
            bytesPerSecond: 100,
            gracePeriod: TimeSpan.FromSeconds(10)
        );
    }
}
