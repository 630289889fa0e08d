namespace Sidetone.Tests;

/// <summary>Finds the cases and recordings that others wrote, which stand beside a checkout and are not part of it.</summary>
internal static class SharedCases
{
    /// <summary>The folder with a name beside the checkout; the test that asks is skipped, visibly, when it is absent.</summary>
    public static string Folder(string name)
    {
        var found = FolderOrNull(name);
        Assert.SkipUnless(found is not null, $"../shared/{name} is not beside this checkout.");
        return found!;
    }

    /// <summary>The folder with a name beside the checkout; null when it is absent.</summary>
    public static string? FolderOrNull(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sidetone.slnx")))
            {
                var found = Path.Combine(folder.Parent!.FullName, "shared", name);
                return Directory.Exists(found) ? found : null;
            }
        }

        throw new InvalidOperationException("The tests do not run from within a checkout.");
    }
}
