using Amazon.Runtime;
using Amazon.SQS;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Targets.Sqs;

/// <summary>Queues on a server that speaks Amazon SQS's protocol: <c>arn:aws:sqs:{region}:{account}:{name}</c>.</summary>
internal sealed class SqsTargetKind(IOptions<SqsTargetOptions> options) : ITargetKind, IDisposable
{
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(10);

    private readonly Lazy<AmazonSQSClient?> _client = new(() => Connect(options.Value));

    public bool TakesDeadLetters => true;

    public bool Takes(string arn) => TargetArn.IsOf(arn, "aws", "sqs", "");

    public Task<ITarget> OpenAsync(BusTenant tenant, TargetRecord target, CancellationToken cancellation)
    {
        if (_client.Value is not { } client)
        {
            throw new TargetUnusableException(
                TargetErrors.NoResource,
                "This server knows no SQS: the operator sets Bus:Sqs:Endpoint."
            );
        }

        if (!TargetArn.TryParse(target.Arn, out var arn))
        {
            throw new TargetUnusableException(TargetErrors.NoResource, $"{target.Arn} is not an ARN.");
        }

        var url = $"{options.Value.Endpoint!.TrimEnd('/')}/{arn.Account}/{arn.Resource}";
        return Task.FromResult<ITarget>(
            new SqsTarget(client, url, arn.Resource.EndsWith(".fifo", StringComparison.Ordinal), target.SqsParameters)
        );
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value?.Dispose();
        }
    }

    private static AmazonSQSClient? Connect(SqsTargetOptions options)
    {
        if (options.Endpoint is not { } endpoint)
        {
            return null;
        }

        var settings = new AmazonSQSConfig
        {
            ServiceURL = endpoint,
            AuthenticationRegion = RegionOf(endpoint),
            MaxErrorRetry = 0, // The invocation has its own schedule.
            Timeout = CallTime,
        };
        return options switch
        {
            { AccessKeyId: { } id, SecretAccessKey: { } secret } => new AmazonSQSClient(
                new BasicAWSCredentials(id, secret),
                settings
            ),
            _ when IsAws(endpoint) => new AmazonSQSClient(settings),
            _ => new AmazonSQSClient(new BasicAWSCredentials("sidetone", "sidetone"), settings),
        };
    }

    private static bool IsAws(string endpoint) =>
        new Uri(endpoint).Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase);

    // sqs.eu-west-1.amazonaws.com; another server takes any.
    private static string RegionOf(string endpoint) =>
        IsAws(endpoint) && new Uri(endpoint).Host.Split('.') is [_, var region, _, _] ? region : "us-east-1";
}
