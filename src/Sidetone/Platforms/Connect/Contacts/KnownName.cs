namespace Sidetone.Platforms.Connect.Contacts;

/// <summary>What an ARN is called, as the group's field rules let it be stored.</summary>
/// <param name="Name">The agent's user name or the queue's name.</param>
/// <param name="FriendlyName">The agent's name for people; empty when not known.</param>
internal sealed record KnownName(string Name, string FriendlyName);
