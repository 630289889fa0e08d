using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidetone.Cli;

/// <summary>How JSON is printed: names keep their letters, because it goes to a terminal or a program and into no page.</summary>
internal static class JsonText
{
    /// <summary>On one line, for scripts.</summary>
    public static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>On many lines, for people.</summary>
    public static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true };
}
