using System.Text.Json.Serialization;

namespace Sidetone.Catalog;

/// <summary>What a headset measured in a call.</summary>
[JsonConverter(typeof(CatalogDetailConverter<HeadsetSummary>))]
public sealed record HeadsetSummary : CatalogDetail, ICatalogObject<HeadsetSummary>
{
    /// <inheritdoc/>
    public override string DetailType => DetailTypes.HeadsetSummary;

    /// <summary>Gets the group.</summary>
    public GroupReference? AccountProperties { get; init; }

    /// <summary>Gets the contact.</summary>
    public HeadsetContact? Contact { get; init; }

    /// <summary>Gets the headset and its figures.</summary>
    public Headset? Headset { get; init; }

    static HeadsetSummary ICatalogObject<HeadsetSummary>.Read(MemberReader members) =>
        new()
        {
            AccountProperties = members.Object<GroupReference>("accountProperties"),
            Contact = members.Object<HeadsetContact>("contact"),
            Headset = members.Object<Headset>("headset"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("accountProperties", AccountProperties);
        visit.Object("contact", Contact);
        visit.Object("headset", Headset);
    }
}

/// <summary>The contact of a headset summary.</summary>
public sealed record HeadsetContact : CatalogObject, ICatalogObject<HeadsetContact>
{
    /// <summary>Gets the contact's id and its neighbours.</summary>
    public ContactIds? Id { get; init; }

    /// <summary>Gets how long the call was; zeros when only the headset is known.</summary>
    public HeadsetInteraction? Interaction { get; init; }

    /// <summary>Gets the queue; may be empty.</summary>
    public string? QueueName { get; init; }

    static HeadsetContact ICatalogObject<HeadsetContact>.Read(MemberReader members) =>
        new()
        {
            Id = members.Object<ContactIds>("id"),
            Interaction = members.Object<HeadsetInteraction>("interaction"),
            QueueName = members.Text("queueName"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("id", Id);
        visit.Object("interaction", Interaction);
        visit.Text("queueName", QueueName);
    }
}

/// <summary>The durations of a call in a headset summary, in whole seconds.</summary>
public sealed record HeadsetInteraction : CatalogObject, ICatalogObject<HeadsetInteraction>
{
    /// <summary>Gets the whole call.</summary>
    public CatalogNumber? TotalDurationSec { get; init; }

    /// <summary>Gets the time on hold.</summary>
    public CatalogNumber? OnHoldDurationSec { get; init; }

    /// <summary>Gets the time of the agent with the customer.</summary>
    public CatalogNumber? AgentInteractionDurationSec { get; init; }

    static HeadsetInteraction ICatalogObject<HeadsetInteraction>.Read(MemberReader members) =>
        new()
        {
            TotalDurationSec = members.Number("totalDurationSec"),
            OnHoldDurationSec = members.Number("onHoldDurationSec"),
            AgentInteractionDurationSec = members.Number("agentInteractionDurationSec"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("totalDurationSec", TotalDurationSec);
        visit.Number("onHoldDurationSec", OnHoldDurationSec);
        visit.Number("agentInteractionDurationSec", AgentInteractionDurationSec);
    }
}

/// <summary>A headset and its figures.</summary>
public sealed record Headset : CatalogObject, ICatalogObject<Headset>
{
    /// <summary>Gets the model.</summary>
    public string? ModelName { get; init; }

    /// <summary>Gets the version of the firmware.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Gets the serial number.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Gets the version of the interface that gave the figures.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Gets the figures.</summary>
    public HeadsetMetrics? Metrics { get; init; }

    static Headset ICatalogObject<Headset>.Read(MemberReader members) =>
        new()
        {
            ModelName = members.Text("modelName"),
            FirmwareVersion = members.Text("firmwareVersion"),
            SerialNumber = members.Text("serialNumber"),
            ApiVersion = members.Text("apiVersion"),
            Metrics = members.Object<HeadsetMetrics>("metrics"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("modelName", ModelName);
        visit.Text("firmwareVersion", FirmwareVersion);
        visit.Text("serialNumber", SerialNumber);
        visit.Text("apiVersion", ApiVersion);
        visit.Object("metrics", Metrics);
    }
}
