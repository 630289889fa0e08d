using System.Text.Json.Serialization;

namespace Sidetone.Catalog;

/// <summary>One call of one agent: who, how long, how it sounded and on what machine.</summary>
[JsonConverter(typeof(CatalogDetailConverter<CallSummary>))]
public sealed record CallSummary : CatalogDetail, ICatalogObject<CallSummary>
{
    /// <inheritdoc/>
    public override string DetailType => DetailTypes.CallSummary;

    /// <summary>Gets the group.</summary>
    public AccountProperties? AccountProperties { get; init; }

    /// <summary>Gets the contact.</summary>
    public Contact? Contact { get; init; }

    /// <summary>Gets what the media did.</summary>
    public WebRtcSession? WebRtcSession { get; init; }

    /// <summary>Gets the agent, the machine and the network.</summary>
    public ServiceAgent? ServiceAgent { get; init; }

    /// <summary>Gets what is billed.</summary>
    public Billing? Billing { get; init; }

    /// <summary>Gets the windows in which nothing was heard; in the 2025 profile only.</summary>
    public CallInsights? Insights { get; init; }

    /// <summary>Gets when the call ended.</summary>
    public CatalogTime? Timestamp { get; init; }

    static CallSummary ICatalogObject<CallSummary>.Read(MemberReader members) =>
        new()
        {
            AccountProperties = members.Object<AccountProperties>("accountProperties"),
            Contact = members.Object<Contact>("contact"),
            WebRtcSession = members.Object<WebRtcSession>("webRTCSession"),
            ServiceAgent = members.Object<ServiceAgent>("serviceAgent"),
            Billing = members.Object<Billing>("billing"),
            Insights = members.Object<CallInsights>("insights"),
            Timestamp = members.Time("timestamp"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("accountProperties", AccountProperties);
        visit.Object("contact", Contact);
        visit.Object("webRTCSession", WebRtcSession);
        visit.Object("serviceAgent", ServiceAgent);
        visit.Object("billing", Billing);
        visit.Object(MemberName.In2025("insights"), Insights);
        visit.Time("timestamp", Timestamp);
    }
}
