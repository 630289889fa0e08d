using System.Text.RegularExpressions;

namespace Sidetone.Architecture.Tests;

/// <summary>Habits that rot where they are only written down.</summary>
public sealed partial class ConventionTests
{
    private const int LinesMax = 500;
    private const int FilesPerFolderMax = 20;

    [Fact]
    public void Files_stay_short_enough_to_read()
    {
        var tooLong = Sources("src")
            .Select(file => (File: Checkout.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > LinesMax);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Folders_stay_small_enough_to_scan()
    {
        var tooFull = Sources("src")
            .GroupBy(file => Path.GetDirectoryName(Checkout.Relative(file)))
            .Where(folder => folder.Count() > FilesPerFolderMax)
            .Select(folder => $"{folder.Key}: {folder.Count()}");
        Assert.Empty(tooFull);
    }

    [Fact]
    public void No_regions_and_no_open_promises()
    {
        var marks = Sources("src")
            .Concat(Sources("tests"))
            .Where(file => Path.GetFileName(file) != "ConventionTests.cs")
            .Where(file => Unwanted().IsMatch(File.ReadAllText(file)))
            .Select(Checkout.Relative);
        Assert.Empty(marks);
    }

    [Fact]
    public void A_document_has_one_title_and_no_dead_link()
    {
        var faults = new List<string>();
        foreach (var document in Checkout.Files("", "*.md"))
        {
            var text = FencedCode().Replace(File.ReadAllText(document), "");
            var titles = Title().Count(text);
            if (titles != 1)
            {
                faults.Add($"{Checkout.Relative(document)}: {titles} titles");
            }

            foreach (var link in Link().Matches(text).Select(match => match.Groups[1].Value))
            {
                var target = link.Split('#')[0];
                var isLocal =
                    target.Length > 0
                    && !target.Contains("://", StringComparison.Ordinal)
                    && !target.StartsWith("mailto:", StringComparison.Ordinal);
                if (isLocal && !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
                {
                    faults.Add($"{Checkout.Relative(document)}: {link} leads nowhere");
                }
            }
        }

        Assert.Empty(faults);
    }

    private static IEnumerable<string> Sources(string folder) => Checkout.Files(folder, "*.cs");

    [GeneratedRegex(@"^\s*#region|\bTODO\b|\bFIXME\b|NotImplementedException", RegexOptions.Multiline)]
    private static partial Regex Unwanted();

    [GeneratedRegex(@"```.*?```", RegexOptions.Singleline)]
    private static partial Regex FencedCode();

    [GeneratedRegex(@"^# ", RegexOptions.Multiline)]
    private static partial Regex Title();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
