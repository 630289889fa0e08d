namespace Sidetone.Bus.Routing;

/// <summary>Where matching events of a bus go: to the targets of a rule, or into an archive.</summary>
internal abstract class Route
{
    /// <summary>The rule or archive of a name.</summary>
    public sealed class ToTargets(string rule) : Route
    {
        /// <summary>The rule's name.</summary>
        public string Rule => rule;

        /// <summary>The ids of its targets. Replaced as a whole when they change.</summary>
        public IReadOnlyList<string> Targets { get; set; } = [];
    }

    /// <summary>Into an archive.</summary>
    public sealed class ToArchive(Guid archive) : Route
    {
        /// <summary>The archive's id.</summary>
        public Guid Archive => archive;
    }
}
