using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// Lists articles, sources, topics and places of a revision by number: all by name, or those that a query finds, the best first.
/// </summary>
internal static class EntryLists
{
    /// <summary>
    /// The sources of any of some kinds, affiliated with any of some sources, that a query finds; what is empty asks for nothing.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static IReadOnlyList<int> Sources(Revision revision, IReadOnlyCollection<SourceKind> kinds,
        IReadOnlyCollection<string> affiliations, NameQuery query, Patience patience)
    {
        var sources = revision.Sources;
        var roots = affiliations.Select(name => sources.Find(name)).ToHashSet();
        return Of(query, revision.SourceNames, sources.Count, patience, source =>
            (kinds.Count == 0 || kinds.Contains(sources.KindOf(source)))
                && (affiliations.Count == 0 || IsUnder(source, roots, sources.AboveOf)));
    }

    /// <summary>The topics of any of some kinds that a query finds; what is empty asks for nothing.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static IReadOnlyList<int> Topics(
        Revision revision, IReadOnlyCollection<TopicKind> kinds, NameQuery query, Patience patience) =>
        Of(query, revision.TopicNames, revision.Topics.Count, patience, topic =>
            kinds.Count == 0 || kinds.Contains(revision.Topics[topic].Kind));

    /// <summary>
    /// The places that are, or lie in, any of some, in any of some countries, that a query finds; what is empty asks for nothing.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static IReadOnlyList<int> Places(Revision revision, IReadOnlyCollection<string> within,
        IReadOnlyCollection<string> countries, NameQuery query, Patience patience)
    {
        var roots = within.Select(slug => revision.Values.Places.Find(slug)).ToHashSet();
        return Of(query, revision.PlaceNames, revision.Places.Count, patience, place =>
            (countries.Count == 0 || countries.Contains(revision.Places[place].CountryCode))
                && (within.Count == 0 || IsUnder(place, roots, revision.Values.AbovePlace)));
    }

    /// <summary>The articles that meet criteria and that a query finds. Where no order is asked for, the best first, and without a
    /// query the latest published.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static IReadOnlyList<int> Articles(
        Revision revision, ArticleCriteria criteria, NameQuery query, ArticleOrder order, Patience patience)
    {
        var articles = Of(query, revision.ArticleIndex.Names, revision.Articles.Count, patience,
            revision.ArticleIndex.Meeting(criteria, revision.Sources));
        return order.IsNone ? articles : order.Sort(articles, revision);
    }

    /// <summary>The best of the sources that a query finds, of any of some kinds; so few at most.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static IReadOnlyList<NameMatch> BestSources(
        Revision revision, IReadOnlyCollection<SourceKind> kinds, NameQuery query, int count, Patience patience) =>
        revision.SourceNames.FindBest(
            query, source => kinds.Count == 0 || kinds.Contains(revision.Sources.KindOf(source)), count, patience);

    private static IReadOnlyList<int> Of(NameQuery query, NameIndex names, int count, Patience patience, Func<int, bool> isMeant) =>
        query.Words.Count == 0
            ? [.. Enumerable.Range(0, count).Where(isMeant)]
            : [.. names.Find(query, patience).Where(match => isMeant(match.Entry)).Order().Select(match => match.Entry)];

    private static bool IsUnder(int entry, HashSet<int> roots, Func<int, int> aboveOf)
    {
        for (var at = entry; at >= 0; at = aboveOf(at))
        {
            if (roots.Contains(at)) return true;
        }

        return false;
    }
}
