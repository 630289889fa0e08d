using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Sidetone.Architecture.Tests;

/// <summary>Pure rooms see no network, file, clock or logger: what they need, they are handed.</summary>
public sealed partial class PurityTests
{
    [Theory]
    [InlineData("Sidetone.Catalog")]
    [InlineData("Sidetone.Telemetry")]
    [InlineData("Sidetone.Calls")]
    [InlineData("Sidetone.Patterns")]
    public void A_pure_room_reaches_for_nothing_outside(string room)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, room + ".dll"));
        using var assembly = new PEReader(file);
        var metadata = assembly.GetMetadataReader();
        var reached = metadata
            .TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
            .Select(type => $"{type.Namespace}.{type.Name}")
            .Where(type => Effects().IsMatch(type));
        Assert.Empty(reached);
    }

    [GeneratedRegex(
        @"^(System\.Net\.Http\.|System\.Net\.Dns$|System\.Net\.Sockets\.(Socket|TcpClient|UdpClient|NetworkStream)$"
            + @"|System\.IO\.(File|FileInfo|FileStream|Directory|DirectoryInfo)$|System\.TimeProvider$|System\.Console$"
            + @"|System\.Threading\.(Timer|Thread)$|System\.Diagnostics\.(Process|Stopwatch)$|Microsoft\.Extensions\.)"
    )]
    private static partial Regex Effects();
}
