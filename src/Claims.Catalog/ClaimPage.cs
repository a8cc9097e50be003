namespace Claims.Catalog;

/// <summary>
/// Takes from a set of claims those that come next in an order.
/// </summary>
internal static class ClaimPage
{
    // Claims take some nanoseconds each: asked after every so many, it costs nothing.
    private const int PatienceMask = 0xFFF;

    /// <summary>The claims of a set, in an order, that come after one of them.</summary>
    /// <param name="revision">The revision they are of.</param>
    /// <param name="set">The set.</param>
    /// <param name="order">The order.</param>
    /// <param name="after">The claim after which the page starts, or -1 for the first page.</param>
    /// <param name="count">How many claims to answer at most.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static int[] Take(Revision revision, ClaimSet set, ClaimOrder order, int after, int count, Patience patience = default)
    {
        if (order.IsByPosition) return TakeByNumber(set, after, count);
        if (order.ByDate is { } byDate && IsDense(revision, set, count))
        {
            var dates = byDate.Field == ClaimOrderField.StatedDate ? revision.ByStatedDate : revision.ByEventDate;
            var found = new int[Math.Min(count, set.Count)];
            var taken = dates.Take(set, byDate.Descending, after, found);
            return taken == found.Length ? found : found[..taken];
        }

        var key = new OrderKey(revision, order);
        var first = after < 0 ? default(UInt128?) : key.Of(after);

        // A heap whose root is the last of those to be answered: most claims come after it, and cost one comparison.
        var last = new PriorityQueue<int, UInt128>(Comparer<UInt128>.Create(static (a, b) => b.CompareTo(a)));
        var worst = UInt128.MaxValue;
        var seen = 0;
        for (var walk = new ClaimWalk(set); walk.MoveNext();)
        {
            if ((++seen & PatienceMask) == 0) patience.ThrowIfOver();
            var isFull = last.Count == count;
            if (isFull && key.StartOf(walk.Current) > (uint)(worst >> 96)) continue;
            var of = key.Of(walk.Current);
            if (of <= first || (isFull && of >= worst)) continue;
            if (isFull) last.DequeueEnqueue(walk.Current, of);
            else last.Enqueue(walk.Current, of);
            if (last.Count == count) last.TryPeek(out _, out worst);
        }

        var page = new int[last.Count];
        for (var i = page.Length - 1; i >= 0; i--) page[i] = last.Dequeue();
        return page;
    }

    // Whether it is less work to pass over the claims that are not in the set than to compare all that are.
    private static bool IsDense(Revision revision, ClaimSet set, int count) =>
        (set.IsBitmap || set.IsRun) && (long)count * revision.ClaimCount < (long)set.Count * set.Count;

    private static int[] TakeByNumber(ClaimSet set, int after, int count)
    {
        var page = new int[Math.Min(count, set.Count)];
        var taken = 0;
        for (var walk = new ClaimWalk(set, after + 1); taken < page.Length && walk.MoveNext();) page[taken++] = walk.Current;
        return taken == page.Length ? page : page[..taken];
    }

    // How claims sort as one number: 32 bits a field, the first field highest. Behind the last is the claim's own number,
    // by which ties are broken. Four suffice: where there are four fields one is the name, which no two claims share.
    private readonly struct OrderKey
    {
        private const int FieldBits = 32;
        private const int MaximumFields = 4;

        private readonly Revision _revision;
        private readonly (ClaimOrderField Field, bool Descending)[] _fields;

        public OrderKey(Revision revision, ClaimOrder order)
        {
            _revision = revision;
            _fields = [.. order.Fields];
        }

        public uint StartOf(int claim) => RankOf(claim, _fields[0]);

        public UInt128 Of(int claim)
        {
            var key = UInt128.Zero;
            for (var i = 0; i < MaximumFields; i++)
            {
                key <<= FieldBits;
                if (i < _fields.Length) key |= RankOf(claim, _fields[i]);
                else if (i == _fields.Length) key |= (uint)claim;
            }

            return key;
        }

        private uint RankOf(int claim, (ClaimOrderField Field, bool Descending) field)
        {
            var rank = (uint)(field.Field switch
            {
                ClaimOrderField.Position => _revision.FirstAtPositionOf(claim),
                ClaimOrderField.StatedDate => _revision.StatedDates.RankOf(claim),
                ClaimOrderField.EventDate => _revision.EventDates.RankOf(claim),
                _ => _revision.NameRankOf(claim),
            });

            // Unset dates, which have the greatest rank of all, come last either way.
            return field.Descending && rank != int.MaxValue ? int.MaxValue - 1 - rank : rank;
        }
    }
}
