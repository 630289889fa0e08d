namespace Sidetone.Catalog;

/// <summary>An audio device in use, as the browser names it.</summary>
public sealed record UsedDevice : CatalogObject, ICatalogObject<UsedDevice>
{
    /// <summary>Gets when it came into use.</summary>
    public CatalogTime? Timestamp { get; init; }

    /// <summary>Gets the browser's id of the device.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Gets the browser's id of the hardware the device belongs to.</summary>
    public string? GroupId { get; init; }

    /// <summary>Gets <c>audioinput</c> or <c>audiooutput</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Gets the name for people.</summary>
    public string? Label { get; init; }

    static UsedDevice ICatalogObject<UsedDevice>.Read(MemberReader members) =>
        new()
        {
            Timestamp = members.Time("timestamp"),
            DeviceId = members.Text("deviceId"),
            GroupId = members.Text("groupId"),
            Kind = members.Text("kind"),
            Label = members.Text("label"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Time("timestamp", Timestamp);
        visit.Text("deviceId", DeviceId);
        visit.Text("groupId", GroupId);
        visit.Text("kind", Kind);
        visit.Text("label", Label);
    }
}
