namespace Sidetone.Serving;

/// <summary>What the configuration (environment variables such as <c>Log__Silence</c>) says over the options.</summary>
/// <remarks>Only what has to be known before the store opens; the rooms bind their own sections.</remarks>
internal static class ServerConfiguration
{
    /// <summary>The options, with what the configuration names in place of what they have.</summary>
    /// <exception cref="ConfigurationException">A value cannot be read; all of them at once.</exception>
    public static ServerOptions Over(ServerOptions options, IConfiguration configuration)
    {
        var problems = new List<string>();
        var configured = options with
        {
            Intake = options.Intake with
            {
                Discard = options.Intake.Discard || configuration.GetValue<bool>("Intake:Discard"),
            },
            Log = options.Log with
            {
                Silence = Time("Log:Silence", options.Log.Silence),
                GapWait = Time("Log:GapWait", options.Log.GapWait),
                TickCap = Time("Log:TickCap", options.Log.TickCap),
            },
        };
        return problems.Count == 0 ? configured : throw new ConfigurationException(problems);

        TimeSpan Time(string name, TimeSpan otherwise)
        {
            if (configuration[name] is not { } text)
            {
                return otherwise;
            }

            if (!TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time))
            {
                problems.Add($"{name}: '{text}' must be a time such as 00:04:00.");
            }

            return time;
        }
    }
}
