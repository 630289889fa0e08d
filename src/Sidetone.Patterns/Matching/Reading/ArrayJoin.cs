using Sidetone.Patterns.Matching.Rules;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>
/// Looks for one value per condition of a branch such that no two of them are in different elements of one array.
/// </summary>
/// <remarks>
/// Conditions are taken in the order of their paths, as the rule's author cannot see but event-ruler does: a field that may
/// be absent is absent when no value of it goes with the values chosen before. When no value fits, the search goes back to
/// the last condition whose choice stood in the way. The search takes a bounded number of steps for one reading; beyond,
/// branches that are left do not match. Only events that repeat names on purpose need so many.
/// </remarks>
internal sealed class ArrayJoin(ArrayNotes notes)
{
    private const int MostSteps = 4_000_000;

    private Level[] _levels = new Level[16];
    private int[] _chosen = [];
    private int[] _undo = new int[16];
    private int _undoCount;
    private int _steps;

    public void Begin()
    {
        _steps = MostSteps;
        if (_chosen.Length < notes.ArrayCount)
        {
            Array.Resize(ref _chosen, Math.Max(notes.ArrayCount, _chosen.Length * 2));
        }
    }

    public bool Holds(Condition[] conditions)
    {
        if (_levels.Length < conditions.Length)
        {
            _levels = new Level[conditions.Length];
        }

        _undoCount = 0;
        var found = Search(conditions);
        Undo(0);
        return found;
    }

    private bool Search(Condition[] conditions)
    {
        var depth = 0;
        Open(conditions[0], 0);
        while (depth < conditions.Length)
        {
            if (--_steps < 0)
            {
                return false;
            }

            ref var level = ref _levels[depth];
            Undo(level.Undo);
            if (TryNext(conditions[depth], depth))
            {
                depth++;
                if (depth < conditions.Length)
                {
                    Open(conditions[depth], depth);
                }

                continue;
            }

            // Back to the last choice that stood in the way; what else stood there stands in its way now.
            var blockers = level.Blockers;
            if (blockers == 0)
            {
                return false;
            }

            depth = depth > 64 ? depth - 1 : 63 - System.Numerics.BitOperations.LeadingZeroCount(blockers);
            Undo(_levels[depth].Undo);
            _levels[depth].Blockers |= depth < 64 ? blockers & ((1UL << depth) - 1) : ulong.MaxValue;
        }

        return true;
    }

    private void Open(Condition condition, int depth)
    {
        var (start, end) = notes.Range(condition.Id);
        _levels[depth] = new Level
        {
            At = start,
            End = end,
            Undo = _undoCount,
            MayBeAbsent = condition.OrMissing,
        };
    }

    private bool TryNext(Condition condition, int depth)
    {
        ref var level = ref _levels[depth];
        while (level.At < level.End && _steps-- > 0)
        {
            var scope = notes.Scope(level.At);
            if (Fits(scope, out var wall, out var element))
            {
                level.At++;
                Choose(scope, depth);
                return true;
            }

            // Nothing in that array fits but what is in the chosen element.
            var array = notes.ArrayOf(wall);
            level.Blockers |= Blocker(depth, ChosenAt(array));
            var next = wall < element ? element : notes.ArrayEnd(array);
            level.At = Math.Max(level.At + 1, notes.Find(condition.Id, next));
        }

        if (!level.MayBeAbsent)
        {
            return false;
        }

        level.MayBeAbsent = false;
        if (IsAbsent(condition))
        {
            return true;
        }

        level.Blockers |=
            depth == 0 ? 0
            : depth >= 64 ? ulong.MaxValue
            : (1UL << depth) - 1;
        return false;
    }

    private bool IsAbsent(Condition condition)
    {
        var (at, end) = notes.Range(condition.Field.Present!.Id);
        for (; at < end && _steps-- > 0; at++)
        {
            if (Fits(notes.Scope(at), out _, out _))
            {
                return false;
            }
        }

        return true;
    }

    // Whether a scope goes with all that is chosen; if not, the outermost scope around it that does not, and the one that
    // is chosen in its place.
    private bool Fits(int scope, out int wall, out int element)
    {
        (wall, element) = (0, 0);
        for (var at = scope; at != 0; at = notes.Parent(at))
        {
            var chosen = ChosenScope(notes.ArrayOf(at));
            if (chosen != 0 && chosen != at)
            {
                (wall, element) = (at, chosen);
            }
        }

        return wall == 0;
    }

    private void Choose(int scope, int depth)
    {
        for (var at = scope; at != 0; at = notes.Parent(at))
        {
            var array = notes.ArrayOf(at);
            if (_chosen[array] == 0)
            {
                _chosen[array] = at;
                if (_undoCount + 2 > _undo.Length)
                {
                    Array.Resize(ref _undo, _undo.Length * 2);
                }

                _undo[_undoCount++] = array;
                _undo[_undoCount++] = depth;
            }
        }
    }

    private int ChosenScope(int array) => _chosen[array];

    // Few arrays are chosen in at a time: looking for the one is short.
    private int ChosenAt(int array)
    {
        for (var index = _undoCount - 2; index >= 0; index -= 2)
        {
            if (_undo[index] == array)
            {
                return _undo[index + 1];
            }
        }

        return 0;
    }

    private void Undo(int to)
    {
        while (_undoCount > to)
        {
            _undoCount -= 2;
            _chosen[_undo[_undoCount]] = 0;
        }
    }

    private static ulong Blocker(int depth, int by) => depth >= 64 || by >= 64 ? ulong.MaxValue : 1UL << by;

    private struct Level
    {
        public int At;
        public int End;
        public int Undo;
        public bool MayBeAbsent;
        public ulong Blockers;
    }
}
