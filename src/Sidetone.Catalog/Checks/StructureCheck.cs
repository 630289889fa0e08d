using System.Globalization;
using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Compares a JSON tree with a shape: names, types and spellings.</summary>
internal sealed class StructureCheck(DepartureList departures, CatalogProfile profile)
{
    private const int MostDecimals = 2;

    /// <summary>Says whether an object has a member that only the 2025 profile has, at any level.</summary>
    public static bool IsOf2025(JsonElement element, ObjectShape shape)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var property in element.EnumerateObject())
        {
            var member = shape.Find(property.Name);
            var isBelow = member is { Kind: ShapeKind.Object, Of: { } below } && IsOf2025(property.Value, below);
            if (member?.Name.Only2025 == true || isBelow)
            {
                return true;
            }
        }

        return false;
    }

    public void Object(string path, JsonElement element, ObjectShape shape)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            WrongType(path, element, "an object");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var memberPath = JsonPath.Member(path, property.Name);
            if (!seen.Add(property.Name))
            {
                departures.Error(DepartureKind.RepeatedMember, memberPath, "the member again", "every member once");
                continue;
            }

            Member(memberPath, property, shape.Find(property.Name));
        }

        foreach (var member in shape.Members)
        {
            if (!seen.Contains(member.Name.Name) && !(member.Name.Other is { } other && seen.Contains(other)))
            {
                Missing(path, member);
            }
        }
    }

    public void List(string path, JsonElement element, ObjectShape shape)
    {
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            Object(JsonPath.Item(path, index++), item, shape);
        }
    }

    private void Member(string path, JsonProperty property, MemberShape? member)
    {
        if (member is null)
        {
            departures.Note(DepartureKind.UnknownMember, path, "an unknown member", "no such member");
            return;
        }

        if (member.Name.Only2025)
        {
            departures.Note(DepartureKind.MemberOf2025, path, "a member of 2025", "no such member as published");
        }

        if (member.Name.Other is not null)
        {
            Spelling(path, property.Name, member.Name);
        }

        Value(path, property.Value, member);
    }

    private void Spelling(string path, string found, MemberName name)
    {
        var isOf2025 = found == name.Other;
        if (profile == CatalogProfile.V2025 && isOf2025)
        {
            departures.Note(DepartureKind.OtherSpelling, path, "the spelling of 2025", $"'{name.Name}' as published");
        }
        else if (profile == CatalogProfile.V2025)
        {
            departures.Error(
                DepartureKind.OtherSpelling,
                path,
                "the published spelling beside members of 2025",
                $"'{name.Other}' in that profile; the two are never mixed"
            );
        }
        else if (isOf2025)
        {
            departures.Error(DepartureKind.OtherSpelling, path, "the spelling of 2025", $"'{name.Name}'");
        }
    }

    private void Missing(string path, MemberShape member)
    {
        if (member.Name.Only2025 && profile == CatalogProfile.V2023)
        {
            return;
        }

        var memberPath = JsonPath.Member(path, member.Name.For(profile) ?? member.Name.Name);
        // Some platforms' events have ranges without the least value, and consumers have met them.
        if (member.Name.Only2025 || member.Name.Name == "min")
        {
            departures.Note(DepartureKind.MissingMember, memberPath, "nothing", member.Expected);
            return;
        }

        departures.Error(DepartureKind.MissingMember, memberPath, "nothing", member.Expected);
    }

    private void Value(string path, JsonElement element, MemberShape member)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            departures.Error(DepartureKind.NullValue, path, "null", member.Expected);
            return;
        }

        switch (member.Kind, element.ValueKind)
        {
            case (ShapeKind.Object, _) when member.Of is { } shape:
                Object(path, element, shape);
                break;
            case (ShapeKind.List, JsonValueKind.Array) when member.Of is { } shape:
                List(path, element, shape);
                break;
            case (ShapeKind.Texts, JsonValueKind.Array):
                Texts(path, element);
                break;
            case (ShapeKind.Number, JsonValueKind.Number):
                Number(path, element.GetRawText());
                break;
            case (ShapeKind.Time, JsonValueKind.String):
                Time(path, CatalogTime.AsRead(element.GetString() ?? ""));
                break;
            case (ShapeKind.Text, JsonValueKind.String):
            case (ShapeKind.Flag, JsonValueKind.True or JsonValueKind.False):
                break;
            default:
                WrongType(path, element, member.Expected);
                break;
        }
    }

    private void Texts(string path, JsonElement element)
    {
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                WrongType(JsonPath.Item(path, index), item, "a text");
            }

            index++;
        }
    }

    private void Number(string path, string literal)
    {
        var point = literal.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? "" : literal[(point + 1)..];
        if (literal.Contains('e', StringComparison.OrdinalIgnoreCase))
        {
            departures.Note(DepartureKind.NumberSpelling, path, literal, "a number without an exponent");
        }
        else if (decimals.Length > 0 && decimals.All(static digit => digit == '0'))
        {
            departures.Note(DepartureKind.NumberSpelling, path, literal, "a whole number without a fraction");
        }
        else if (decimals.Length > MostDecimals)
        {
            var most = MostDecimals.ToString(CultureInfo.InvariantCulture);
            departures.Note(DepartureKind.NumberSpelling, path, literal, $"at most {most} decimals");
        }
    }

    private void Time(string path, CatalogTime time)
    {
        if (time is { IsUnknown: false, Instant: null })
        {
            departures.Error(DepartureKind.TimeSpelling, path, $"'{time}'", "a time as in RFC 3339");
        }
        else if (!time.Text.EndsWith('Z'))
        {
            departures.Note(DepartureKind.TimeSpelling, path, $"'{time}'", "a time in UTC, with a Z");
        }
    }

    private void WrongType(string path, JsonElement found, string expected) =>
        departures.Error(DepartureKind.WrongType, path, ReadProblem.NameOf(found.ValueKind), expected);
}
