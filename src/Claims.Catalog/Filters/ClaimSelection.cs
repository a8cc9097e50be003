using System.Buffers;
using System.Text;
using Google.Protobuf.Collections;

namespace Claims.Catalog;

/// <summary>
/// Finds the claims of one revision that meet criteria. What it answers may look at memory that it borrowed, and holds
/// until it is disposed of. Not thread-safe.
/// </summary>
internal sealed class ClaimSelection(Revision revision, Patience patience = default) : IDisposable
{
    // Up to here, claims are tried one by one; beyond, bitmaps of all claims are combined.
    private const int FewClaims = 4096;

    // The same where they have to be sorted first.
    private const int FewUnordered = 512;

    private static readonly List<ClaimSet> _none = [];

    private readonly List<ulong[]> _bitmaps = [];
    private readonly List<int[]> _lists = [];

    private int WordCount => (revision.ClaimCount + 63) / 64;

    /// <summary>The claims, among those of a run, that meet criteria.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public ClaimSet Select(ClaimSet run, ClaimCriteria criteria)
    {
        var conditions = new List<Condition>();
        if (run.Count < revision.ClaimCount) conditions.Add(new(run));
        AddConditions(criteria, conditions);
        return conditions.Count == 0 ? run : SelectAll(conditions);
    }

    public void Dispose()
    {
        foreach (var bits in _bitmaps) ArrayPool<ulong>.Shared.Return(bits);
        foreach (var numbers in _lists) ArrayPool<int>.Shared.Return(numbers);
    }

    private void AddConditions(ClaimCriteria criteria, List<Condition> conditions)
    {
        patience.ThrowIfOver();
        var filter = criteria.Filter;
        AddTexts(Facet.Speaker, filter.Speakers, conditions);
        AddTexts(Facet.Source, filter.Sources, conditions);
        if (filter.Affiliations.Count > 0) conditions.Add(OfAffiliations(filter.Affiliations));
        AddEnums(Facet.SourceKind, filter.SourceKinds, conditions);
        AddEnums(Facet.Identification, filter.Identifications, conditions);
        AddEnums(Facet.AttributionKind, filter.AttributionKinds, conditions);
        AddEnums(Facet.Scope, filter.Scopes, conditions);
        AddTexts(Facet.Cue, filter.Cues, conditions);
        AddEnums(Facet.Polarity, filter.Polarities, conditions);
        AddEnums(Facet.Certainty, filter.Certainties, conditions);
        AddEnums(Facet.Force, filter.Forces, conditions);
        AddTexts(Facet.Topic, filter.Topics, conditions);
        AddTexts(Facet.Place, filter.Places, conditions);
        AddTexts(Facet.Country, filter.CountryCodes, conditions);
        AddEnums(Facet.RelationType, filter.RelationTypes, conditions);
        if (filter.HasPresupposed)
        {
            var presupposed = revision.Postings[revision.Values.Of(Facet.Presupposed, 1)];
            conditions.Add(filter.Presupposed ? new(presupposed) : Without(presupposed));
        }

        if (criteria.StatedDuring is { } stated) conditions.Add(new(revision.StatedDates, stated));
        if (criteria.EventDuring is { } happened) conditions.Add(new(revision.EventDates, happened));
        if (filter.StandingAt is { } moment) conditions.Add(new(StandingAt(DateKey.Nanoseconds(moment))));
        foreach (var inner in criteria.AllOf) AddConditions(inner, conditions);
        if (criteria.AnyOf.Count > 0) conditions.Add(new(AnyOf(criteria.AnyOf)));
        if (criteria.NoneOf.Count > 0) conditions.Add(Without(AnyOf(criteria.NoneOf)));
    }

    private ClaimSet AnyOf(IReadOnlyList<ClaimCriteria> criteria)
    {
        var sets = new List<ClaimSet>();
        foreach (var inner in criteria) sets.Add(Select(revision.AllClaims, inner));
        return Union(sets);
    }

    private void AddEnums<T>(Facet facet, RepeatedField<T> values, List<Condition> conditions)
        where T : struct, Enum
    {
        if (values.Count == 0) return;
        if (values.Count == 1)
        {
            conditions.Add(new(revision.Postings[revision.Values.Of(facet, Number(values[0]))]));
            return;
        }

        var sets = new List<ClaimSet>(values.Count);
        foreach (var value in values) Add(sets, revision.Values.Of(facet, Number(value)));
        conditions.Add(new(sets));

        static int Number(T value) => System.Runtime.CompilerServices.Unsafe.As<T, int>(ref value);
    }

    private void AddTexts(Facet facet, RepeatedField<string> texts, List<Condition> conditions)
    {
        if (texts.Count == 0) return;
        var sets = new List<ClaimSet>(texts.Count);
        foreach (var text in texts) Add(sets, NumberOf(facet, text));
        conditions.Add(sets.Count == 1 ? new(sets[0]) : new(sets));
    }

    // What does not exist matches nothing.
    private void Add(List<ClaimSet> sets, int value)
    {
        if (value >= 0 && revision.Postings[value].Count > 0) sets.Add(revision.Postings[value]);
    }

    private int NumberOf(Facet facet, string text)
    {
        if (facet is Facet.Speaker or Facet.Source)
        {
            var source = revision.Sources.Find(text);
            return source < 0 ? -1 : revision.Values.Start(facet) + source;
        }

        const int ShortText = 256;
        var utf8 = text.Length <= ShortText ? stackalloc byte[ShortText * 3] : new byte[text.Length * 3];
        return revision.Values.Of(facet, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    private Condition OfAffiliations(RepeatedField<string> names)
    {
        var sets = new List<ClaimSet>(names.Count);
        foreach (var name in names)
        {
            if (revision.Sources.Find(name) is >= 0 and var source) sets.Add(revision.Affiliations[source]);
        }

        return sets.Count == 1 ? new(sets[0]) : new(sets);
    }

    private ClaimSet StandingAt(Int128 moment)
    {
        var dates = revision.StatedDates;
        var ended = revision.Dates.CountEnded(moment);
        var bits = RentBitmap();
        dates.MarkBelow(ended, bits);
        foreach (var (claim, superseding) in revision.Supersessions)
        {
            if (dates[superseding] < ended) bits[claim >> 6] &= ~(1UL << claim);
        }

        return SetOf(bits);
    }

    private Condition Without(ClaimSet set)
    {
        if (set.Count == 0) return new(revision.AllClaims);
        return new(set, isWithout: true, revision.ClaimCount - set.Count);
    }

    // The smallest condition first: what it leaves is all that the others are asked about.
    private ClaimSet SelectAll(List<Condition> conditions)
    {
        if (conditions.Count > 1) conditions.Sort(static (a, b) => a.Size.CompareTo(b.Size));
        var first = conditions[0];
        if (first.Size == 0) return ClaimSet.Run(0, 0);
        if (conditions.Count == 1 && first.Set is { } whole && !first.IsWithout) return whole;
        return first.Size <= (first.IsUnordered ? FewUnordered : FewClaims) ? TryOneByOne(conditions) : Combine(conditions);
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
                for (var claim = 0; claim < revision.ClaimCount; claim++)
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

    private ClaimSet Union(List<ClaimSet> sets)
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

    // The bitmap is clear before.
    private void Fill(Condition condition, ulong[] bits)
    {
        if (condition.Set is { } set)
        {
            Fill(set, bits);
            if (!condition.IsWithout) return;
            for (var word = 0; word < WordCount; word++) bits[word] = ~bits[word];
            var rest = revision.ClaimCount & 63;
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

    private ClaimSet SetOf(ulong[] bits) =>
        ClaimSet.Bitmap(bits, WordCount, Bitmaps.CountOf(bits.AsSpan(0, WordCount)));

    private ulong[] RentBitmap()
    {
        var bits = ArrayPool<ulong>.Shared.Rent(Math.Max(WordCount, 1));
        Array.Clear(bits, 0, WordCount);
        _bitmaps.Add(bits);
        return bits;
    }

    private int[] RentList(int count)
    {
        var numbers = ArrayPool<int>.Shared.Rent(Math.Max(count, 1));
        _lists.Add(numbers);
        return numbers;
    }

    // One thing that a claim must meet: to be in a set, or not to be; to be in any of some sets; or to have a date.
    private readonly struct Condition
    {
        public Condition(ClaimSet set, bool isWithout = false, int? size = null)
        {
            Set = set;
            IsWithout = isWithout;
            Size = size ?? set.Count;
        }

        public Condition(List<ClaimSet> sets)
        {
            Sets = sets;
            foreach (var set in sets) Size += set.Count;
        }

        public Condition(DateColumn dates, Edtf during)
        {
            Dates = dates;
            During = during;
            Size = dates.CountDuring(during);
        }

        /// <summary>The one set, where it is one.</summary>
        public ClaimSet? Set { get; }

        public bool IsWithout { get; }

        /// <summary>The sets of which any will do, where there are several.</summary>
        public List<ClaimSet> Sets { get; } = _none;

        public DateColumn? Dates { get; }

        public Edtf? During { get; }

        /// <summary>How many claims meet it, at the most.</summary>
        public int Size { get; }

        /// <summary>Whether its claims are not at hand in their order.</summary>
        public bool IsUnordered => Set is null;

        public bool IsMetBy(int claim)
        {
            if (Set is { } set) return set.Contains(claim) != IsWithout;
            if (Dates is not null) return Dates.Overlaps(claim, During!);
            foreach (var part in Sets)
            {
                if (part.Contains(claim)) return true;
            }

            return false;
        }
    }
}
