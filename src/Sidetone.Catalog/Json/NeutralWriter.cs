using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Writes an object as it was read: its members' order, spelling and literals, and the unknown ones.</summary>
/// <remarks>Members set since follow in the catalog's order; of an object made here every member that is set is
/// written.</remarks>
internal sealed class NeutralWriter(Utf8JsonWriter json) : MemberVisitor
{
    private string? _wanted; // The one member to write on this visit; null stands for all that were not read.
    private ReadForm? _form; // Of the object being visited.

    public void Write(CatalogObject value)
    {
        if (ReferenceEquals(value.Form, ReadForm.Null))
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        foreach (var name in value.Form?.Names ?? [])
        {
            if (value.Unknown.TryGetValue(name, out var unknown))
            {
                WriteUnknown(name, unknown);
            }
            else
            {
                Visit(value, name);
            }
        }

        Visit(value, null);
        foreach (var (name, unknown) in value.Unknown)
        {
            if (value.Form?.Has(name) != true)
            {
                WriteUnknown(name, unknown);
            }
        }

        json.WriteEndObject();
    }

    public void WriteItems<T>(CatalogList<T> values)
        where T : CatalogObject
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            Write(value);
        }

        json.WriteEndArray();
    }

    public override void Text(MemberName name, string? value)
    {
        if (Begin(name, value is null))
        {
            json.WriteStringValue(value);
        }
    }

    public override void Number(MemberName name, CatalogNumber? value)
    {
        if (Begin(name, value is null))
        {
            json.WriteRawValue(value!.Value.Literal, skipInputValidation: true);
        }
    }

    public override void Time(MemberName name, CatalogTime? value) => Text(name, value?.Text);

    public override void Flag(MemberName name, bool? value)
    {
        if (Begin(name, value is null))
        {
            json.WriteBooleanValue(value == true);
        }
    }

    public override void Texts(MemberName name, CatalogList<string>? values)
    {
        if (!Begin(name, values is null))
        {
            return;
        }

        json.WriteStartArray();
        foreach (var value in values!)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public override void Object<T>(MemberName name, T? value)
        where T : class
    {
        if (Begin(name, value is null))
        {
            Write(value!);
        }
    }

    public override void List<T>(MemberName name, CatalogList<T>? values, int atMost = int.MaxValue)
    {
        if (Begin(name, values is null))
        {
            WriteItems(values!);
        }
    }

    private void Visit(CatalogObject value, string? wanted)
    {
        var (outerWanted, outerForm) = (_wanted, _form);
        (_wanted, _form) = (wanted, value.Form);
        value.Describe(this);
        (_wanted, _form) = (outerWanted, outerForm);
    }

    /// <summary>
    /// Writes the member's name when this visit is for it; a null is written here and needs no value.
    /// </summary>
    /// <returns>Whether the caller has a value to write.</returns>
    private bool Begin(MemberName name, bool isNull)
    {
        if (_wanted is null)
        {
            // Not read, and not set since: it stays missing.
            if (isNull || _form?.Has(name.Name) == true || _form?.Has(name.Other) == true)
            {
                return false;
            }

            json.WritePropertyName(name.Name);
            return true;
        }

        if (!name.Matches(_wanted))
        {
            return false;
        }

        json.WritePropertyName(_wanted);
        if (isNull)
        {
            json.WriteNullValue();
        }

        return !isNull;
    }

    private void WriteUnknown(string name, JsonElement value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
