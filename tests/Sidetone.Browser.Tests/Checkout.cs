namespace Sidetone.Browser.Tests;

/// <summary>Finds files of the checkout that the tests run from.</summary>
internal static class Checkout
{
    /// <summary>The path of a file or folder by its place in the checkout.</summary>
    public static string Path(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Sidetone.slnx")))
            {
                return System.IO.Path.Combine([folder.FullName, .. parts]);
            }
        }

        throw new InvalidOperationException("The tests do not run from within a checkout.");
    }
}
