using System.Diagnostics.CodeAnalysis;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Targets;

/// <summary>The parts of an ARN: <c>arn:partition:service:region:account:resource</c>.</summary>
internal sealed record TargetArn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>The partition of what only this bus has: files and streams.</summary>
    public const string OurPartition = "sidetone";

    /// <summary>Reads an ARN.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TargetArn? arn)
    {
        arn = text.Split(':', 6) is ["arn", var partition, var service, var region, var account, var resource]
            ? new TargetArn(partition, service, region, account, resource)
            : null;
        return arn is not null;
    }

    /// <summary>Whether a text is the ARN of a service's resource of one type, such as <c>file/name</c>.</summary>
    public static bool IsOf(string text, string partition, string service, string type) =>
        TryParse(text, out var arn)
        && (
            arn.Partition == partition
            || (partition == "aws" && arn.Partition.StartsWith("aws", StringComparison.Ordinal))
        )
        && arn.Service == service
        && (type.Length == 0 || arn.Resource.StartsWith($"{type}/", StringComparison.Ordinal));

    /// <summary>The name after the resource's type, of an ARN that belongs to a tenant.</summary>
    /// <exception cref="TargetUnusableException">It belongs to another account or region.</exception>
    public static string NameOf(string text, string type, BusTenant tenant)
    {
        if (!TryParse(text, out var arn) || arn.Account != tenant.Account || arn.Region != tenant.Region)
        {
            throw new TargetUnusableException(
                TargetErrors.NoPermissions,
                $"{text} is not in account {tenant.Account} and region {tenant.Region}."
            );
        }

        return arn.Resource[(type.Length + 1)..];
    }

    /// <summary>Requires a name of a file or stream: letters, digits and <c>. _ -</c>, not beginning with a dot.</summary>
    /// <exception cref="TargetUnusableException">It is another.</exception>
    public static string RequirePlain(string name)
    {
        var plain =
            name.Length is > 0 and <= 200
            && name[0] != '.'
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        return plain
            ? name
            : throw new TargetUnusableException(
                TargetErrors.NoResource,
                $"\"{name}\" cannot be a name here: letters, digits, dots, dashes and underscores can stand in it."
            );
    }
}
