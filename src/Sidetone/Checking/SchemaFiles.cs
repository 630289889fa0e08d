using Sidetone.Catalog;

namespace Sidetone.Checking;

/// <summary>The schemas of the five events as files, in both forms that schema registries take.</summary>
internal static class SchemaFiles
{
    /// <summary>Names and contents.</summary>
    public static IEnumerable<(string Name, string Json)> All() =>
        DetailTypes.All.SelectMany(detailType =>
            new[]
            {
                ($"{detailType}.draft4.json", EventSchemas.Draft4(detailType)),
                ($"{detailType}.openapi3.json", EventSchemas.OpenApi3(detailType)),
            }
        );
}
