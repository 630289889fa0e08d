using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sidetone.Tests.Cli;

namespace Sidetone.Browser.Tests.Desk;

/// <summary>Issues that are reported through the real form in a real page, by keyboard: they are on the bus.</summary>
public sealed class ReportedIssueTests(ITestOutputHelper output)
{
    [Fact]
    public async Task An_issue_reported_in_a_call_is_an_event_with_the_calls_last_seconds()
    {
        await using var desk = await DeskPage.InCallAsync();
        await desk.OfferIssuesAsync();
        var first = await desk.ListenAsync("AgentReportedIssue");
        await WriteAsync(desk);
        var pressed = Stopwatch.GetTimestamp();
        await desk.Page.Keyboard.PressAsync("Enter");
        var issued = await first();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"on the bus after {Stopwatch.GetElapsedTime(pressed).TotalMilliseconds:F0} ms"
            )
        );

        var detail = issued.GetProperty("detail");
        var context = detail.GetProperty("context");
        Assert.Equal("ada", detail.GetProperty("agent").GetString());
        Assert.Equal(desk.Call.ContactId, context.GetProperty("callContactId").GetString());
        Assert.Equal("Softphone would not work", context.GetProperty("category").GetString());
        Assert.Equal("Choppy or robotic sound", context.GetProperty("cause").GetString());
        Assert.Equal("Terrible", context.GetProperty("severity").GetString());
        Assert.Equal("", context.GetProperty("scenario").GetString());
        Assert.Equal("It crackles — très fort", context.GetProperty("message").GetString());
        Assert.Equal("Chrome", detail.GetProperty("browser").GetProperty("name").GetString());
        await IsOfTheCatalogAsync(issued);

        var kept = await desk.GetAsync($"/v1/issues/{detail.GetProperty("id").GetString()}");
        Assert.InRange(kept.GetProperty("samples").GetArrayLength(), 2, 120);
        await desk
            .Page.GetByRole(Microsoft.Playwright.AriaRole.Status)
            .GetByText("Your report has arrived.")
            .WaitForAsync();
        Assert.Equal("", await desk.Call.ErrorsAsync());
        await desk.Call.EndAsync();
        await desk.Call.Server.SummaryAsync(desk.Call.ContactId);
    }

    [Fact]
    public async Task An_issue_reported_outside_a_call_names_no_contact()
    {
        await using var desk = await DeskPage.OutsideCallAsync();
        await desk.OfferIssuesAsync();
        var first = await desk.ListenAsync("AgentReportedIssue");
        await WriteAsync(desk);
        await desk.Page.Keyboard.PressAsync("Enter");

        var issued = await first();
        var detail = issued.GetProperty("detail");
        Assert.Equal("", detail.GetProperty("context").GetProperty("callContactId").GetString());
        Assert.Equal("Terrible", detail.GetProperty("context").GetProperty("severity").GetString());
        await IsOfTheCatalogAsync(issued);
        var kept = await desk.GetAsync($"/v1/issues/{detail.GetProperty("id").GetString()}");
        Assert.False(kept.GetProperty("hasSamples").GetBoolean());
    }

    [Fact]
    public async Task An_issue_reported_while_the_server_was_down_comes_once_from_the_next_page()
    {
        await using var desk = await DeskPage.OutsideCallAsync();
        await desk.OfferIssuesAsync();
        desk.Call.Server.Kill();
        await WriteAsync(desk);
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk
            .Page.GetByRole(Microsoft.Playwright.AriaRole.Status)
            .GetByText("Your report is saved")
            .WaitForAsync();
        await desk.Page.CloseAsync();
        await desk.Call.Server.ComeBackAsync();
        await desk.Call.MoveToNewPageAsync();
        await desk.OfferIssuesAsync();

        var first = await desk.ListenAsync("AgentReportedIssue");
        await IsOfTheCatalogAsync(await first());
        var issues = (await desk.GetAsync("/v1/issues")).GetProperty("issues");
        Assert.Equal(
            "It crackles — très fort",
            Assert.Single(issues.EnumerateArray()).GetProperty("message").GetString()
        );
    }

    [Fact]
    public async Task The_form_offers_the_groups_own_lists_and_the_last_known_ones_while_the_server_is_down()
    {
        await using var desk = await DeskPage.OutsideCallAsync();
        await desk.Call.Server.SetAsync("""desk={"categories":["Ruis","Echo"],"severities":[],"scenarios":[]}""");
        await desk.OfferIssuesAsync();
        await desk.Page.EvaluateAsync(
            """
            async () => {
              const own = () => Object.keys(localStorage).some(name => localStorage[name].includes('Ruis'));
              while (!own()) {
                desk.remove();
                window.desk = SidetoneDesk.reportIssues(sidetone);
                await new Promise(resolve => setTimeout(resolve, 300));
              }
              desk.remove();
            }
            """
        );
        desk.Call.Server.Kill();
        await desk.Page.EvaluateAsync("window.desk = SidetoneDesk.reportIssues(sidetone); desk.open()");

        var choices = await desk.Page.GetByLabel("What is it about?").Locator("option").AllTextContentsAsync();
        Assert.Equal(["Choose…", "Ruis", "Echo"], choices);
        Assert.Equal(0, await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Radio).CountAsync());
    }

    /// <summary>Opens the form and fills it, with keys only; what has the focus then is the button that sends.</summary>
    private static async Task WriteAsync(DeskPage desk)
    {
        var keys = desk.Page.Keyboard;
        await desk.Page.BringToFrontAsync();
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await keys.TypeAsync("Softphone");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("Choppy");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        for (var step = 1; step < 5; step++)
        {
            await keys.PressAsync("ArrowRight");
        }

        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await keys.InsertTextAsync("It crackles — très fort");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
    }

    private static async Task IsOfTheCatalogAsync(JsonElement issued)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "issue.json");
        await File.WriteAllTextAsync(file, issued.GetRawText(), TestContext.Current.CancellationToken);
        var check = await SidetoneProcess.RunAsync("catalog", "check", file);
        Assert.True(check.ExitCode == 0, check.Out + check.Error);
        Assert.Contains("AgentReportedIssue", check.Out, StringComparison.Ordinal);
    }
}
