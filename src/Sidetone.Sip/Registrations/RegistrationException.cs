namespace Sidetone.Sip.Registrations;

/// <summary>The registrar refused, or did not answer.</summary>
public sealed class RegistrationException : Exception
{
    internal RegistrationException(RegistrationState state, string message)
        : base(message) => State = state;

    /// <summary>How the registration stands.</summary>
    public RegistrationState State { get; }
}
