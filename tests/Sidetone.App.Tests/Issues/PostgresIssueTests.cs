using Sidetone.Serving;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Issues;

public sealed class PostgresIssueTests : IssueSuite
{
    private ServedSchema _schema = null!;

    public override async ValueTask InitializeAsync() => _schema = await ServedSchema.CreateAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _schema.DisposeAsync();
    }

    private protected override ServerOptions On(ServerOptions options) =>
        _schema.On(options, Path.Combine(options.DataFolder!, "shared.key"));
}
