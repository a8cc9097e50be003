namespace Claims.Catalog;

/// <summary>
/// How many claims of a set have each value of each facet. Not thread-safe.
/// </summary>
internal sealed class ValueCounts(Revision revision, ClaimSet claims, Patience patience)
{
    // Of fewer claims, the values are read out of each; of more, each value's claims are compared with the set.
    private const int FewClaims = 4096;

    private int[]? _counts;

    /// <summary>How many have a value, by its number.</summary>
    public int this[int value]
    {
        get
        {
            if (claims.Count == revision.ClaimCount) return revision.Postings.CountOf(value);
            if (claims.Count > FewClaims) return revision.Postings[value].CountIn(claims);
            return (_counts ??= CountValues())[value];
        }
    }

    private int[] CountValues()
    {
        var counts = new int[revision.Values.Count];
        var reader = new ValueReader(revision.Values);
        var places = revision.Values.PlacesAbove;
        var values = new Column<int>();
        for (var walk = new ClaimWalk(claims); walk.MoveNext();)
        {
            patience.ThrowIfOver();
            values.Clear();
            reader.Read(revision.Encodings.Copy(walk.Current), values);
            places.AddAbove(values, 0);
            foreach (var value in values.Items) counts[value]++;
        }

        return counts;
    }
}
