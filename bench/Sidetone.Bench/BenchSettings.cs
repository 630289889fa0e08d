namespace Sidetone.Bench;

/// <summary>What every measurement needs to know.</summary>
/// <param name="Executable">The server's executable.</param>
/// <param name="Folder">The folder for data, on the disk that is to be measured.</param>
internal sealed record BenchSettings(string Executable, string Folder);
