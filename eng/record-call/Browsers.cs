using Microsoft.Playwright;

namespace Sidetone.RecordCall;

/// <summary>Starts browsers whose microphone is a file.</summary>
internal static class Browsers
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-features=WebRtcHideLocalIpsWithMdns",
    ];

    /// <summary>Starts a browser with a fresh profile in a folder, in a network namespace if one is named.</summary>
    public static async Task<IBrowserContext> StartAsync(
        IPlaywright playwright,
        string chromium,
        string? networkNamespace,
        string folder,
        int voice
    )
    {
        var wav = Path.Combine(folder, "voice.wav");
        Directory.CreateDirectory(folder);
        Speech.Write(wav, voice);
        return await playwright.Chromium.LaunchPersistentContextAsync(
            Path.Combine(folder, "profile"),
            new BrowserTypeLaunchPersistentContextOptions
            {
                ExecutablePath = networkNamespace is null ? chromium : Wrapper(folder, chromium, networkNamespace),
                Headless = true,
                AcceptDownloads = true,
                Args = [.. Arguments, $"--use-file-for-fake-audio-capture={wav}"],
            }
        );
    }

    /// <summary>A script that enters the namespace and becomes the browser.</summary>
    private static string Wrapper(string folder, string chromium, string networkNamespace)
    {
        var path = Path.Combine(folder, "chromium");
        File.WriteAllText(path, $"#!/bin/sh\nexec ip netns exec {networkNamespace} {chromium} \"$@\"\n");
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Network namespaces are Linux's.");
        }

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
