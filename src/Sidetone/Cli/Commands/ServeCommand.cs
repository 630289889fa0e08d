using System.CommandLine;
using Sidetone.Serving;

namespace Sidetone.Cli.Commands;

/// <summary><c>serve</c>: runs a server until it is stopped.</summary>
internal sealed class ServeCommand
{
    private const string Always = "always";
    private const string BeyondLoopback = "beyond-loopback";

    private readonly Option<string?> _data = StoreOptions.Data();
    private readonly Option<string?> _store = StoreOptions.Store();

    private readonly Option<string[]> _urls = new("--urls")
    {
        HelpName = "URL",
        Description = "Where to listen; may be given several times. Beyond this machine only once there are keys.",
        DefaultValueFactory = _ => [ServerOptions.DefaultUrl],
    };

    private readonly Option<string?> _keyFile = new("--key-file")
    {
        HelpName = "FILE",
        Description = "The file with the secret that encrypts what must be kept secret. Default: secret.key in --data.",
    };

    private readonly Option<string[]> _proxies = new("--trusted-proxy")
    {
        HelpName = "ADDRESS",
        Description = "An address or network whose X-Forwarded-For is believed. May be given several times.",
    };

    private readonly Option<string[]> _networkFiles = new("--network-file")
    {
        HelpName = "FILE",
        Description = "A MaxMind DB file that knows ISPs and places of addresses. May be given several times.",
    };

    private readonly Option<bool> _private = new("--allow-private-addresses")
    {
        Description = "Let webhooks and other outgoing requests reach private addresses.",
    };

    private readonly Option<string> _region = new("--region")
    {
        HelpName = "REGION",
        Description = "The region that events carry.",
        DefaultValueFactory = _ => new ServerOptions().Region,
    };

    private readonly Option<string?> _busUrl = new("--bus-url")
    {
        HelpName = "URL",
        Description = "An address that only the bus answers at, for AWS tools that take no path.",
    };

    private readonly Option<string> _busSignatures = SignaturesOption();

    public static Command Create()
    {
        var serve = new ServeCommand();
        var command = new Command("serve", "Run a server. Ctrl-C stops it; what was accepted is kept.")
        {
            serve._data,
            serve._store,
            serve._urls,
            serve._keyFile,
            serve._proxies,
            serve._networkFiles,
            serve._private,
            serve._region,
            serve._busUrl,
            serve._busSignatures,
        };
        command.SetAction(serve.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new ServerOptions
        {
            DataFolder = parsed.GetValue(_data),
            Store = StoreOptions.StoreOf(parsed, _store),
            Urls = parsed.GetValue(_urls) ?? [],
            KeyFile = parsed.GetValue(_keyFile),
            TrustedProxies = parsed.GetValue(_proxies) ?? [],
            NetworkFiles = parsed.GetValue(_networkFiles) ?? [],
            AllowPrivateAddresses = parsed.GetValue(_private),
            Region = parsed.GetRequiredValue(_region),
            BusUrl = parsed.GetValue(_busUrl),
            BusSignatures =
                parsed.GetValue(_busSignatures) == Always ? BusSignatures.Always : BusSignatures.BeyondLoopback,
        };
        try
        {
            await using var server = await ServerHost.BuildAsync(options, TimeProvider.System, cancellation);
            await server.StartAsync(cancellation);
            Terminal.Error.WriteLine($"Listening on {string.Join(", ", server.Urls)}. Ctrl-C stops.");
            await server.WaitForStopAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping is how serving ends.
        }

        return ExitCode.Ok;
    }

    private static Option<string> SignaturesOption()
    {
        var option = new Option<string>("--bus-signatures")
        {
            Description =
                "When requests to the bus have to be signed by a key of 'sidetone bus key': always, or when the server "
                + "is reached from other machines.",
            DefaultValueFactory = _ => BeyondLoopback,
        };
        option.AcceptOnlyFromAmong(Always, BeyondLoopback);
        return option;
    }
}
