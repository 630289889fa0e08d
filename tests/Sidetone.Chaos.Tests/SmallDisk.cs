using System.Diagnostics;

namespace Sidetone.Chaos.Tests;

/// <summary>A file system of a few megabytes in memory, part of it taken by a file that can be given back.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Mounts it; the test is skipped where that is not allowed.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a disk.");
        var path = Directory.CreateTempSubdirectory("sidetone-small-disk-").FullName;
        var code = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path);
        if (code != 0)
        {
            Directory.Delete(path);
            Assert.Skip($"A disk in memory cannot be mounted here: mount ended with {code}.");
        }

        return new SmallDisk(path);
    }

    /// <summary>Takes all but a part of the room that is left.</summary>
    public void FillUpTo(long bytesLeft)
    {
        var free = new DriveInfo(Path).AvailableFreeSpace;
        using var file = File.OpenWrite(Ballast);
        file.Seek(0, SeekOrigin.End);
        var block = new byte[64 * 1024];
        for (var left = free - bytesLeft; left > 0; left -= block.Length)
        {
            file.Write(block, 0, (int)Math.Min(left, block.Length));
        }
    }

    /// <summary>Gives the room back.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        // Lazily: a process that was just killed may still be leaving.
        Run("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private static int Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
