using System.Buffers;

namespace Claims.Catalog;

/// <summary>
/// Intersections and unions of sets of claims. What it answers may look at memory that it borrowed, and holds until it is
/// disposed of. Not thread-safe.
/// </summary>
/// <param name="claimCount">How many claims there are.</param>
/// <param name="patience">Of the caller: each may end with <see cref="OperationCanceledException"/>.</param>
internal sealed class SetAlgebra(int claimCount, Patience patience) : IDisposable
{
    // Up to here, claims are tried one by one; beyond, bitmaps of all claims are combined.
    private const int FewClaims = 4096;

    // The same where they have to be sorted first.
    private const int FewUnordered = 512;

    private readonly List<ulong[]> _bitmaps = [];
    private readonly List<int[]> _lists = [];

    private int WordCount => (claimCount + 63) / 64;

    /// <summary>The claims that meet all conditions, of which there is at least one. Sorts them.</summary>
    public ClaimSet Intersection(List<Condition> conditions)
    {
        // The smallest first: what it leaves is all that the others are asked about.
        if (conditions.Count > 1) conditions.Sort(static (a, b) => a.Size.CompareTo(b.Size));
        var first = conditions[0];
        if (first.Size == 0) return ClaimSet.Run(0, 0);
        if (conditions.Count == 1 && first.Set is { } whole && !first.IsWithout) return whole;
        return first.Size <= (first.IsUnordered ? FewUnordered : FewClaims) ? TryOneByOne(conditions) : Combine(conditions);
    }

    /// <summary>The claims that are in any of some sets. Takes the empty ones out.</summary>
    public ClaimSet Union(List<ClaimSet> sets)
    {
        sets.RemoveAll(static set => set.Count == 0);
        if (sets.Count == 0) return ClaimSet.Run(0, 0);
        if (sets.Count == 1) return sets[0];
        var condition = new Condition(sets);
        if (condition.Size <= FewUnordered) return ListOf(condition);
        var bits = RentBitmap();
        Fill(condition, bits);
        return SetOf(bits);
    }

    /// <summary>The claims that a bitmap of all claims marks.</summary>
    public ClaimSet SetOf(ulong[] bits) =>
        ClaimSet.Bitmap(bits, WordCount, Bitmaps.CountOf(bits.AsSpan(0, WordCount)));

    /// <summary>A clear bitmap of all claims, held until this is disposed of.</summary>
    public ulong[] RentBitmap()
    {
        var bits = ArrayPool<ulong>.Shared.Rent(Math.Max(WordCount, 1));
        Array.Clear(bits, 0, WordCount);
        _bitmaps.Add(bits);
        return bits;
    }

    public void Dispose()
    {
        foreach (var bits in _bitmaps) ArrayPool<ulong>.Shared.Return(bits);
        foreach (var numbers in _lists) ArrayPool<int>.Shared.Return(numbers);
    }

    private ClaimSet TryOneByOne(List<Condition> conditions)
    {
        var candidates = ListOf(conditions[0]);
        var numbers = candidates.Count > 0 && conditions.Count > 1 ? RentList(candidates.Count) : [];
        for (var i = 1; i < conditions.Count && candidates.Count > 0; i++)
        {
            patience.ThrowIfOver();
            var kept = 0;
            var condition = conditions[i];

            // To look into many sets for each claim can be more work than to put them together.
            if ((long)candidates.Count * condition.Sets.Count > WordCount + condition.Size)
            {
                condition = new(Union(condition.Sets));
            }

            if (condition.Set is { } set)
            {
                kept = Filter(candidates, set, condition.IsWithout, numbers);
            }
            else
            {
                for (var at = 0; at < candidates.Count; at++)
                {
                    var claim = candidates.Numbers[at];
                    if (condition.IsMetBy(claim)) numbers[kept++] = claim;
                }
            }

            candidates = ClaimSet.List(numbers, 0, kept);
        }

        return candidates;
    }

    /// <returns>How many of the candidates are in the set, or are not; they are put into the array, which may be theirs.</returns>
    private static int Filter(ClaimSet candidates, ClaimSet set, bool isWithout, int[] kept)
    {
        var count = 0;
        if (!set.IsBitmap && !set.IsRun)
        {
            var numbers = set.Numbers;
            var at = 0;
            foreach (var claim in candidates.Numbers)
            {
                // Galloping: the next one is most often near.
                var step = 1;
                while (at + step < numbers.Length && numbers[at + step] < claim)
                {
                    at += step;
                    step *= 2;
                }

                var end = Math.Min(at + step + 1, numbers.Length);
                var found = numbers[at..end].BinarySearch(claim);
                at += found < 0 ? ~found : found;
                if (found >= 0 != isWithout) kept[count++] = claim;
                if (at >= numbers.Length) at = numbers.Length - 1;
            }

            return count;
        }

        foreach (var claim in candidates.Numbers)
        {
            if (set.Contains(claim) != isWithout) kept[count++] = claim;
        }

        return count;
    }

    private ClaimSet ListOf(Condition condition)
    {
        if (condition.Set is { IsRun: false, IsBitmap: false } list && !condition.IsWithout) return list;
        var numbers = RentList(condition.Size);
        var count = 0;
        if (condition.Set is { } set)
        {
            if (condition.IsWithout)
            {
                for (var claim = 0; claim < claimCount; claim++)
                {
                    if (!set.Contains(claim)) numbers[count++] = claim;
                }
            }
            else
            {
                for (var walk = new ClaimWalk(set); walk.MoveNext();) numbers[count++] = walk.Current;
            }

            return ClaimSet.List(numbers, 0, count);
        }

        if (condition.Dates is { } dates)
        {
            count = dates.ListDuring(condition.During!, numbers);
        }
        else
        {
            foreach (var part in condition.Sets)
            {
                for (var walk = new ClaimWalk(part); walk.MoveNext();) numbers[count++] = walk.Current;
            }
        }

        var sorted = numbers.AsSpan(0, count);
        sorted.Sort();
        var distinct = 0;
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1]) sorted[distinct++] = sorted[i];
        }

        return ClaimSet.List(numbers, 0, distinct);
    }

    private ClaimSet Combine(List<Condition> conditions)
    {
        var bits = RentBitmap();
        Fill(conditions[0], bits);
        for (var i = 1; i < conditions.Count; i++)
        {
            patience.ThrowIfOver();
            var condition = conditions[i];
            if (condition.Set is { IsBitmap: true } set)
            {
                var other = set.Bits;
                if (condition.IsWithout) Bitmaps.AndNot(bits.AsSpan(0, WordCount), other);
                else Bitmaps.And(bits.AsSpan(0, WordCount), other);
                continue;
            }

            var filled = RentBitmap();
            Fill(condition, filled);
            Bitmaps.And(bits.AsSpan(0, WordCount), filled.AsSpan(0, WordCount));
        }

        return SetOf(bits);
    }

    // The bitmap is clear before.
    private void Fill(Condition condition, ulong[] bits)
    {
        if (condition.Set is { } set)
        {
            Fill(set, bits);
            if (!condition.IsWithout) return;
            for (var word = 0; word < WordCount; word++) bits[word] = ~bits[word];
            var rest = claimCount & 63;
            if (rest > 0) bits[WordCount - 1] &= (1UL << rest) - 1;
            return;
        }

        if (condition.Dates is { } dates) dates.MarkDuring(condition.During!, bits);
        else foreach (var part in condition.Sets) Fill(part, bits);
    }

    private void Fill(ClaimSet set, ulong[] bits)
    {
        patience.ThrowIfOver();
        if (set.IsBitmap)
        {
            Bitmaps.Or(bits.AsSpan(0, set.Bits.Length), set.Bits);
        }
        else if (set.IsRun)
        {
            for (var claim = set.Start; claim < set.Start + set.Count; claim++) bits[claim >> 6] |= 1UL << claim;
        }
        else
        {
            foreach (var claim in set.Numbers) bits[claim >> 6] |= 1UL << claim;
        }
    }

    private int[] RentList(int count)
    {
        var numbers = ArrayPool<int>.Shared.Rent(Math.Max(count, 1));
        _lists.Add(numbers);
        return numbers;
    }
}
