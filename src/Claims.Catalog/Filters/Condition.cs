namespace Claims.Catalog;

/// <summary>
/// One thing that a claim must meet: to be in a set, or not to be; to be in any of some sets; or to have a date.
/// </summary>
internal readonly struct Condition
{
    private static readonly List<ClaimSet> _none = [];

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
