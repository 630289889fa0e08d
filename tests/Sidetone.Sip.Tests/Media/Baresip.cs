using Sidetone.Sip.Addresses;
using Sidetone.Tests.Impairments;
using Sidetone.Tests.Peers;

namespace Sidetone.Sip.Tests.Media;

/// <summary>
/// baresip (Debian package baresip-core) that takes every call and sends back what it hears. It wants an interface that is not the
/// loopback's, hence the namespace; no <c>stdio.so</c>, which ends it where there is no terminal, and no file player.
/// </summary>
internal sealed class Baresip : IAsyncDisposable
{
    private const string Program = "/usr/bin/baresip";
    private const int Port = 5060;

    private readonly DirectoryInfo _folder;
    private readonly PeerProcess _process;

    private Baresip(DirectoryInfo folder, PeerProcess process, SipUri uri)
    {
        (_folder, _process, Uri) = (folder, process, uri);
    }

    public SipUri Uri { get; }

    public string Said => _process.Said;

    public static async Task<Baresip> StartAsync(RoutedPeer place)
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not here (Debian package baresip-core).");
        var folder = Directory.CreateTempSubdirectory("sidetone-baresip-");
        await WriteAsync(
            folder,
            "config",
            $"""
            poll_method epoll
            sip_listen {place.Remote}:{Port}
            audio_player aubridge,echo
            audio_source aubridge,echo
            audio_alert aubridge,alert
            rtp_ports 10000-10100
            jitter_buffer_delay 5-10
            module_path /usr/lib/baresip/modules
            module g711.so
            module aubridge.so
            module_app account.so
            module_app menu.so
            """
        );
        await WriteAsync(
            folder,
            "accounts",
            $"<sip:echo@{place.Remote}>;regint=0;answermode=auto;audio_codecs=PCMU/8000/1"
        );
        await WriteAsync(folder, "contacts", "");
        var process = new PeerProcess(
            place.Inside[0],
            [.. place.Inside.Skip(1), Program, "-f", folder.FullName],
            folder.FullName
        );
        var baresip = new Baresip(folder, process, SipUri.Parse($"sip:echo@{place.Remote}:{Port}"));
        await Until.TrueAsync(() =>
            process.HasExited || process.Said.Contains("baresip is ready", StringComparison.Ordinal)
        );
        Assert.False(process.HasExited, process.Said);
        return baresip;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Task WriteAsync(DirectoryInfo folder, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text + "\n");
}
