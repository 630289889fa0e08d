using System.Diagnostics.CodeAnalysis;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Signing;

/// <summary>Who the callers of the API are. The host knows groups and their access keys.</summary>
public interface IBusCallers
{
    /// <summary>Whose buses are meant when signatures are not checked and nothing says whose; null while there is nobody.</summary>
    BusTenant? Default { get; }

    /// <summary>The access key with an id, unless it was revoked.</summary>
    bool TryFind(string accessKeyId, [NotNullWhen(true)] out SigningKey? key);
}
