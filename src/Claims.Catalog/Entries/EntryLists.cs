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
        return Of(query, revision.SourceNames, sources.Count, CountsOf(revision, Facet.Speaker), patience, source =>
            (kinds.Count == 0 || kinds.Contains(sources.KindOf(source)))
                && (affiliations.Count == 0 || IsUnder(source, roots, sources.AboveOf)));
    }

    /// <summary>The topics of any of some kinds that a query finds; what is empty asks for nothing.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static IReadOnlyList<int> Topics(
        Revision revision, IReadOnlyCollection<TopicKind> kinds, NameQuery query, Patience patience) =>
        Of(query, revision.TopicNames, revision.Topics.Count, CountsOf(revision, Facet.Topic), patience, topic =>
            kinds.Count == 0 || kinds.Contains(revision.Topics[topic].Kind));

    /// <summary>
    /// The places that are, or lie in, any of some, in any of some countries, that a query finds; what is empty asks for nothing.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static IReadOnlyList<int> Places(Revision revision, IReadOnlyCollection<string> within,
        IReadOnlyCollection<string> countries, NameQuery query, Patience patience)
    {
        var roots = within.Select(slug => revision.Values.Places.Find(slug)).ToHashSet();
        return Of(query, revision.PlaceNames, revision.Places.Count, CountsOf(revision, Facet.Place), patience, place =>
            (countries.Count == 0 || countries.Contains(revision.Places[place].CountryCode))
                && (within.Count == 0 || IsUnder(place, roots, revision.Values.AbovePlace)));
    }

    /// <summary>The articles that meet criteria and that a query finds. Where no order is asked for, the best first, and without a
    /// query the latest published.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static IReadOnlyList<int> Articles(
        Revision revision, ArticleCriteria criteria, NameQuery query, ArticleOrder order, Patience patience)
    {
        var articles = Of(query, revision.ArticleIndex.Names, revision.Articles.Count,
            article => revision.Articles.RunOf(article).Count, patience, revision.ArticleIndex.Meeting(criteria, revision.Sources));
        return order.IsNone ? articles : order.Sort(articles, revision);
    }

    /// <summary>The best of the sources that a query finds, of any of some kinds.</summary>
    public static IEnumerable<NameMatch> BestSources(
        Revision revision, IReadOnlyCollection<SourceKind> kinds, NameQuery query, Patience patience) =>
        InOrder(
            revision.SourceNames.Find(query, patience).Values
                .Where(match => kinds.Count == 0 || kinds.Contains(revision.Sources.KindOf(match.Entry))),
            CountsOf(revision, Facet.Speaker));

    private static IReadOnlyList<int> Of(
        NameQuery query, NameIndex names, int count, Func<int, int> claimsOf, Patience patience, Func<int, bool> isMeant) =>
        query.Words.Count == 0
            ? [.. Enumerable.Range(0, count).Where(isMeant)]
            : [.. InOrder(names.Find(query, patience).Values.Where(match => isMeant(match.Entry)), claimsOf).Select(match => match.Entry)];

    private static IOrderedEnumerable<NameMatch> InOrder(IEnumerable<NameMatch> matches, Func<int, int> claimsOf) => matches
        .OrderByDescending(match => match.Score).ThenByDescending(match => claimsOf(match.Entry)).ThenBy(match => match.Entry);

    private static Func<int, int> CountsOf(Revision revision, Facet facet)
    {
        var first = revision.Values.Start(facet);
        return entry => revision.Postings.CountOf(first + entry);
    }

    private static bool IsUnder(int entry, HashSet<int> roots, Func<int, int> aboveOf)
    {
        for (var at = entry; at >= 0; at = aboveOf(at))
        {
            if (roots.Contains(at)) return true;
        }

        return false;
    }
}
