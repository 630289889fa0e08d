using Sidetone.Serving;

namespace Sidetone.Tests.Live;

public sealed class SqliteLiveCallTests : LiveCallSuite
{
    private protected override ServerOptions On(ServerOptions options) => options;
}
