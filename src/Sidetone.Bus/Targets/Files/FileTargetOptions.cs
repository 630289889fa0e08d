using System.ComponentModel.DataAnnotations;

namespace Sidetone.Bus.Targets.Files;

/// <summary>Where the files of file targets are. Applies at start.</summary>
public sealed class FileTargetOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus:Files";

    /// <summary>The folder of all files; each group has a folder of its own in it. Default <c>bus</c>.</summary>
    [Required]
    public string Folder { get; init; } = "bus";
}

/// <summary>The annotations of <see cref="FileTargetOptions"/>, checked by generated code.</summary>
[Microsoft.Extensions.Options.OptionsValidator]
internal sealed partial class FileTargetOptionsAnnotations
    : Microsoft.Extensions.Options.IValidateOptions<FileTargetOptions>;
