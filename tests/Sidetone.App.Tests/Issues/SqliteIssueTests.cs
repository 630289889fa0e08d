using Sidetone.Serving;

namespace Sidetone.Tests.Issues;

public sealed class SqliteIssueTests : IssueSuite
{
    private protected override ServerOptions On(ServerOptions options) => options;
}
