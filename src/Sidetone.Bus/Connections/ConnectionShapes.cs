using Sidetone.Bus.Api.Shapes;

namespace Sidetone.Bus.Connections;

/// <summary>The requests about connections.</summary>
internal static class ConnectionShapes
{
    private const string AuthText = @"^[ \t]*[^\x00-\x1F:\x7F]+([ \t]+[^\x00-\x1F:\x7F]+)*[ \t]*$";

    private static readonly Member s_name = new("Name", Common.Name, Required: true);

    private static readonly TextShape s_open = new()
    {
        Min = 1,
        Max = 512,
        Pattern = AuthText,
    };

    private static readonly TextShape s_secret = new()
    {
        Min = 1,
        Max = 512,
        Pattern = AuthText,
        Secret = true,
    };

    private static readonly StructureShape s_connectivity = new(
        "ConnectivityResourceParameters",
        new Member(
            "ResourceParameters",
            new StructureShape(
                "ConnectivityResourceConfigurationArn",
                new Member(
                    "ResourceConfigurationArn",
                    new TextShape
                    {
                        Max = 2048,
                        Pattern =
                            @"^(?:^arn:[a-z0-9\-]+:vpc-lattice:[a-zA-Z0-9\-]+:\d{12}:resourceconfiguration/rcfg-[0-9a-z]{17}$|^$)",
                    },
                    Required: true
                )
            ),
            Required: true
        )
    );

    private static readonly StructureShape s_httpParameters = new(
        "ConnectionHttpParameters",
        new Member(
            "HeaderParameters",
            Parameters("ConnectionHeaderParameter", HttpTexts.HeaderKey, HttpTexts.SecretHeaderValue)
        ),
        new Member(
            "QueryStringParameters",
            Parameters("ConnectionQueryStringParameter", HttpTexts.QueryKey, HttpTexts.SecretQueryValue)
        ),
        new Member(
            "BodyParameters",
            Parameters("ConnectionBodyParameter", Common.Text, new TextShape { Secret = true })
        )
    );

    // The order is the one that AWS answers with.
    private static readonly TextShape s_type = Common.OneOf("BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY");

    private static readonly TextShape s_state = Common.OneOf(
        "CREATING",
        "UPDATING",
        "DELETING",
        "AUTHORIZED",
        "DEAUTHORIZED",
        "AUTHORIZING",
        "DEAUTHORIZING",
        "ACTIVE",
        "FAILED_CONNECTIVITY"
    );

    public static readonly TextShape Arn = Common.ArnOf(@"connection\/[\.\-_A-Za-z0-9]+\/[\-A-Za-z0-9]+");

    public static readonly StructureShape Create = Change("Create", required: true);
    public static readonly StructureShape Update = Change("Update", required: false);
    public static readonly StructureShape Describe = new("DescribeConnectionRequest", s_name);
    public static readonly StructureShape Delete = new("DeleteConnectionRequest", s_name);
    public static readonly StructureShape Deauthorize = new("DeauthorizeConnectionRequest", s_name);

    public static readonly StructureShape List = new(
        "ListConnectionsRequest",
        [new Member("NamePrefix", Common.Name), new Member("ConnectionState", s_state), .. Common.Paging]
    );

    private static StructureShape Change(string verb, bool required) =>
        new(
            $"{verb}ConnectionRequest",
            s_name,
            new Member("Description", Common.DescriptionLine),
            new Member("AuthorizationType", s_type, required),
            new Member("AuthParameters", Authorization(verb, required), required),
            new Member("InvocationConnectivityParameters", s_connectivity),
            new Member("KmsKeyIdentifier", Common.KmsKey)
        );

    private static StructureShape Authorization(string verb, bool required) =>
        new(
            $"{verb}ConnectionAuthRequestParameters",
            new Member(
                "BasicAuthParameters",
                new StructureShape(
                    $"{verb}ConnectionBasicAuthRequestParameters",
                    new Member("Username", s_open, required),
                    new Member("Password", s_secret, required)
                )
            ),
            new Member(
                "OAuthParameters",
                new StructureShape(
                    $"{verb}ConnectionOAuthRequestParameters",
                    new Member(
                        "ClientParameters",
                        new StructureShape(
                            $"{verb}ConnectionOAuthClientRequestParameters",
                            new Member("ClientID", s_open, required),
                            new Member("ClientSecret", s_secret, required)
                        ),
                        required
                    ),
                    new Member("AuthorizationEndpoint", HttpTexts.Endpoint, required),
                    new Member("HttpMethod", Common.OneOf("GET", "POST", "PUT"), required),
                    new Member("OAuthHttpParameters", s_httpParameters)
                )
            ),
            new Member(
                "ApiKeyAuthParameters",
                new StructureShape(
                    $"{verb}ConnectionApiKeyAuthRequestParameters",
                    new Member("ApiKeyName", s_open, required),
                    new Member("ApiKeyValue", s_secret, required)
                )
            ),
            new Member("InvocationHttpParameters", s_httpParameters),
            new Member("ConnectivityParameters", s_connectivity)
        );

    private static ListShape Parameters(string name, TextShape key, TextShape value) =>
        new(
            new StructureShape(
                name,
                new Member("Key", key),
                new Member("Value", value),
                new Member("IsValueSecret", Common.Flag)
            )
        )
        {
            Max = 100,
        };
}
