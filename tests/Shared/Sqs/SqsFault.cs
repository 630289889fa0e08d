namespace Sidetone.Tests.Sqs;

/// <summary>A request that SQS refuses.</summary>
internal sealed class SqsFault(string code, string message) : Exception(message)
{
    public string Code => code;
}
