using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Files;
using Sidetone.Delivery.Tests.Rigs;

namespace Sidetone.Delivery.Tests.Destinations;

public sealed class FileDestinationTests : DestinationSuite
{
    [Theory]
    [InlineData("../events.jsonl")]
    [InlineData("a/b.jsonl")]
    [InlineData("/tmp/events.jsonl")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("")]
    public async Task A_name_that_leaves_the_groups_folder_is_refused(string name)
    {
        await using var rig = await DeliveryRig.OpenAsync(Engine.Sqlite);
        var record = await rig.AddDestinationAsync("file", settings: $$"""{"name":"{{name}}"}""");
        var kind = rig.Get<IEnumerable<IDestinationKind>>().OfType<FileDestinationKind>().Single();
        Assert.Throws<DestinationSettingsException>(() => kind.Open(record));
    }

    private protected override Task<Place> OpenAsync() => Task.FromResult<Place>(new FilePlace());

    private sealed class FilePlace : Place
    {
        public override string Kind => "file";

        public override string Settings => """{"name":"events.jsonl"}""";

        public override async Task<IReadOnlyList<string>> ReceivedAsync(DeliveryRig rig) =>
            File.Exists(FilePath(rig))
                ? await File.ReadAllLinesAsync(FilePath(rig), TestContext.Current.CancellationToken)
                : [];

        // A folder where the file should be: nobody can write there, not even the superuser.
        public override Task TroubleAsync(DeliveryRig rig)
        {
            Directory.CreateDirectory(FilePath(rig));
            return Task.CompletedTask;
        }

        public override Task MendAsync(DeliveryRig rig)
        {
            Directory.Delete(FilePath(rig));
            return Task.CompletedTask;
        }

        private static string FilePath(DeliveryRig rig) =>
            Path.Combine(rig.FileFolder, DeliveryRig.Group.ToString(), "events.jsonl");
    }
}
