namespace Sidetone.Importing;

/// <summary>What became of many batches.</summary>
internal sealed record SendTally
{
    /// <summary>How many the server has made durable.</summary>
    public long Accepted { get; init; }

    /// <summary>How many it refused for good.</summary>
    public long Refused { get; init; }

    /// <summary>How many were given up after it, or the way to it, failed again and again.</summary>
    public long GivenUp { get; init; }

    /// <summary>How often one was tried again.</summary>
    public long Retries { get; init; }

    /// <summary>Bytes of accepted bodies as sent, compressed.</summary>
    public long Bytes { get; init; }

    /// <summary>The first reasons for refusing or giving up.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>True when every batch was accepted.</summary>
    public bool IsComplete => Refused == 0 && GivenUp == 0;
}
