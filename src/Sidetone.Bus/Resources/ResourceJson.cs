using System.Text.Json.Serialization;
using Sidetone.Bus.Archives;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Connections;
using Sidetone.Bus.Endpoints;
using Sidetone.Bus.Partners;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Tags;

namespace Sidetone.Bus.Resources;

/// <summary>How resources are spelled in the store: members that have no value are left out.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventBusRecord))]
[JsonSerializable(typeof(RuleRecord))]
[JsonSerializable(typeof(TargetRecord))]
[JsonSerializable(typeof(ConnectionRecord))]
[JsonSerializable(typeof(ApiDestinationRecord))]
[JsonSerializable(typeof(ArchiveRecord))]
[JsonSerializable(typeof(ReplayRecord))]
[JsonSerializable(typeof(PartnerEventSourceRecord))]
[JsonSerializable(typeof(EndpointRecord))]
[JsonSerializable(typeof(TagsRecord))]
internal sealed partial class ResourceJson : JsonSerializerContext;
