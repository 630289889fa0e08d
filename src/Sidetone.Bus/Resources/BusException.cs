namespace Sidetone.Bus.Resources;

/// <summary>A request that the bus refuses as a whole, told as Amazon EventBridge tells it.</summary>
/// <param name="code">The error's name, such as <c>ResourceNotFoundException</c>.</param>
/// <param name="message">What is wrong, in AWS's words where they are known.</param>
/// <param name="status">The HTTP status.</param>
public sealed class BusException(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>The error's name, such as <c>ResourceNotFoundException</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
