using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>
/// Writes exactly the keys of a profile: what is not set is written empty, what the profile does not have is not
/// written.
/// </summary>
internal sealed class ProfileWriter(Utf8JsonWriter json, CatalogProfile profile) : MemberVisitor
{
    public void Write(CatalogObject value)
    {
        json.WriteStartObject();
        value.Describe(this);
        json.WriteEndObject();
    }

    public void WriteItems<T>(CatalogList<T> values, int atMost = int.MaxValue)
        where T : CatalogObject
    {
        json.WriteStartArray();
        for (var i = 0; i < Math.Min(values.Count, atMost); i++)
        {
            Write(values[i]);
        }

        json.WriteEndArray();
    }

    public override void Text(MemberName name, string? value)
    {
        if (Begin(name))
        {
            json.WriteStringValue(value ?? "");
        }
    }

    public override void Number(MemberName name, CatalogNumber? value)
    {
        if (Begin(name))
        {
            json.WriteRawValue(value.GetValueOrDefault().Rounded().Literal, skipInputValidation: true);
        }
    }

    public override void Time(MemberName name, CatalogTime? value)
    {
        if (Begin(name))
        {
            json.WriteStringValue(value.GetValueOrDefault().ToUtc().Text);
        }
    }

    public override void Flag(MemberName name, bool? value)
    {
        if (Begin(name))
        {
            json.WriteBooleanValue(value == true);
        }
    }

    public override void Texts(MemberName name, CatalogList<string>? values)
    {
        if (!Begin(name))
        {
            return;
        }

        json.WriteStartArray();
        foreach (var value in values ?? [])
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public override void Object<T>(MemberName name, T? value)
        where T : class
    {
        if (Begin(name))
        {
            Write(value ?? new T());
        }
    }

    public override void List<T>(MemberName name, CatalogList<T>? values, int atMost = int.MaxValue)
    {
        if (Begin(name))
        {
            WriteItems(values ?? [], atMost);
        }
    }

    private bool Begin(MemberName name)
    {
        if (name.For(profile) is not { } written)
        {
            return false;
        }

        json.WritePropertyName(written);
        return true;
    }
}
