using Sidetone.Calls;
using Sidetone.Catalog;
using Sidetone.Desk;
using Sidetone.Privacy;

namespace Sidetone.Groups;

/// <summary>What a group decides for itself. A change makes a new version; old ones stay, because summaries name theirs.</summary>
internal sealed record GroupSettings
{
    /// <summary>The settings of a new group.</summary>
    public static readonly GroupSettings Default = new();

    /// <summary>The longest that a call may wait for its contact record.</summary>
    public const int ContactRecordSecondsMax = 240;

    /// <summary>Which catalog profile its events follow: 2023 or 2025.</summary>
    public int Profile { get; init; } = 2023;

    /// <summary>Formula, limits and switches of summaries.</summary>
    public CallSettings Calls { get; init; } = new();

    /// <summary><see cref="Profile"/> as the catalog's writer takes it.</summary>
    public CatalogProfile CatalogProfile => Profile == 2025 ? CatalogProfile.V2025 : CatalogProfile.V2023;

    /// <summary>
    /// The origins whose pages may send, as browsers spell them (<c>https://example.com</c>), or <c>*</c>. Programs that
    /// are not pages send no origin and need none.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>What happens to personal fields before they are stored, by name; fields not named are kept.</summary>
    public IReadOnlyDictionary<string, FieldRule> FieldRules { get; init; } = new Dictionary<string, FieldRule>();

    /// <summary>How long calls are kept, in days; older batches are refused.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Whether headset statistics are collected.</summary>
    public bool Headset { get; init; }

    /// <summary>What agents choose from when they report an issue.</summary>
    public DeskSettings Desk { get; init; } = new();

    /// <summary>How long a call waits for its contact record, in seconds; 0 when the group has no such feed.</summary>
    public int WaitForContactRecordSeconds { get; init; }

    /// <summary>Whether a contact that no browser reported becomes a call.</summary>
    public bool PlatformOnlyCalls { get; init; } = true;

    /// <summary>How many batches each key may send.</summary>
    public RateLimit RateLimit { get; init; } = RateLimit.Default;
}

/// <summary>A key's allowance: a steady rate, and what may come at once on top.</summary>
/// <param name="BatchesPerSecond">The steady rate; 0 for no limit.</param>
/// <param name="Burst">How many may come at once.</param>
internal sealed record RateLimit(int BatchesPerSecond, int Burst)
{
    /// <summary>
    /// An agent sends one batch in ten seconds, so this is enough for a hundred thousand agents under one key, and
    /// still keeps a group whose pages run wild from taking a large server for itself.
    /// </summary>
    public static readonly RateLimit Default = new(20_000, 40_000);
}
