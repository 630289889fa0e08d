namespace Sidetone.Delivery.Destinations;

/// <summary>What asking a destination found.</summary>
/// <param name="IsReady">Whether events that are sent now arrive.</param>
/// <param name="Said">For a person: what is there, or why events would not arrive.</param>
public sealed record ProbeFinding(bool IsReady, string Said);
