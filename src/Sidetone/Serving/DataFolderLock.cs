namespace Sidetone.Serving;

/// <summary>
/// Keeps a second server off a data folder: each would believe the embedded store's work to be its own. The command line
/// may change groups and keys meanwhile; it does not take this lock.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder, which the operating system gives back however the process ends.</summary>
    /// <exception cref="ConfigurationException">Another server has it.</exception>
    public static DataFolderLock Take(string folder)
    {
        var path = Path.Combine(folder, "server.lock");
        try
        {
            return new DataFolderLock(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (IOException)
        {
            throw new ConfigurationException([
                $"--data {folder}: another server uses this folder. Stop it, or give this one a folder of its own.",
            ]);
        }
    }

    public void Dispose() => _file.Dispose();
}
