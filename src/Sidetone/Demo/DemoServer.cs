using System.Net;
using System.Net.Sockets;
using Sidetone.Groups;
using Sidetone.Serving;

namespace Sidetone.Demo;

/// <summary>A real server in this process, on a store in a folder that goes away with it.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private readonly ServerHost _host;
    private readonly bool _keep;

    private DemoServer(ServerHost host, string folder, bool keep)
    {
        _host = host;
        _keep = keep;
        Folder = folder;
    }

    /// <summary>Where its data is.</summary>
    public string Folder { get; }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_host.Urls.First());

    /// <summary>Starts one that listens when this returns.</summary>
    public static async Task<DemoServer> StartAsync(
        DemoSettings settings,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var folder = Directory.CreateTempSubdirectory("sidetone-demo-").FullName;
        try
        {
            var host = await ServerHost.BuildAsync(
                new ServerOptions { DataFolder = folder, Urls = settings.Urls ?? [FreeUrl()] },
                time,
                cancellation
            );
            await host.StartAsync(cancellation);
            return new DemoServer(host, folder, settings.Keep);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>The server's parts.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Makes a group, as the command line does.</summary>
    public async Task<CreatedGroup> CreateGroupAsync(string name, CancellationToken cancellation)
    {
        var groups = _host.Services.GetRequiredService<GroupStore>();
        return await groups.CreateAsync(
            name,
            AccountGroup.DefaultAccount,
            GroupSettings.Default with
            {
                Headset = true,
            },
            cancellation
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        if (!_keep)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>The usual place, unless something listens there already: then any free port.</summary>
    private static string FreeUrl()
    {
        var usual = new Uri(ServerOptions.DefaultUrl);
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, usual.Port) { ExclusiveAddressUse = true };
            probe.Start();
            return ServerOptions.DefaultUrl;
        }
        catch (SocketException)
        {
            return "http://127.0.0.1:0";
        }
    }
}
