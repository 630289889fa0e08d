using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;
using Sidetone.Api;
using Sidetone.Bus;
using Sidetone.Bus.Api;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Log;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Signing;
using Sidetone.Bus.Streams;
using Sidetone.Bus.Targets.Files;
using Sidetone.Bus.Targets.Streams;
using Sidetone.Closing;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.Webhooks;
using Sidetone.Desk;
using Sidetone.Groups;
using Sidetone.Health;
using Sidetone.Heartbeat;
using Sidetone.Intake;
using Sidetone.Issues;
using Sidetone.Live;
using Sidetone.Networks;
using Sidetone.Outgoing;
using Sidetone.Platforms.Connect;
using Sidetone.Sdk;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Storage.Secrets;

namespace Sidetone.Serving;

/// <summary>The server: every room joined to one store and one listener.</summary>
/// <remarks>
/// <code>
///  check options ──▶ lock folder ──▶ key file ──▶ open store, migrate ──▶ may it listen there? ──▶ listen
/// </code>
/// What fails on the way fails before the first request; nothing starts half. Stopping goes the other way: nothing more is
/// accepted, requests end, what they handed in is committed, the store closes.
/// </remarks>
internal sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly OpenedStore _store;

    private ServerHost(WebApplication application, OpenedStore store)
    {
        _application = application;
        _store = store;
    }

    /// <summary>Where it listens, once started: with the port that a 0 became.</summary>
    public IReadOnlyCollection<string> Urls => [.. _application.Urls];

    /// <summary>The parts, for whoever runs beside the server in one process.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>Makes a server that is ready to start.</summary>
    /// <exception cref="ConfigurationException">It cannot run as told; all problems at once.</exception>
    /// <exception cref="StoreTooNewException">A newer version wrote the store.</exception>
    public static async Task<ServerHost> BuildAsync(
        ServerOptions options,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ApplicationName = "sidetone",
                // Nobody watches for changed settings: the watch would cover everything beneath the current folder,
                // where the data often is, and wake for each write of the store.
                Args = ["--hostBuilder:reloadConfigOnChange=false"],
            }
        );
        options = ServerConfiguration.Over(options, builder.Configuration);
        ServerOptionsRules.Require(options);
        var store = await OpenedStore.OpenAsync(options, time, cancellation);
        try
        {
            var application = Compose(builder, options, store, time);
            var groups = application.Services.GetRequiredService<GroupStore>();
            await BuiltInBus.CatchUpAsync(store.Database, groups, cancellation);
            var keys = application.Services.GetRequiredService<KeyRing>();
            await keys.RefreshAsync(cancellation);
            RequireKeysBeyondLoopback(options, keys);
            return new ServerHost(application, store);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts listening; everything runs when the task completes.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _application.StartAsync(cancellation);
        var options = Services.GetRequiredService<ServerOptions>();
        if (options.BusUrl is not null)
        {
            // Addresses keep their order; the bus's own is the last.
            Services.GetRequiredService<BusPort>().Take(new Uri(_application.Urls.Last()).Port);
        }
    }

    /// <summary>Stops accepting, finishes what was accepted.</summary>
    public Task StopAsync(CancellationToken cancellation) => _application.StopAsync(cancellation);

    /// <summary>Completes when somebody asked the process to stop and everything stopped.</summary>
    public Task WaitForStopAsync(CancellationToken cancellation) => _application.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static WebApplication Compose(
        WebApplicationBuilder builder,
        ServerOptions options,
        OpenedStore store,
        TimeProvider time
    )
    {
        builder.WebHost.ConfigureKestrel(KestrelLimits.Set);
        builder.WebHost.UseUrls([.. options.AllUrls]);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Standard output is for results: the demo prints its events there.
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace
        );
        builder.Configuration.Sources.Insert(0, RoomDefaults(options));
        var services = builder.Services;
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = options.StopTime;
            // One service's end must not take the process along: health says so, and the others finish their work.
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        services
            .AddSingleton(options)
            .AddSingleton(time)
            .AddSingleton(store.Secret)
            .AddSingleton(store.Database)
            .AddSingleton(store.Log)
            .AddSingleton(static provider => new NetworkLookup(
                provider.GetRequiredService<ServerOptions>().NetworkFiles
            ))
            .AddSingleton(static provider => new SenderAddress([
                .. provider.GetRequiredService<ServerOptions>().TrustedProxies.Select(Network),
            ]))
            .AddSingleton(NodeName.Own)
            .AddSingleton<ISecretBox>(new SecretBox(store.Secret.Derive(SecretKey.StoredSecrets, Guid.Empty)))
            .AddSingleton(
                new OutgoingAddressPolicy(
                    allowLoopback: options.AllowPrivateAddresses || options.AllUrls.All(ServerOptionsRules.IsLoopback),
                    options.AllowPrivateAddresses
                        ? [System.Net.IPNetwork.Parse("0.0.0.0/0"), System.Net.IPNetwork.Parse("::/0")]
                        : []
                )
            )
            .AddGroups()
            .AddHealth()
            .AddMeterExport(builder.Configuration)
            .AddClosing()
            .AddSingleton<IBusTenants>(static provider => new BusTenants(
                provider.GetRequiredService<GroupStore>(),
                provider.GetRequiredService<ServerOptions>().Region
            ))
            .AddSingleton(
                new SigningOptions(
                    options.BusSignatures == BusSignatures.Always || !options.AllUrls.All(ServerOptionsRules.IsLoopback)
                )
            )
            .AddSingleton<BusPort>()
            .AddBus()
            .AddBusApi()
            .AddDelivery()
            .AddSingleton<IDestinationKind>(static provider => new BuiltInBusDestinationKind(
                provider.GetRequiredService<BusLog>(),
                provider.GetRequiredService<ServerOptions>().Region
            ))
            .AddIntake(options.Intake)
            .AddIssues()
            .AddLiveCalls()
            .AddConnect()
            .AddHeartbeatApi();
        var application = builder.Build();
        var busPort = application.Services.GetRequiredService<BusPort>();
        application.MapWhen(busPort.Has, static branch => branch.Run(BusApi.AnswerAsync));
        application.MapHealth();
        application.MapIntake();
        application.MapConnect();
        application.MapCalls();
        application.MapSdk();
        application.MapBusApi();
        application.MapBusStream(ReaderGroup);
        application.MapRuleStreams(ReaderGroup);
        application.MapBusFailures(ReaderGroup);
        application.MapLiveCalls();
        application.MapIssues();
        application.MapDesk();
        application.MapHeartbeats();
        return application;
    }

    /// <summary>The group whose events a request may read, by its read key.</summary>
    private static ValueTask<Guid?> ReaderGroup(HttpContext context) =>
        ValueTask.FromResult<Guid?>(ReadAccess.TryGrant(context, out var holder, out _) ? holder.Group.Group.Id : null);

    /// <summary>What rooms take from the server's options unless configuration says otherwise.</summary>
    private static MemoryConfigurationSource RoomDefaults(ServerOptions options) =>
        new()
        {
            InitialData =
            [
                new(
                    $"{DeliveryOptions.Section}:{nameof(DeliveryOptions.FileFolder)}",
                    Path.Combine(options.DataFolder ?? "", "events")
                ),
                new(
                    $"{FileTargetOptions.Section}:{nameof(FileTargetOptions.Folder)}",
                    Path.Combine(options.DataFolder ?? "", "bus")
                ),
                new(
                    $"{HeartbeatOptions.Section}:{nameof(HeartbeatOptions.RecordingFolder)}",
                    Path.Combine(options.DataFolder ?? "", "recordings")
                ),
            ],
        };

    private static System.Net.IPNetwork Network(string text) =>
        ServerOptionsRules.TryParseNetwork(text, out var network)
            ? network
            : throw new InvalidOperationException($"BUG: {text} was checked to be a network.");

    private static void RequireKeysBeyondLoopback(ServerOptions options, KeyRing keys)
    {
        if (!keys.IsEmpty)
        {
            return;
        }

        var wide = options.AllUrls.Where(static url => !ServerOptionsRules.IsLoopback(url)).ToArray();
        if (wide.Length > 0)
        {
            throw new ConfigurationException([
                .. wide.Select(static url =>
                    $"{url}: is reached from other machines, and there are no keys yet. "
                    + "Make a group first with 'sidetone group create NAME', or listen on 127.0.0.1."
                ),
            ]);
        }
    }
}
