namespace Sidetone.Bus.Archives;

/// <summary>What is in the archives.</summary>
internal interface IArchiveContents
{
    /// <summary>The size of each archive of a group that holds an event, by the archive's id.</summary>
    Task<IReadOnlyDictionary<Guid, ArchiveSize>> SizesAsync(Guid group, CancellationToken cancellation);
}

/// <summary>How much an archive holds.</summary>
/// <param name="Events">Its events.</param>
/// <param name="Bytes">Their envelopes' bytes.</param>
internal readonly record struct ArchiveSize(long Events, long Bytes);
