namespace Sidetone.Storage;

/// <summary>Makes folders for what nobody else on the machine should read.</summary>
public static class PrivateFolder
{
    /// <summary>Makes a folder that is its owner's alone; one that is there already is left as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
