using Sidetone.Bus.Api.Shapes;

namespace Sidetone.Bus.Connections;

/// <summary>The requests about API destinations.</summary>
internal static class ApiDestinationShapes
{
    private static readonly Member s_name = new("Name", Common.Name, Required: true);

    // The order is the one that AWS answers with.
    private static readonly TextShape s_method = Common.OneOf(
        "HEAD",
        "POST",
        "PATCH",
        "DELETE",
        "PUT",
        "GET",
        "OPTIONS"
    );

    public static readonly StructureShape Create = Change("CreateApiDestinationRequest", required: true);
    public static readonly StructureShape Update = Change("UpdateApiDestinationRequest", required: false);
    public static readonly StructureShape Describe = new("DescribeApiDestinationRequest", s_name);
    public static readonly StructureShape Delete = new("DeleteApiDestinationRequest", s_name);

    public static readonly StructureShape List = new(
        "ListApiDestinationsRequest",
        [new Member("NamePrefix", Common.Name), new Member("ConnectionArn", ConnectionShapes.Arn), .. Common.Paging]
    );

    private static StructureShape Change(string name, bool required) =>
        new(
            name,
            s_name,
            new Member("Description", Common.DescriptionLine),
            new Member("ConnectionArn", ConnectionShapes.Arn, required),
            new Member("InvocationEndpoint", HttpTexts.Endpoint, required),
            new Member("HttpMethod", s_method, required),
            new Member("InvocationRateLimitPerSecond", new NumberShape { Min = 1 })
        );
}
