using System.Collections.Concurrent;
using System.Globalization;
using Claims.V1;
using Google.Protobuf.WellKnownTypes;
using NodaTime;

namespace Claims.Tests.Catalog;

/// <summary>
/// What the contract's comments promise, as plain loops over messages: what the catalog must agree with. It shares nothing
/// with the catalog but the messages.
/// </summary>
/// <param name="content">The messages, as served.</param>
internal sealed class NaiveCatalog(CorpusContent content)
{
    private static readonly ConcurrentDictionary<(string Edtf, string TimeZone), (Timestamp Start, Timestamp End)>
        _known = new();

    private readonly Dictionary<string, Article> _articles =
        ByEveryName(content.Articles, article => [article.Name, .. article.FormerNames]);
    private readonly Dictionary<string, Source> _sources =
        ByEveryName(content.Sources, source => [source.Name, .. source.FormerNames]);
    private readonly Dictionary<string, Place> _places = content.Places.ToDictionary(place => place.Slug);
    private readonly ILookup<string, Claim> _superseding = content.Claims
        .SelectMany(claim => claim.Relations, (claim, relation) => (claim, relation))
        .Where(pair => pair.relation.Type == RelationType.Supersedes)
        .ToLookup(pair => pair.relation.Claim, pair => pair.claim);

    public Article ArticleOf(Claim claim) => _articles[claim.Name[..claim.Name.IndexOf("/claims/", StringComparison.Ordinal)]];

    /// <summary>The claims of a parent that match a filter, in order.</summary>
    public List<Claim> List(string parent, ClaimFilter filter, string orderBy)
    {
        var matches = new List<Claim>();
        foreach (var claim in content.Claims)
        {
            if (parent != "articles/-" && ArticleOf(claim) != _articles[parent]) continue;
            if (Matches(claim, filter)) matches.Add(claim);
        }

        string[] keys = [.. orderBy.Length == 0 ? [] : orderBy.Split(','), "position", "name"];
        matches.Sort((a, b) => Compare(a, b, keys));
        return matches;
    }

    public bool Matches(Claim claim, ClaimFilter filter)
    {
        List<Attribution> readings = [claim.Attribution];
        if (filter.IncludeAlternatives) readings.AddRange(claim.Alternatives.Select(alternative => alternative.Attribution));
        var lasts = readings.ConvertAll(reading => reading.Steps[^1]);
        var passedOn = readings.SelectMany(reading => reading.Steps.Count > 1 ? reading.Steps.Skip(1) : reading.Steps).ToList();
        var speakers = lasts.SelectMany(last => last.Speakers).ToList();
        return Any(filter.Speakers, name => speakers.Any(speaker => speaker.Source == CurrentName(name)))
            && Any(filter.Sources, name => passedOn.Any(step =>
                step.Speakers.Any(speaker => speaker.Source == CurrentName(name))))
            && Any(filter.Affiliations, name => passedOn.Any(step =>
                step.Speakers.Any(speaker => ToTheTop(speaker.Source).Contains(CurrentName(name)))))
            && Any(filter.SourceKinds, kind => speakers.Any(speaker => speaker.Kind == kind))
            && Any(filter.Identifications, value => speakers.Any(speaker => speaker.Identification == value))
            && Any(filter.AttributionKinds, kind => lasts.Any(last => last.Kind == kind))
            && Any(filter.Scopes, scope => claim.Attribution.Scope == scope)
            && Any(filter.Cues, cue => lasts.Any(last => last.Cue == cue))
            && Any(filter.Polarities, polarity => claim.Stance.Polarity == polarity)
            && Any(filter.Certainties, certainty => claim.Stance.Certainty == certainty)
            && Any(filter.Forces, force => claim.Stance.Force == force)
            && Any(filter.Topics, slug => claim.Topics.Any(topic => topic.Topic == slug))
            && Any(filter.Places, slug => PlacesOf(claim).Any(place => place.Slug == slug))
            && Any(filter.CountryCodes, code => claim.Places.Any(place => place.CountryCode == code))
            && Any(filter.RelationTypes, type => claim.Relations.Any(relation => relation.Type == type))
            && (!filter.HasPresupposed || claim.Presupposed == filter.Presupposed)
            && (filter.StatedDuring.Length == 0 || Overlap(claim.StatedDate, filter.StatedDuring))
            && (filter.EventDuring.Length == 0 || Overlap(claim.EventDate, filter.EventDuring))
            && MatchesArticle(ArticleOf(claim), filter.Publishers, filter.Languages, filter.PublishedDuring)
            && (filter.StandingAt is null || Stands(claim, filter.StandingAt))
            && filter.AllOf.All(inner => Matches(claim, inner))
            && (filter.AnyOf.Count == 0 || filter.AnyOf.Any(inner => Matches(claim, inner)))
            && !filter.NoneOf.Any(inner => Matches(claim, inner));
    }

    /// <summary>Whether an article is of any of some publishers, in any of some languages, of a time.</summary>
    public bool MatchesArticle(
        Article article, IReadOnlyCollection<string> publishers, IReadOnlyCollection<string> languages, string publishedDuring) =>
        Any(publishers, name => article.Publisher == CurrentName(name))
        && Any(languages, range => $"{article.Language}-".StartsWith($"{range}-", StringComparison.OrdinalIgnoreCase))
        && (publishedDuring.Length == 0 || Overlap(article.PublishedDate, publishedDuring));

    /// <summary>The values of a claim in a dimension, each with what to call it.</summary>
    public IEnumerable<(string Value, string DisplayName)> ValuesOf(
        Claim claim, Dimension dimension)
    {
        var last = claim.Attribution.Steps[^1];
        return (dimension switch
        {
            Dimension.Speaker => last.Speakers.Select(speaker => (speaker.Source, _sources[speaker.Source].DisplayName)),
            Dimension.SourceKind => last.Speakers.Select(speaker => Named("SOURCE_KIND", speaker.Kind)),
            Dimension.Identification => last.Speakers.Select(speaker => Named("IDENTIFICATION", speaker.Identification)),
            Dimension.AttributionKind => [Named("ATTRIBUTION_KIND", last.Kind)],
            Dimension.Polarity => [Named("POLARITY", claim.Stance.Polarity)],
            Dimension.Certainty => [Named("CERTAINTY", claim.Stance.Certainty)],
            Dimension.Force => [Named("FORCE", claim.Stance.Force)],
            Dimension.Article => [(ArticleOf(claim).Name, ArticleOf(claim).Title)],
            Dimension.Topic => claim.Topics.Select(topic => (topic.Topic, topic.DisplayName)),
            Dimension.Place => PlacesOf(claim).Select(place => (place.Slug, place.DisplayName)),
            Dimension.Country => claim.Places.Where(place => place.CountryCode.Length > 0).Select(place => (place.CountryCode, place.CountryCode)),
            Dimension.Cue => last.Cue.Length > 0 ? [(last.Cue, last.Cue)] : [],
            Dimension.Scope => claim.Attribution.Scope == 0 ? [] : [Named("ATTRIBUTION_SCOPE", claim.Attribution.Scope)],
            Dimension.RelationType => claim.Relations.Select(relation => Named("RELATION_TYPE", relation.Type)),
            Dimension.Presupposed => [claim.Presupposed ? ("true", "Presupposed") : ("false", "Asserted")],
            Dimension.StatedDay => [OfDay(claim.StatedDate)],
            Dimension.EventDay => claim.EventDate is null ? [] : [OfDay(claim.EventDate)],
            Dimension.StatedMonth => OfUnit(claim.StatedDate, "yyyy-MM"),
            Dimension.StatedYear => OfUnit(claim.StatedDate, "yyyy"),
            Dimension.EventMonth => OfUnit(claim.EventDate, "yyyy-MM"),
            Dimension.EventYear => OfUnit(claim.EventDate, "yyyy"),
            _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
        }).Distinct();
    }

    /// <summary>The groups of some claims by a dimension: the largest first, equal ones by value; or by value.</summary>
    public DimensionSummary Summarize(
        IReadOnlyCollection<Claim> matches, Dimension dimension, int top, bool byValue = false)
    {
        var groups = matches.SelectMany(claim => ValuesOf(claim, dimension))
            .GroupBy(value => value)
            .Select(group => new SummaryGroup
            {
                Value = group.Key.Value,
                DisplayName = group.Key.DisplayName,
                Count = group.Count(),
            })
            .OrderByDescending(group => byValue ? 0 : group.Count).ThenBy(group => group.Value, StringComparer.Ordinal)
            .ToList();
        return new()
        {
            Dimension = dimension,
            Groups = { groups.Take(top) },
            MoreGroups = Math.Max(0, groups.Count - top),
            Without = matches.Count(claim => !ValuesOf(claim, dimension).Any()),
        };
    }

    /// <summary>The groups of some claims by two dimensions.</summary>
    public CrossedSummary Cross(IReadOnlyCollection<Claim> matches, Dimension rows, Dimension columns, int topRows, int topColumns, bool byValue)
    {
        var crossed = new CrossedSummary
        {
            Rows = Summarize(matches, rows, topRows, byValue),
            Columns = Summarize(matches, columns, topColumns, byValue),
        };
        crossed.Counts.Add(
            from row in crossed.Rows.Groups
            from column in crossed.Columns.Groups
            select matches.Count(claim => ValuesOf(claim, rows).Any(value => value.Value == row.Value)
                && ValuesOf(claim, columns).Any(value => value.Value == column.Value)));
        return crossed;
    }

    // What it is in words is the catalog's to say, and asked for in a test of its own.
    private static (string Value, string DisplayName) OfDay(EdtfDate date) => (date.Edtf, Claims.Catalog.EdtfWords.Of(date.Edtf));

    // The month or year in which all of a date is.
    private static IEnumerable<(string Value, string DisplayName)> OfUnit(EdtfDate? date, string unit)
    {
        if (date is null) yield break;
        var (start, end) = PlainDates.Bounds(date.Edtf);
        var (first, last) = (start.ToString(unit, CultureInfo.InvariantCulture), end.AddTicks(-1).ToString(unit, CultureInfo.InvariantCulture));
        if (first == last) yield return (first, Claims.Catalog.EdtfWords.Of(first));
    }

    /// <summary>
    /// The claims reached from a claim, by how many relations away they are; the claim itself alone in the first of the lists.
    /// </summary>
    public List<List<Claim>> Trace(Claim start, IReadOnlyCollection<RelationType> types)
    {
        var byDistance = new List<List<Claim>> { new() { start } };
        var seen = new HashSet<string> { start.Name };
        while (byDistance[^1].Count > 0)
        {
            var names = byDistance[^1].Select(claim => claim.Name).ToHashSet();
            byDistance.Add([.. content.Claims.Where(claim => !seen.Contains(claim.Name) && content.Claims.Any(other => names.Contains(other.Name)
                && (Followed(claim, other.Name) || Followed(other, claim.Name))))]);
            seen.UnionWith(byDistance[^1].Select(claim => claim.Name));
        }

        byDistance.RemoveAt(byDistance.Count - 1);
        return byDistance;

        bool Followed(Claim from, string to) =>
            from.Relations.Any(relation => relation.Claim == to && (types.Count == 0 || types.Contains(relation.Type)));
    }

    /// <summary>
    /// The independent origins of a claim, as TraceClaimResponse explains them: the sources and claims of each, sorted.
    /// </summary>
    public List<(string Sources, string Claims)> OriginsOf(Claim start)
    {
        var corroborating = content.Claims.Where(claim => claim.Name == start.Name
            || claim.Relations.Any(relation => relation.Type == RelationType.Corroborates && relation.Claim == start.Name)
            || start.Relations.Any(relation => relation.Type == RelationType.Corroborates && relation.Claim == claim.Name));
        var voices = new List<(HashSet<string> Roots, string Claim)>();
        foreach (var claim in corroborating)
        {
            var step = claim.Attribution.Steps[^1];
            var publisher = _sources[ArticleOf(claim).Publisher].Name;
            var roots = step.Speakers.Where(speaker => step.Speakers.Count == 1 || speaker.Source != publisher)
                .Select(speaker => ToTheTop(speaker.Source)[^1]);
            if (step.Joint == JointMode.Each) voices.AddRange(roots.Select(root => (new HashSet<string> { root }, claim.Name)));
            else voices.Add(([.. roots], claim.Name));
        }

        // Of voices that are joint, only those count of which no source counts singly, and all those that share one as one.
        var single = voices.Where(voice => voice.Roots.Count == 1).SelectMany(voice => voice.Roots).ToHashSet();
        var origins = single.Select(root => new HashSet<string> { root }).ToList();
        foreach (var (roots, _) in voices.Where(voice => !voice.Roots.Overlaps(single)))
        {
            var joined = new HashSet<string>(roots);
            foreach (var sharing in origins.Where(origin => origin.Overlaps(roots)).ToList())
            {
                joined.UnionWith(sharing);
                origins.Remove(sharing);
            }

            origins.Add(joined);
        }

        return [.. origins.Select(origin => (
            string.Join(' ', origin.Order(StringComparer.Ordinal)),
            string.Join(' ', voices.Where(voice => CountedOf(voice.Roots).Overlaps(origin)).Select(voice => voice.Claim)
                .Distinct().Order(StringComparer.Ordinal)))).Order()];

        HashSet<string> CountedOf(HashSet<string> roots) => roots.Overlaps(single) ? [.. roots.Intersect(single)] : roots;
    }

    /// <summary>A source and what it is affiliated with, to the top.</summary>
    private List<string> ToTheTop(string name)
    {
        var names = new List<string>();
        for (var at = name; at.Length > 0; at = _sources[at].Affiliation) names.Add(_sources[at].Name);
        return names;
    }

    // Of a source that there is not, the name asked for, which no speaker has.
    private string CurrentName(string name) => _sources.GetValueOrDefault(name)?.Name ?? name;

    // Those it is about, and those that these lie in.
    private IEnumerable<Place> PlacesOf(Claim claim)
    {
        foreach (var mention in claim.Places)
        {
            for (var slug = mention.Place; slug.Length > 0; slug = _places[slug].Within) yield return _places[slug];
        }
    }

    private bool Stands(Claim claim, Timestamp moment) =>
        HasEnded(claim, moment) && !_superseding[claim.Name].Any(other => HasEnded(other, moment));

    private static bool HasEnded(Claim claim, Timestamp moment) =>
        BoundsOf(claim.StatedDate).End is { } end
            && (end.Seconds, end.Nanos).CompareTo((moment.Seconds, moment.Nanos)) <= 0;

    // Of an end that is unknown, the other's: its calendar's, from midnight to midnight in its time zone.
    private static (Timestamp? Earliest, Timestamp? End) BoundsOf(EdtfDate date)
    {
        if (date.Edtf[0] != '/' && date.Edtf[^1] != '/') return (date.EarliestTime, date.EndTime);
        var (start, end) = _known.GetOrAdd((date.Edtf, date.TimeZone), static key =>
        {
            var (start, end) = PlainDates.Bounds(key.Edtf.Trim('/'));
            return (Midnight(start), Midnight(end));

            Timestamp Midnight(DateTime day) => Timestamp.FromDateTime(LocalDateTime.FromDateTime(day)
                .InZoneLeniently(DateTimeZoneProviders.Tzdb[key.TimeZone]).ToDateTimeUtc());
        });
        return (date.EarliestTime ?? start, date.EndTime ?? end);
    }

    private static bool Any<T>(IReadOnlyCollection<T> values, Func<T, bool> isMet) => values.Count == 0 || values.Any(isMet);

    private static bool Overlap(EdtfDate? date, string during) => date is not null && PlainDates.Overlap(date.Edtf, during);

    private int Compare(Claim a, Claim b, string[] keys)
    {
        foreach (var key in keys)
        {
            var isDescending = key.EndsWith(" desc", StringComparison.Ordinal);
            int order;
            switch (key.Split(' ')[0])
            {
                case "position":
                    order = ComparePositions(a, b);
                    break;
                case "stated_date":
                    order = CompareDates(a.StatedDate, b.StatedDate);
                    break;
                case "event_date" when a.EventDate is null || b.EventDate is null:
                    // Last, whichever way.
                    order = (a.EventDate is null).CompareTo(b.EventDate is null);
                    isDescending = false;
                    break;
                case "event_date":
                    order = CompareDates(a.EventDate, b.EventDate);
                    break;
                default:
                    order = string.CompareOrdinal(a.Name, b.Name);
                    break;
            }

            if (order != 0) return isDescending ? -order : order;
        }

        return 0;
    }

    private int ComparePositions(Claim a, Claim b)
    {
        var (articleA, articleB) = (ArticleOf(a), ArticleOf(b));
        var order = CompareDates(articleB.PublishedDate, articleA.PublishedDate);
        if (order == 0) order = string.CompareOrdinal(articleA.Name, articleB.Name);
        return order != 0 ? order : a.Locators.Min(Place).CompareTo(b.Locators.Min(Place));

        static (int, int, int) Place(Locator locator) => (
            locator.HasParagraph ? locator.Paragraph : -1,
            locator.HasStart ? locator.Start : -1,
            locator.HasEnd ? locator.End : -1);
    }

    private static int CompareDates(EdtfDate a, EdtfDate b)
    {
        var (boundsA, boundsB) = (BoundsOf(a), BoundsOf(b));
        var order = Moment(boundsA.Earliest, long.MinValue).CompareTo(Moment(boundsB.Earliest, long.MinValue));
        return order != 0 ? order : Moment(boundsA.End, long.MaxValue).CompareTo(Moment(boundsB.End, long.MaxValue));

        static (long, int) Moment(Timestamp? time, long open) => time is null ? (open, 0) : (time.Seconds, time.Nanos);
    }

    // SOURCE_KIND_STATE_MEDIA, "State media".
    private static (string Value, string DisplayName) Named<T>(string prefix, T value)
        where T : struct, System.Enum
    {
        var words = System.Text.RegularExpressions.Regex.Replace($"{value}", "(?<=[a-z])[A-Z]", letter => $" {letter}");
        return ($"{prefix}_{words.Replace(' ', '_').ToUpperInvariant()}", words[..1] + words[1..].ToLowerInvariant());
    }

    private static Dictionary<string, T> ByEveryName<T>(IEnumerable<T> items, Func<T, IEnumerable<string>> names) =>
        items.SelectMany(names, (item, name) => (item, name)).ToDictionary(pair => pair.name, pair => pair.item);
}
