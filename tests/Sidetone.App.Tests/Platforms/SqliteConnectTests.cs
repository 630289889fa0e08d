using Sidetone.Serving;

namespace Sidetone.Tests.Platforms;

public sealed class SqliteConnectTests : ConnectSuite
{
    private protected override ServerOptions On(ServerOptions options) => options;
}
