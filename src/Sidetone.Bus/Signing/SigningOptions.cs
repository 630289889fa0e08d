namespace Sidetone.Bus.Signing;

/// <summary>Whether callers have to prove who they are.</summary>
/// <param name="Required">
/// Whether signatures are checked. Otherwise the access key id alone says whose buses are meant, and an unknown one means
/// the default group's.
/// </param>
public sealed record SigningOptions(bool Required);
