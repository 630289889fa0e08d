namespace Sidetone.Bus.Targets;

/// <summary>The names of errors, as they stand in <c>ERROR_CODE</c> of dead letters.</summary>
public static class TargetErrors
{
    /// <summary>The target, or what it needs, is not there.</summary>
    public const string NoResource = "NO_RESOURCE";

    /// <summary>The target does not let this caller in.</summary>
    public const string NoPermissions = "NO_PERMISSIONS";

    /// <summary>The target asked to be called less often.</summary>
    public const string Throttling = "THROTTLING";

    /// <summary>The target did not answer in time.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>The target refused what it was sent, or cannot be reached.</summary>
    public const string ClientError = "SDK_CLIENT_ERROR";

    /// <summary>The target failed by itself.</summary>
    public const string ServerError = "INTERNAL_ERROR";

    /// <summary>What the target should be sent cannot be made.</summary>
    public const string InvalidInput = "INVALID_PARAMETER";
}
