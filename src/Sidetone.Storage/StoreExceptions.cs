namespace Sidetone.Storage;

/// <summary>More changes wait than the store's queue holds; the sender should come back after a while.</summary>
public sealed class StoreBusyException(string message) : Exception(message);

/// <summary>The disk is full; nothing of the change was kept, and everything committed before still is.</summary>
public sealed class StoreFullException(string message, Exception inner) : Exception(message, inner);

/// <summary>The database holds tables of a newer version than this program knows.</summary>
public sealed class StoreTooNewException(string message) : Exception(message);
