using System.Text;
using System.Text.Json;

namespace Sidetone.Outgoing.Tests;

public sealed class LineFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sidetone-lines-");

    private string FilePath => Path.Combine(_folder.FullName, "group", "events.jsonl");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Lines_are_added_at_the_end()
    {
        await AppendAsync("{\"n\":1}", "{\"n\":2}");
        await AppendAsync("{\"n\":3}");
        Assert.Equal("{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n", await File.ReadAllTextAsync(FilePath, Stop));
    }

    [Fact]
    public async Task Cut_at_any_byte_the_file_goes_on_with_whole_lines_only()
    {
        await AppendAsync("{\"n\":1}", "{\"t\":\"zwölf\"}", "{\"n\":3}");
        var whole = await File.ReadAllBytesAsync(FilePath, Stop);
        for (var length = 0; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(FilePath, whole[..length], Stop);
            await AppendAsync("{\"n\":4}");

            var lines = (await File.ReadAllTextAsync(FilePath, Stop)).Split('\n');
            Assert.Equal("", lines[^1]);
            Assert.Equal("{\"n\":4}", lines[^2]);
            var ends = whole[..length].Count(letter => letter == '\n');
            Assert.True(lines.Length - 2 >= ends, $"Cut at {length}: a whole line was lost.");
            Assert.All(lines[..^1], line => JsonDocument.Parse(line).Dispose());
        }
    }

    [Fact]
    public async Task A_torn_line_longer_than_what_is_read_at_once_is_cut_off_whole()
    {
        await AppendAsync("{\"n\":1}");
        await File.AppendAllTextAsync(FilePath, "{\"t\":\"" + new string('x', 200_000), Stop);
        await AppendAsync("{\"n\":2}");
        Assert.Equal("{\"n\":1}\n{\"n\":2}\n", await File.ReadAllTextAsync(FilePath, Stop));
    }

    [Fact]
    public async Task A_file_that_was_moved_away_begins_anew()
    {
        await AppendAsync("{\"n\":1}");
        File.Move(FilePath, FilePath + ".1");
        await AppendAsync("{\"n\":2}");
        Assert.Equal("{\"n\":2}\n", await File.ReadAllTextAsync(FilePath, Stop));
    }

    private Task AppendAsync(params string[] lines) =>
        new LineFile(FilePath).AppendAsync([.. lines.Select(Encoding.UTF8.GetBytes)], Stop);
}
