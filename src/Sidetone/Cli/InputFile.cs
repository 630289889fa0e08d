namespace Sidetone.Cli;

/// <summary>A file that a command reads; <c>-</c> is standard input.</summary>
internal static class InputFile
{
    private const string StandardInput = "-";

    /// <summary>All of its bytes.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(string name, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await using var file = Open(name);
        await file.CopyToAsync(content, cancellation);
        return content.ToArray();
    }

    /// <summary>Its lines, one after the other.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static async IAsyncEnumerable<string> LinesAsync(string name)
    {
        using var reader = new StreamReader(Open(name));
        while (await reader.ReadLineAsync() is { } line)
        {
            yield return line;
        }
    }

    private static Stream Open(string name)
    {
        try
        {
            return name == StandardInput ? Console.OpenStandardInput() : File.OpenRead(name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{name} cannot be read: {fault.Message}", ExitCode.Usage);
        }
    }
}
