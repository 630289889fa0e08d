using System.Globalization;
using System.Text;
using Sidetone.Calls.Insights;

namespace Sidetone.Calls.Tests.Insights;

/// <summary>The reference page of insights is what the rules say of themselves.</summary>
public sealed class InsightReferenceTests
{
    [Fact]
    public void The_reference_page_lists_the_rules_as_they_are()
    {
        var page = Page();
        var file = Path.Combine(Checkout(), "docs", "reference", "insights.md");
        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == page,
            $"docs/reference/insights.md differs from the rules. If they are meant, make the file:{Environment.NewLine}{page}"
        );
    }

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # Insights

            One tag per rule and call; a stronger tag replaces the milder one. A group switches rules and moves limits with
            `sidetone group set NAME 'calls={"insights":{"highJitter":{"enabled":true,"threshold":40,"windowSec":10}}}'`.
            Ring, hold, mute and silence suppression never look like a fault; a metric without any value fires no rule.
            This page is written from the rules.

            | # | tag | id | limit | for | on | severity | what it measures | what to do | source |
            |---|---|---|---|---|---|---|---|---|---|

            """
        );
        foreach (var rule in InsightRules.All)
        {
            var window = rule.WindowSec > 0 ? $"{rule.WindowSec} s" : "the call";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {rule.Number} | {rule.Name} | `{rule.Id}` | {rule.Threshold} {rule.Unit} | {window} | "
            );
            page.Append(
                CultureInfo.InvariantCulture,
                $"{(rule.OnByDefault ? "yes" : "opt-in")} | {rule.Severity} | {rule.Definition} | {rule.Advice} | {rule.Source} |\n"
            );
        }

        return page.ToString();
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sidetone.slnx")))
        {
            folder =
                folder.Parent ?? throw new InvalidOperationException("The tests do not run from within a checkout.");
        }

        return folder.FullName;
    }
}
