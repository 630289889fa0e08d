using System.Text.Json;
using Microsoft.Playwright;
using Sidetone.Tests.Serving;

namespace Sidetone.Browser.Tests.Desk;

/// <summary>A headset's events in a real call, handed on by the SDK, added up by the server.</summary>
public sealed class HeadsetCallTests
{
    // The interface of @gnaudio/jabra-browser-integration 3.0.0, with a headset whose events a test gives.
    private const string Jabra = """
        window.jabra = {
          apiVersion: '3.0.0', heard: { 'device attached': [], 'device detached': [], devlog: [] },
          getDevices: async () => [{ deviceID: 7, deviceName: 'Jabra Engage 50', productID: 0x4052, serialNumber: 'A1', firmwareVersion: '1.24.0' }],
          addEventListener: (name, hear) => jabra.heard[name].push(hear),
          removeEventListener: (name, hear) => { jabra.heard[name] = jabra.heard[name].filter(each => each !== hear); },
          log: data => jabra.heard.devlog.forEach(hear => hear({ message: 'devlog', data: { deviceID: 7, TimeStampMs: Date.now(), ...data } })),
        };
        """;

    private const string Replay = """
        async () => {
          const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
          jabra.log({ 'TX Acoustic Logging Level': '40' });
          jabra.log({ 'RX Acoustic Logging Level': '60' });
          jabra.log({ Speech_Analysis_TX: 'TRUE' });
          await pause(1000);
          jabra.log({ Speech_Analysis_RX: 'TRUE' });
          jabra.log({ ID: 'VOLUP TAP' });
          jabra.log({ 'Boom Position Guidance OK': 'FALSE' });
          await pause(700);
          jabra.log({ Speech_Analysis_TX: 'FALSE' });
          jabra.log({ 'Boom Position Guidance OK': 'TRUE' });
          jabra.log({ 'Mute State': 'TRUE' });
          jabra.log({ 'RX Acoustic Logging Level': '70' });
          await pause(1300);
          jabra.log({ Speech_Analysis_RX: 'FALSE' });
          jabra.log({ 'Mute State': 'FALSE' });
          jabra.log({ ID: 'VOLDOWN TAP' });
          await pause(800);
        }
        """;

    [Fact]
    public async Task A_headsets_events_give_a_summary_whose_parts_are_the_whole()
    {
        await using var desk = await DeskPage.InCallAsync();
        await desk.Call.Server.SetAsync("headset=true");
        await ListenAsync(desk, expected: true);
        var first = await desk.ListenAsync("HeadsetSummary");
        await desk.Page.EvaluateAsync(Replay);
        await desk.Call.EndAsync();

        var headset = (await first()).GetProperty("detail").GetProperty("headset");
        Assert.Equal("Jabra Engage 50", headset.GetProperty("modelName").GetString());
        Assert.Equal("1.24.0", headset.GetProperty("firmwareVersion").GetString());
        var metrics = headset.GetProperty("metrics");
        var speech = metrics.GetProperty("speech");
        var parts = new[] { "txSpeechTotal", "rxSpeechTotal", "crossTalkTotal", "silenceTotal" };
        var (tx, rx, crosstalk) = (Number(speech, parts[0]), Number(speech, parts[1]), Number(speech, parts[2]));
        Assert.Equal(Number(speech, "totalSeconds"), parts.Sum(part => Number(speech, part)));
        Assert.Equal(100m, parts.Sum(part => Number(speech, part + "Pct")));
        // A busy machine's timers are late, never early.
        Assert.InRange(tx, 0.95m, 3m);
        Assert.InRange(crosstalk, 0.65m, 3m);
        Assert.InRange(rx, 1.25m, 4m);
        Assert.Equal(60m, Number(metrics.GetProperty("exposureDb"), "min"));
        Assert.Equal(70m, Number(metrics.GetProperty("exposureDb"), "max"));
        Assert.Equal(40m, Number(metrics.GetProperty("backgroundNoiseDb"), "avg"));
        Assert.Equal(1, metrics.GetProperty("misalignedBoomArmCount").GetInt32());
        Assert.Equal(1, metrics.GetProperty("deviceMuteCount").GetInt32());
        Assert.Equal(2, metrics.GetProperty("deviceVolumeAdjustCount").GetInt32());
        Assert.Equal("", await desk.Call.ErrorsAsync());
    }

    [Fact]
    public async Task A_group_that_does_not_collect_it_hears_no_headset()
    {
        await using var desk = await DeskPage.InCallAsync();
        var asked = desk.Page.WaitForResponseAsync(response =>
            response.Url.EndsWith("/v1/desk", StringComparison.Ordinal)
        );
        await ListenAsync(desk, expected: false);
        await asked;
        await desk.Page.EvaluateAsync("new Promise(resolve => setTimeout(resolve, 200))");

        Assert.Equal(0, await desk.Page.EvaluateAsync<int>("jabra.heard.devlog.length"));
    }

    /// <summary>Watches the page's headset; once the group's switch has arrived, it is heard.</summary>
    private static async Task ListenAsync(DeskPage desk, bool expected)
    {
        await desk.Page.AddScriptTagAsync(new() { Content = Jabra });
        await desk.Page.AddScriptTagAsync(new() { Url = $"{desk.Call.Server.Address}sdk/sidetone-headset.js" });
        // A function that an expression gives would be called.
        const string Watch =
            "void (window.unwatch = SidetoneHeadset.watchHeadset(sidetone, SidetoneHeadset.jabraHeadset(jabra)))";
        await desk.Page.EvaluateAsync(Watch);
        if (!expected)
        {
            return;
        }

        // The server takes some moments to see a setting that another process changed, and the page keeps an answer.
        await Eventually.HoldsAsync(async () =>
        {
            if (await desk.Page.EvaluateAsync<int>("jabra.heard.devlog.length") == 1)
            {
                return true;
            }

            await desk.Page.EvaluateAsync("unwatch()");
            await desk.Page.EvaluateAsync(Watch);
            await desk.Page.WaitForTimeoutAsync(300);
            return await desk.Page.EvaluateAsync<int>("jabra.heard.devlog.length") == 1;
        });
    }

    private static decimal Number(JsonElement parent, string name) => parent.GetProperty(name).GetDecimal();
}
