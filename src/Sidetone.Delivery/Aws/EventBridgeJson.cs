using System.Text.Json.Serialization;

namespace Sidetone.Delivery.Aws;

/// <summary>The members of EventBridge's requests and answers that we use, spelled as they travel.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NameParameter))]
[JsonSerializable(typeof(NameAndAccountParameters))]
[JsonSerializable(typeof(ListAccountsParameters))]
[JsonSerializable(typeof(PutEventsResult))]
[JsonSerializable(typeof(EventBusResult))]
[JsonSerializable(typeof(PartnerEventSourceResult))]
[JsonSerializable(typeof(ListAccountsResult))]
[JsonSerializable(typeof(NothingResult))]
internal sealed partial class EventBridgeJson : JsonSerializerContext;

internal sealed record NameParameter(string Name);

internal sealed record NameAndAccountParameters(string Name, string Account);

internal sealed record ListAccountsParameters(string EventSourceName, string? NextToken);

/// <summary>The outcome of <c>PutEvents</c> and <c>PutPartnerEvents</c>: HTTP 200 says nothing about an entry.</summary>
/// <param name="FailedEntryCount">How many entries were not taken.</param>
/// <param name="Entries">One for every entry, in their order.</param>
internal sealed record PutEventsResult(int FailedEntryCount, IReadOnlyList<PutEventsResultEntry>? Entries);

/// <summary>The outcome of one entry: an id, or a code and a message.</summary>
internal sealed record PutEventsResultEntry(string? EventId, string? ErrorCode, string? ErrorMessage);

internal sealed record EventBusResult(string? Name, string? Arn);

internal sealed record PartnerEventSourceResult(
    [property: JsonPropertyName("EventSourceArn")] string? CreatedArn,
    string? Arn,
    string? Name
);

/// <summary>A customer's account that a partner event source was made for.</summary>
/// <param name="Account">12 digits.</param>
/// <param name="State"><c>PENDING</c> until the customer makes a bus of it, <c>ACTIVE</c>, <c>DELETED</c>.</param>
/// <param name="ExpirationTime">When it goes away unless it becomes active: seconds since the Unix epoch.</param>
internal sealed record PartnerSourceAccount(string? Account, string? State, double? ExpirationTime);

internal sealed record ListAccountsResult(
    IReadOnlyList<PartnerSourceAccount>? PartnerEventSourceAccounts,
    string? NextToken
);

internal sealed record NothingResult;
