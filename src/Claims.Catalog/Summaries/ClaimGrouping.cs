namespace Claims.Catalog;

/// <summary>
/// The claims of a set by one dimension. Groups are numbered in some way of the dimension's own. Not thread-safe.
/// </summary>
internal abstract class ClaimGrouping
{
    /// <summary>How many claims are in no group.</summary>
    public abstract int Without { get; }

    /// <summary>A group's value, and what to call it.</summary>
    public abstract (string Value, string DisplayName) NameOf(int group);

    /// <summary>Which of two groups comes first by value.</summary>
    public abstract int Compare(int a, int b);

    /// <summary>Adds every group with the number of its claims.</summary>
    public abstract void Count(FirstGroups groups);

    /// <summary>The claims of one of some groups, which are asked for one after the other.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="which">Which of them.</param>
    /// <param name="sets">What makes the set, and holds it.</param>
    public abstract ClaimSet ClaimsOf(int[] groups, int which, SetAlgebra sets);

    /// <summary>Counts those of some of the set's claims that are in each of some groups.</summary>
    public abstract void Tally(ClaimSet some, int[] groups, int[] counts);
}

/// <summary>By the values of a facet.</summary>
internal sealed class FacetGrouping(
    Revision revision,
    ClaimSet claims,
    Facet facet,
    ValueCounts counts,
    Func<int, (string Value, string DisplayName)> name,
    Comparison<int> compare,
    Patience patience) : ClaimGrouping
{
    private readonly int _first = revision.Values.Start(facet);

    public override int Without => counts[revision.Values.Of(Facet.Without, (int)facet)];

    public override (string Value, string DisplayName) NameOf(int group) => name(group);

    public override int Compare(int a, int b) => compare(a, b);

    public override void Count(FirstGroups groups)
    {
        for (var value = _first; value < revision.Values.End(facet); value++)
        {
            patience.ThrowIfOver();
            groups.Add(value - _first, counts[value]);
        }
    }

    public override ClaimSet ClaimsOf(int[] groups, int which, SetAlgebra sets) =>
        sets.Intersection([new(claims), new(revision.Postings[_first + groups[which]])]);

    public override void Tally(ClaimSet some, int[] groups, int[] counts)
    {
        for (var i = 0; i < groups.Length; i++) counts[i] = revision.Postings[_first + groups[i]].CountIn(some);
    }
}

/// <summary>By whether the article takes them for granted: 1 if so, and 0.</summary>
internal sealed class PresupposedGrouping(Revision revision, ClaimSet claims, ValueCounts counts) : ClaimGrouping
{
    private readonly int _presupposed = revision.Values.Of(Facet.Presupposed, 1);

    public override int Without => 0;

    public override (string Value, string DisplayName) NameOf(int group) => group == 0 ? ("false", "Asserted") : ("true", "Presupposed");

    public override int Compare(int a, int b) => a.CompareTo(b);

    public override void Count(FirstGroups groups)
    {
        groups.Add(0, claims.Count - counts[_presupposed]);
        groups.Add(1, counts[_presupposed]);
    }

    public override ClaimSet ClaimsOf(int[] groups, int which, SetAlgebra sets)
    {
        var presupposed = revision.Postings[_presupposed];
        return sets.Intersection([new(claims), groups[which] == 1
            ? new(presupposed)
            : new(presupposed, isWithout: true, revision.ClaimCount - presupposed.Count)]);
    }

    public override void Tally(ClaimSet some, int[] groups, int[] counts)
    {
        var presupposed = revision.Postings[_presupposed].CountIn(some);
        for (var i = 0; i < groups.Length; i++) counts[i] = groups[i] == 1 ? presupposed : some.Count - presupposed;
    }
}

/// <summary>By article.</summary>
internal sealed class ArticleGrouping(Revision revision, ClaimSet claims, Patience patience) : ClaimGrouping
{
    public override int Without => 0;

    public override (string Value, string DisplayName) NameOf(int group) =>
        (revision.Articles.NameOf(group), revision.Articles[group].Title);

    public override int Compare(int a, int b) => string.CompareOrdinal(revision.Articles.NameOf(a), revision.Articles.NameOf(b));

    public override void Count(FirstGroups groups) => Walk(claims, groups.Add);

    public override ClaimSet ClaimsOf(int[] groups, int which, SetAlgebra sets) =>
        sets.Intersection([new(claims), new(revision.Articles.RunOf(groups[which]))]);

    public override void Tally(ClaimSet some, int[] groups, int[] counts)
    {
        Array.Clear(counts);
        var indices = groups.Index().ToDictionary(group => group.Item, group => group.Index);
        Walk(some, (article, count) =>
        {
            if (indices.TryGetValue(article, out var index)) counts[index] = count;
        });
    }

    // They are in order, and so are articles.
    private void Walk(ClaimSet some, Action<int, int> take)
    {
        var (article, count) = (-1, 0);
        for (var walk = new ClaimWalk(some); walk.MoveNext(); count++)
        {
            var next = revision.Articles.OfClaim(walk.Current);
            if (next == article) continue;
            patience.ThrowIfOver();
            if (count > 0) take(article, count);
            (article, count) = (next, 0);
        }

        if (count > 0) take(article, count);
    }
}
