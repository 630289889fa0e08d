namespace Sidetone.Sip.Registrations;

/// <summary>How a registration stands.</summary>
/// <param name="At">since when</param>
public abstract record RegistrationState(DateTimeOffset At)
{
    /// <summary>The registrar has not answered yet.</summary>
    public sealed record Pending(DateTimeOffset At) : RegistrationState(At);

    /// <summary>Calls reach us.</summary>
    /// <param name="At">since when</param>
    /// <param name="Until">when the binding ends, were it not refreshed before</param>
    public sealed record Active(DateTimeOffset At, DateTimeOffset Until) : RegistrationState(At);

    /// <summary>The last try failed; it is tried again.</summary>
    /// <param name="At">since when</param>
    /// <param name="Status">what the registrar said; null when it said nothing</param>
    /// <param name="Reason">for a person</param>
    /// <param name="NextTry">when it is tried again</param>
    public sealed record Failing(DateTimeOffset At, int? Status, string Reason, DateTimeOffset NextTry)
        : RegistrationState(At);

    /// <summary>Disposed: the binding was taken back, or could not be.</summary>
    public sealed record Removed(DateTimeOffset At) : RegistrationState(At);
}
