using Sidetone.Serving;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Live;

public sealed class PostgresLiveCallTests : LiveCallSuite
{
    private ServedSchema _schema = null!;

    public override async ValueTask InitializeAsync()
    {
        _schema = await ServedSchema.CreateAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _schema.DisposeAsync();
    }

    private protected override ServerOptions On(ServerOptions options) =>
        _schema.On(options, Path.Combine(options.DataFolder!, "shared.key"));
}
