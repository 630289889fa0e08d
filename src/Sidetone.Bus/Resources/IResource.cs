namespace Sidetone.Bus.Resources;

/// <summary>Something that the API names: it is stored whole, as one JSON text, under its kind, parent and name.</summary>
public interface IResource
{
    /// <summary>Its kind.</summary>
    static abstract ResourceKind Kind { get; }

    /// <summary>What its name is unique within: empty, a bus, or <c>bus|rule</c>.</summary>
    string Parent { get; }

    /// <summary>Its name, or a target's id.</summary>
    string Name { get; }
}
