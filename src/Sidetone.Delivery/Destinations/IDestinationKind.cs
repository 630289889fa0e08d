namespace Sidetone.Delivery.Destinations;

/// <summary>A kind of destination: opens a place from its settings.</summary>
public interface IDestinationKind
{
    /// <summary>Its name in the settings, such as <c>webhook</c>.</summary>
    string Name { get; }

    /// <summary>Whether its places are <see cref="IProbedDestination"/>s.</summary>
    bool IsProbed => false;

    /// <summary>Opens a place; nothing is sent yet.</summary>
    /// <exception cref="DestinationSettingsException">The settings do not describe a place of this kind.</exception>
    IDestination Open(DestinationRecord record);
}

/// <summary>A destination's settings cannot be used; the message says what to change.</summary>
public sealed class DestinationSettingsException(string message, Exception? inner = null) : Exception(message, inner);
