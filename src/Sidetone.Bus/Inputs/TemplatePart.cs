namespace Sidetone.Bus.Inputs;

/// <summary>A part of an input template: literal text, or a placeholder.</summary>
/// <param name="Text">The text, or the placeholder's name.</param>
/// <param name="IsPlaceholder">Whether it is one.</param>
/// <param name="IsQuoted">Whether the placeholder stands within a JSON string.</param>
internal readonly record struct TemplatePart(string Text, bool IsPlaceholder, bool IsQuoted)
{
    /// <summary>Parts of a template, in order. A <c>&lt;</c> that begins no placeholder is text.</summary>
    public static TemplatePart[] Read(string template)
    {
        var parts = new List<TemplatePart>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '\\' && quoted)
            {
                i++;
            }
            else if (template[i] == '"')
            {
                quoted = !quoted;
            }
            else if (template[i] == '<' && NameAt(template, i + 1) is { } name)
            {
                parts.Add(new TemplatePart(template[start..i], false, false));
                parts.Add(new TemplatePart(name, true, quoted));
                i += name.Length + 1;
                start = i + 1;
            }
        }

        parts.Add(new TemplatePart(template[start..], false, false));
        return [.. parts];
    }

    private static string? NameAt(string template, int start)
    {
        var end = start;
        while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] is '-' or '_' or '.'))
        {
            end++;
        }

        return end > start && end < template.Length && template[end] == '>' ? template[start..end] : null;
    }
}
