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
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="tokens">The token service; it is closed with this.</param>
    /// <param name="roleArn">The role.</param>
    /// <param name="session">What the session is called in the customer's logs.</param>
    /// <param name="externalId">The external id that the role's trust policy asks for, if it does.</param>
    /// <param name="timeout">How long to wait: nobody else ends it, and all calls wait for the one that asks.</param>
    /// <param name="time">The clock of the timeout.</param>
    public AssumedRole(
        AmazonSecurityTokenServiceClient tokens,
        string roleArn,
        string session,
        string? externalId,
        TimeSpan timeout,
        TimeProvider time
    )
    {
        _tokens = tokens;
        _timeout = timeout;
        _time = time;
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
        using var end = new CancellationTokenSource(_timeout, _time);
        var given = (await _tokens.AssumeRoleAsync(_request, end.Token)).Credentials;
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
