using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Sidetone.Delivery.Aws;

/// <summary>Credentials of a role, for an hour at a time, asked for again before they end.</summary>
/// <remarks>
/// The SDK has such credentials too; they ask the security token service of whatever region the process has, with its
/// own retries. This asks where the destination is, once a time.
/// </remarks>
internal sealed class AssumedRole : RefreshingAWSCredentials
{
    private const int DurationSeconds = 3600;

    private readonly AmazonSecurityTokenServiceClient _tokens;
    private readonly AssumeRoleRequest _request;

    public AssumedRole(AmazonSecurityTokenServiceClient tokens, string roleArn, string session, string? externalId)
    {
        _tokens = tokens;
        _request = new AssumeRoleRequest
        {
            RoleArn = roleArn,
            RoleSessionName = session,
            ExternalId = externalId,
            DurationSeconds = DurationSeconds,
        };
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials() =>
        throw new NotSupportedException("Only asynchronous calls are made.");

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var given = (await _tokens.AssumeRoleAsync(_request, CancellationToken.None)).Credentials;
        return new CredentialsRefreshState(
            new ImmutableCredentials(given.AccessKeyId, given.SecretAccessKey, given.SessionToken),
            given.Expiration ?? throw new AmazonClientException("The role's credentials came without their end.")
        );
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tokens.Dispose();
        }

        base.Dispose(disposing);
    }
}
