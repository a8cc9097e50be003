using System.Text;
using Google.Protobuf.Collections;

namespace Claims.Catalog;

/// <summary>
/// Finds the claims of one revision that meet criteria. What it answers may look at memory that it borrowed, and holds
/// until it is disposed of. Not thread-safe.
/// </summary>
internal sealed class ClaimSelection(Revision revision, Patience patience = default) : IDisposable
{
    private readonly SetAlgebra _sets = new(revision.ClaimCount, patience);

    /// <summary>The claims, among those of a run, that meet criteria.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public ClaimSet Select(ClaimSet run, ClaimCriteria criteria)
    {
        var conditions = new List<Condition>();
        if (run.Count < revision.ClaimCount) conditions.Add(new(run));
        AddConditions(criteria, conditions);
        return conditions.Count == 0 ? run : _sets.Intersection(conditions);
    }

    public void Dispose() => _sets.Dispose();

    private void AddConditions(ClaimCriteria criteria, List<Condition> conditions)
    {
        patience.ThrowIfOver();
        var filter = criteria.Filter;
        var alternatives = filter.IncludeAlternatives;
        AddTexts(Facet.Speaker, alternatives, filter.Speakers, conditions);
        AddTexts(Facet.Source, alternatives, filter.Sources, conditions);
        if (filter.Affiliations.Count > 0) conditions.Add(OfAffiliations(filter.Affiliations, alternatives));
        AddEnums(Facet.SourceKind, alternatives, filter.SourceKinds, conditions);
        AddEnums(Facet.Identification, alternatives, filter.Identifications, conditions);
        AddEnums(Facet.AttributionKind, alternatives, filter.AttributionKinds, conditions);
        AddEnums(Facet.Scope, alternatives, filter.Scopes, conditions);
        AddTexts(Facet.Cue, alternatives, filter.Cues, conditions);
        AddEnums(Facet.Polarity, alternatives, filter.Polarities, conditions);
        AddEnums(Facet.Certainty, alternatives, filter.Certainties, conditions);
        AddEnums(Facet.Force, alternatives, filter.Forces, conditions);
        AddTexts(Facet.Topic, alternatives, filter.Topics, conditions);
        AddTexts(Facet.Place, alternatives, filter.Places, conditions);
        AddTexts(Facet.Country, alternatives, filter.CountryCodes, conditions);
        AddEnums(Facet.RelationType, alternatives, filter.RelationTypes, conditions);
        if (filter.HasPresupposed)
        {
            var presupposed = revision.Postings[revision.Values.Of(Facet.Presupposed, 1)];
            conditions.Add(filter.Presupposed ? new(presupposed) : Without(presupposed));
        }

        if (criteria.StatedDuring is { } stated) conditions.Add(new(revision.StatedDates, stated));
        if (criteria.EventDuring is { } happened) conditions.Add(new(revision.EventDates, happened));
        if (!criteria.Articles.IsEmpty) conditions.Add(new(OfArticles(criteria.Articles)));
        if (filter.StandingAt is { } moment) conditions.Add(new(StandingAt(DateKey.Nanoseconds(moment))));
        foreach (var inner in criteria.AllOf) AddConditions(inner, conditions);
        if (criteria.AnyOf.Count > 0) conditions.Add(new(AnyOf(criteria.AnyOf)));
        if (criteria.NoneOf.Count > 0) conditions.Add(Without(AnyOf(criteria.NoneOf)));
    }

    private ClaimSet AnyOf(IReadOnlyList<ClaimCriteria> criteria)
    {
        var sets = new List<ClaimSet>();
        foreach (var inner in criteria) sets.Add(Select(revision.AllClaims, inner));
        return _sets.Union(sets);
    }

    private void AddEnums<T>(Facet facet, bool alternatives, RepeatedField<T> values, List<Condition> conditions)
        where T : struct, Enum
    {
        if (values.Count == 0) return;
        var alternative = alternatives ? AlternativeFacets.Of(facet) : null;
        if (values.Count == 1 && alternative is null)
        {
            conditions.Add(new(revision.Postings[revision.Values.Of(facet, Number(values[0]))]));
            return;
        }

        var sets = new List<ClaimSet>(values.Count);
        foreach (var value in values)
        {
            Add(sets, revision.Values.Of(facet, Number(value)));
            if (alternative is { } other) Add(sets, revision.Values.Of(other, Number(value)));
        }

        conditions.Add(sets.Count == 1 ? new(sets[0]) : new(sets));

        static int Number(T value) => System.Runtime.CompilerServices.Unsafe.As<T, int>(ref value);
    }

    private void AddTexts(Facet facet, bool alternatives, RepeatedField<string> texts, List<Condition> conditions)
    {
        if (texts.Count == 0) return;
        var alternative = alternatives ? AlternativeFacets.Of(facet) : null;
        var sets = new List<ClaimSet>(texts.Count);
        foreach (var text in texts)
        {
            Add(sets, NumberOf(facet, text));
            if (alternative is { } other) Add(sets, NumberOf(other, text));
        }

        conditions.Add(sets.Count == 1 ? new(sets[0]) : new(sets));
    }

    // What does not exist matches nothing.
    private void Add(List<ClaimSet> sets, int value)
    {
        if (value >= 0 && revision.Postings[value].Count > 0) sets.Add(revision.Postings[value]);
    }

    private int NumberOf(Facet facet, string text)
    {
        if (facet is Facet.Speaker or Facet.Source or Facet.AlternativeSpeaker or Facet.AlternativeSource)
        {
            var source = revision.Sources.Find(text);
            return source < 0 ? -1 : revision.Values.Start(facet) + source;
        }

        const int ShortText = 256;
        var utf8 = text.Length <= ShortText ? stackalloc byte[ShortText * 3] : new byte[text.Length * 3];
        return revision.Values.Of(facet, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    private Condition OfAffiliations(RepeatedField<string> names, bool alternatives)
    {
        var sets = new List<ClaimSet>(names.Count);
        foreach (var name in names)
        {
            if (revision.Sources.Find(name) is not (>= 0 and var source)) continue;
            sets.Add(revision.Affiliations[source]);
            if (alternatives) sets.Add(revision.AlternativeAffiliations[source]);
        }

        return sets.Count == 1 ? new(sets[0]) : new(sets);
    }

    private ClaimSet OfArticles(ArticleCriteria criteria)
    {
        var isMeant = revision.ArticleIndex.Meeting(criteria, revision.Sources);
        var bits = _sets.RentBitmap();
        for (var article = 0; article < revision.Articles.Count; article++)
        {
            if (!isMeant(article)) continue;
            var run = revision.Articles.RunOf(article);
            Bitmaps.SetRun(bits, run.Start, run.Count);
        }

        return _sets.SetOf(bits);
    }

    private ClaimSet StandingAt(Int128 moment)
    {
        var dates = revision.StatedDates;
        var ended = revision.Dates.CountEnded(moment);
        var bits = _sets.RentBitmap();
        dates.MarkBelow(ended, bits);
        foreach (var (claim, superseding) in revision.Supersessions)
        {
            if (dates[superseding] < ended) bits[claim >> 6] &= ~(1UL << claim);
        }

        return _sets.SetOf(bits);
    }

    private Condition Without(ClaimSet set)
    {
        if (set.Count == 0) return new(revision.AllClaims);
        return new(set, isWithout: true, revision.ClaimCount - set.Count);
    }
}
