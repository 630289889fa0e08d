namespace Sidetone.Networks;

/// <summary>
/// One record of such a file. The format leaves the members to whoever makes the file: the nested spelling of GeoIP2 and
/// GeoLite2 is read, and the flat one that other publishers use.
/// </summary>
internal static class NetworkRecord
{
    private static readonly string[] IspMembers =
    [
        "isp",
        "organization",
        "autonomous_system_organization",
        "as_name",
        "asname",
    ];

    public static string Isp(Dictionary<string, object> record)
    {
        foreach (var member in IspMembers)
        {
            if (record.GetValueOrDefault(member) is string { Length: > 0 } name)
            {
                return name;
            }
        }

        return record.GetValueOrDefault("traits") is Dictionary<string, object> traits ? Isp(traits) : "";
    }

    public static string City(Dictionary<string, object> record) => Name(record.GetValueOrDefault("city"));

    public static string Region(Dictionary<string, object> record) =>
        record.GetValueOrDefault("subdivisions") is IReadOnlyList<object> { Count: > 0 } parts
            ? Name(parts[0])
            : Name(record.GetValueOrDefault("region"));

    public static string Country(Dictionary<string, object> record) =>
        Name(record.GetValueOrDefault("country")) is { Length: > 0 } name
            ? name
            : Name(record.GetValueOrDefault("country_name"));

    private static string Name(object? place) =>
        place switch
        {
            string name => name,
            Dictionary<string, object> nested => nested.GetValueOrDefault("names") is Dictionary<string, object> names
            && names.GetValueOrDefault("en") is string english
                ? english
                : Name(nested.GetValueOrDefault("name")),
            _ => "",
        };
}
