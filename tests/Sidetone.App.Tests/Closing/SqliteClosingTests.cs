using Sidetone.Serving;

namespace Sidetone.Tests.Closing;

public sealed class SqliteClosingTests : ClosingSuite
{
    private protected override ServerOptions On(ServerOptions options) => options;
}
