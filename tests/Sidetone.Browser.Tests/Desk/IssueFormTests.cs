using Microsoft.Playwright;

namespace Sidetone.Browser.Tests.Desk;

/// <summary>The form as a browser tells it to a screen reader, and as the keyboard finds it.</summary>
public sealed class IssueFormTests
{
    [Fact]
    public async Task Every_field_has_its_name_and_role()
    {
        await using var desk = await DeskPage.OutsideCallAsync();
        await desk.OfferIssuesAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Report an issue" }).ClickAsync();

        var dialog = desk.Page.GetByRole(AriaRole.Dialog, new() { Name = "Report an issue" });
        await Assertions
            .Expect(dialog)
            .ToMatchAriaSnapshotAsync(
                """
                - dialog "Report an issue":
                  - heading "Report an issue" [level=2]
                  - button "Close"
                  - paragraph: You are not in a call. Your report says how things are at your desk.
                  - text: What is it about?
                  - combobox "What is it about?":
                    - option "Choose…" [selected]
                    - option "Audio quality"
                    - option "Call dropped"
                    - option "Softphone would not work"
                    - option "Headset or microphone"
                    - option "Computer or network"
                    - option "Something else"
                  - text: What is wrong? optional
                  - combobox "What is wrong? optional"
                  - group "How is it? optional":
                    - text: How is it? optional
                    - radio "Great"
                    - text: Great
                    - radio "Good"
                    - text: Good
                    - radio "Fair"
                    - text: Fair
                    - radio "Poor"
                    - text: Poor
                    - radio "Terrible"
                    - text: Terrible
                  - text: When does it happen? optional
                  - combobox "When does it happen? optional"
                  - text: In your own words optional
                  - textbox "In your own words optional"
                  - button "Cancel"
                  - button "Send report"
                  - status
                """
            );
    }

    [Fact]
    public async Task A_missing_category_is_told_and_gets_the_focus()
    {
        await using var desk = await DeskPage.OutsideCallAsync();
        await desk.OfferIssuesAsync();
        await desk.Page.EvaluateAsync("desk.open()");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Send report" }).ClickAsync();

        var category = desk.Page.GetByLabel("What is it about?");
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose what it is about.");
        await Assertions.Expect(category).ToBeFocusedAsync();
        await Assertions.Expect(category).ToHaveAccessibleDescriptionAsync("Choose what it is about.");
        await Assertions.Expect(category).ToHaveAttributeAsync("aria-invalid", "true");
        await category.SelectOptionAsync("Call dropped");
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Focus_stays_in_the_form_and_goes_back_to_where_it_was()
    {
        await using var desk = await DeskPage.OutsideCallAsync();
        await desk.OfferIssuesAsync();
        await desk.Page.EvaluateAsync(
            """
            () => {
              document.body.insertAdjacentHTML('beforeend', '<button id="take">Take</button>');
              window.keys = [];
              addEventListener('keydown', event => keys.push(event.key));
              take.focus();
              desk.open();
            }
            """
        );
        var keys = desk.Page.Keyboard;
        var visited = new HashSet<string>();
        for (var step = 0; step < 9; step++)
        {
            await keys.PressAsync("Tab");
            visited.Add(
                await desk.Page.EvaluateAsync<string>(
                    "(at => at.id || at.value || at.textContent || at.ariaLabel)(desk.element.shadowRoot.activeElement ?? document.activeElement)"
                )
            );
        }

        Assert.Equal(["cause", "Great", "scenario", "message", "Cancel", "Send report", "Close", "category"], visited);
        await keys.PressAsync("Shift+Tab");
        await keys.TypeAsync("a");
        await keys.PressAsync("Escape");
        Assert.Equal("take", await desk.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal(0, await desk.Page.GetByRole(AriaRole.Dialog).CountAsync());
        Assert.Equal(0, await desk.Page.EvaluateAsync<int>("keys.length"));
    }

    [Fact]
    public async Task Other_words_another_direction_and_what_the_page_throws_do_no_harm()
    {
        await using var desk = await DeskPage.OutsideCallAsync();
        await desk.OfferIssuesAsync(
            """
            {
              lang: 'ar', messages: { title: 'الإبلاغ عن مشكلة', open: 'الإبلاغ' },
              label: choice => { if (choice === 'Echo') throw new Error('no word'); return choice.toUpperCase(); },
            }
            """
        );
        await desk.Page.EvaluateAsync("desk.open()");

        var dialog = desk.Page.GetByRole(AriaRole.Dialog, new() { Name = "الإبلاغ عن مشكلة" });
        Assert.Equal("rtl", await dialog.EvaluateAsync<string>("element => getComputedStyle(element).direction"));
        var causes = await desk.Page.GetByLabel("What is wrong?").Locator("option").AllTextContentsAsync();
        Assert.Contains("LONG DELAY", causes);
        Assert.Contains("Echo", causes);
        Assert.Contains("no word", await desk.Call.ErrorsAsync(), StringComparison.Ordinal);
        await desk.Page.EvaluateAsync("sidetone.stop()");
        Assert.Equal(0, await desk.Page.Locator("[data-sidetone]").CountAsync());
    }
}
