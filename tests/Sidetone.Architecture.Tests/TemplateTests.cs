using System.ComponentModel;
using System.Diagnostics;

namespace Sidetone.Architecture.Tests;

/// <summary>The templates that people give to AWS are ones that AWS takes, as far as cfn-lint knows.</summary>
public sealed class TemplateTests
{
    [Fact]
    public async Task CloudFormation_templates_have_no_fault_that_cfn_lint_finds()
    {
        var templates = Checkout.Files("deploy/aws", "*.yaml").ToArray();
        Assert.NotEmpty(templates);

        using var lint = Start(templates);
        var said = await lint.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await lint.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(lint.ExitCode == 0, said);
    }

    private static Process Start(string[] templates)
    {
        try
        {
            var start = new ProcessStartInfo("cfn-lint", ["--", .. templates]) { RedirectStandardOutput = true };
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("cfn-lint is not installed (pip install cfn-lint).");
            throw;
        }
    }
}
