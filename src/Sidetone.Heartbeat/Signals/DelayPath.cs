namespace Sidetone.Heartbeat.Signals;

/// <summary>
/// The delays at which the blocks of a period were heard: the path that finds most blocks again and changes least. A jitter
/// buffer waits longer or shorter by frames of 20 ms, and may do so more than once between two chirps.
/// </summary>
internal static class DelayPath
{
    /// <summary>What a change costs, in blocks: a drop-out is not worth a change there and back.</summary>
    private const int ChangeCost = 3;

    private const double FrameSeconds = 0.02;
    private const int BeyondFrames = 2;
    private const int CandidatesMax = 40;

    /// <summary>Delays that are tried: those of both chirps, and all that are whole frames away, a little beyond them.</summary>
    public static double[] Candidates(double before, double after)
    {
        var least = Math.Min(before, after) - (BeyondFrames * FrameSeconds);
        var most = Math.Max(before, after) + (BeyondFrames * FrameSeconds) + 1e-6;
        var candidates = new List<double> { before };
        if (Math.Abs(before - after) > 1e-6)
        {
            candidates.Add(after);
        }

        for (var step = 1; candidates.Count < CandidatesMax; step++)
        {
            var (up, down) = (before + (step * FrameSeconds), before - (step * FrameSeconds));
            if (up > most && down < least)
            {
                break;
            }

            AddNew(candidates, up, least, most);
            AddNew(candidates, down, least, most);
        }

        return [.. candidates];
    }

    /// <summary>The best path: for each block the number of its candidate.</summary>
    /// <param name="found">whether a block is found at a candidate's delay: first the candidate, then the block</param>
    public static int[] Best(bool[,] found)
    {
        var (candidates, blocks) = (found.GetLength(0), found.GetLength(1));
        var from = new int[candidates, blocks];
        var score = new int[candidates];
        for (var block = 0; block < blocks; block++)
        {
            var best = IndexOfMost(score);
            var next = new int[candidates];
            for (var candidate = 0; candidate < candidates; candidate++)
            {
                var stays = score[candidate] >= score[best] - ChangeCost;
                from[candidate, block] = stays ? candidate : best;
                next[candidate] =
                    (stays ? score[candidate] : score[best] - ChangeCost) + (found[candidate, block] ? 1 : 0);
            }

            score = next;
        }

        var path = new int[blocks];
        var at = IndexOfMost(score);
        for (var block = blocks - 1; block >= 0; block--)
        {
            path[block] = at;
            at = from[at, block];
        }

        return path;
    }

    private static void AddNew(List<double> candidates, double delay, double least, double most)
    {
        if (delay >= least && delay <= most && !candidates.Exists(other => Math.Abs(other - delay) < 1e-4))
        {
            candidates.Add(delay);
        }
    }

    private static int IndexOfMost(int[] score) => Array.IndexOf(score, score.Max());
}
