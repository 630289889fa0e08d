namespace Sidetone.Catalog;

/// <summary>The agent of a call, with machine and network.</summary>
public sealed record ServiceAgent : CatalogObject, ICatalogObject<ServiceAgent>
{
    /// <summary>Gets the user name.</summary>
    public string? UserName { get; init; }

    /// <summary>Gets the machine.</summary>
    public Machine? Machine { get; init; }

    /// <summary>Gets the network.</summary>
    public AgentNetwork? Network { get; init; }

    /// <summary>Gets the browser.</summary>
    public Browser? Browser { get; init; }

    /// <summary>Gets the softphone.</summary>
    public Softphone? Softphone { get; init; }

    /// <summary>Gets how long the call was.</summary>
    public Interaction? Interaction { get; init; }

    /// <summary>Gets the name for people.</summary>
    public string? FriendlyName { get; init; }

    static ServiceAgent ICatalogObject<ServiceAgent>.Read(MemberReader members) =>
        new()
        {
            UserName = members.Text("username"),
            Machine = members.Object<Machine>("machine"),
            Network = members.Object<AgentNetwork>("network"),
            Browser = members.Object<Browser>("browser"),
            Softphone = members.Object<Softphone>("softphone"),
            Interaction = members.Object<Interaction>("interaction"),
            FriendlyName = members.Text("friendlyName"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("username", UserName);
        visit.Object("machine", Machine);
        visit.Object("network", Network);
        visit.Object("browser", Browser);
        visit.Object("softphone", Softphone);
        visit.Object("interaction", Interaction);
        visit.Text("friendlyName", FriendlyName);
    }
}

/// <summary>The durations of a call, in whole seconds.</summary>
public sealed record Interaction : CatalogObject, ICatalogObject<Interaction>
{
    /// <summary>Gets the whole call.</summary>
    public CatalogNumber? TotalDurationSec { get; init; }

    /// <summary>Gets the time on hold.</summary>
    public CatalogNumber? OnHoldDurationSec { get; init; }

    /// <summary>Gets the time not on hold; time on mute is part of it.</summary>
    public CatalogNumber? TalkingDurationSec { get; init; }

    /// <summary>Gets the time on mute.</summary>
    public CatalogNumber? OnMuteDurationSec { get; init; }

    static Interaction ICatalogObject<Interaction>.Read(MemberReader members) =>
        new()
        {
            TotalDurationSec = members.Number("totalDurationSec"),
            OnHoldDurationSec = members.Number("onHoldDurationSec"),
            TalkingDurationSec = members.Number("talkingDurationSec"),
            OnMuteDurationSec = members.Number("onMuteDurationSec"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("totalDurationSec", TotalDurationSec);
        visit.Number("onHoldDurationSec", OnHoldDurationSec);
        visit.Number("talkingDurationSec", TalkingDurationSec);
        visit.Number("onMuteDurationSec", OnMuteDurationSec);
    }
}
