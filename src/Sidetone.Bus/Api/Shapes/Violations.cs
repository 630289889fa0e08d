using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>What a request violates, gathered so that one answer tells all of it.</summary>
internal sealed class Violations
{
    private readonly List<string> _found = [];

    /// <summary>A value does not satisfy a constraint.</summary>
    public void Add(string value, string path, string constraint) =>
        _found.Add($"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}");

    /// <summary>A member that is required is absent.</summary>
    public void Missing(string path) =>
        _found.Add($"Value null at '{path}' failed to satisfy constraint: Member must not be null");

    /// <summary>Refuses the request if anything was found.</summary>
    /// <exception cref="BusException"><c>ValidationException</c> with all of it.</exception>
    public void Throw()
    {
        if (_found.Count > 0)
        {
            throw new BusException(
                "ValidationException",
                $"{_found.Count} validation error{(_found.Count == 1 ? "" : "s")} detected: {string.Join("; ", _found)}"
            );
        }
    }
}
