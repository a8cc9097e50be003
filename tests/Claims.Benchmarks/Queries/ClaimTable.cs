using Claims.Catalog;
using Claims.V1;
using NodaTime;

namespace Claims.Benchmarks.Queries;

/// <summary>
/// All claims of a revision as rows, read from the messages by the contract's words and by none of the catalog's indexes.
/// </summary>
internal sealed class ClaimTable
{
    private readonly Dictionary<string, int> _articles;
    private readonly Dictionary<string, int> _sources;
    private readonly Dictionary<string, int> _topics;
    private readonly Dictionary<string, int> _places;
    private readonly Dictionary<string, int> _countries = [];
    private readonly Dictionary<string, int> _cues = [];
    private readonly SourceTable _allSources;

    // What each place lies in; -1 where there is nothing.
    private readonly int[] _within;
    private readonly Dictionary<string, Edtf> _edtf = [];

    public ClaimTable(Revision revision)
    {
        Revision = revision;
        _allSources = revision.Sources;
        _articles = Numbered(revision.Articles.Select(article => article.Name));
        _sources = Numbered(revision.Sources.Select(source => source.Name));
        _topics = Numbered(revision.Topics.Select(topic => topic.Slug));
        _places = Numbered(revision.Places.Select(place => place.Slug));
        _within = [.. revision.Places.Select(place => _places.GetValueOrDefault(place.Within, -1))];
        Rows = new ClaimRow[revision.ClaimCount];
        var numbers = new Dictionary<string, int>(Rows.Length);
        var supersessions = new List<(int Claim, string Superseded)>();
        for (var id = 0; id < Rows.Length; id++)
        {
            var claim = revision.Encodings.Decode(id);
            Rows[id] = RowOf(id, claim);
            numbers.Add(claim.Name, id);
            foreach (var relation in claim.Relations.Where(relation => relation.Type == RelationType.Supersedes))
            {
                supersessions.Add((id, relation.Claim));
            }
        }

        foreach (var (claim, superseded) in supersessions)
        {
            var row = Rows[numbers[superseded]];
            row.SupersededFrom = Math.Min(row.SupersededFrom, Rows[claim].Stated.Until);
        }
    }

    public Revision Revision { get; }

    public ClaimRow[] Rows { get; }

    /// <summary>The number of a text that a filter names, or -1 where nothing is called so.</summary>
    public int NumberOf(Single column, string text) =>
        (column == Single.Article ? _articles : _cues).GetValueOrDefault(text, -1);

    /// <summary>The number of a text that a filter names, or -1 where nothing is called so.</summary>
    public int NumberOf(Several column, string text) => TextsOf(column).GetValueOrDefault(text, -1);

    /// <summary>The value that as many claims have as comes nearest to a count, the first by number of several.</summary>
    public string Nearest(Single column, int count) =>
        Nearest(column == Single.Article ? _articles : _cues, Rows.Select(row => row.Singles[(int)column]), count);

    /// <summary>The same of what a claim can have several of.</summary>
    public string Nearest(Several column, int count, Func<string, bool>? where = null) =>
        Nearest(TextsOf(column), Rows.SelectMany(row => row.Severals[(int)column]), count, where);

    private static string Nearest(
        Dictionary<string, int> texts, IEnumerable<int> values, int count, Func<string, bool>? where = null)
    {
        var counts = values.CountBy(value => value).ToDictionary();
        return texts.Where(text => counts.ContainsKey(text.Value) && where?.Invoke(text.Key) != false)
            .MinBy(text => (Math.Abs(counts[text.Value] - count), text.Value)).Key;
    }

    private Dictionary<string, int> TextsOf(Several column) => column switch
    {
        Several.Topic => _topics,
        Several.Place => _places,
        Several.Country => _countries,
        _ => _sources,
    };

    private ClaimRow RowOf(int id, Claim claim)
    {
        var steps = claim.Attribution.Steps;
        var last = steps[^1];
        var sources = (steps.Count == 1 ? steps : steps.Skip(1))
            .SelectMany(step => step.Speakers).Select(speaker => _sources[speaker.Source]).Distinct().ToArray();
        var singles = new int[Enum.GetValues<Single>().Length];
        singles[(int)Single.Article] = _articles[ResourceName.ArticleOf(claim.Name)];
        singles[(int)Single.AttributionKind] = (int)last.Kind;
        singles[(int)Single.Scope] = (int)claim.Attribution.Scope;
        singles[(int)Single.Cue] = Number(_cues, last.Cue);
        singles[(int)Single.Polarity] = (int)claim.Stance.Polarity;
        singles[(int)Single.Certainty] = (int)claim.Stance.Certainty;
        singles[(int)Single.Force] = (int)claim.Stance.Force;
        singles[(int)Single.Presupposed] = claim.Presupposed ? 1 : 0;
        var severals = new int[Enum.GetValues<Several>().Length][];
        Set(Several.Speaker, last.Speakers.Select(speaker => _sources[speaker.Source]));
        Set(Several.Source, sources);
        Set(Several.Affiliation, sources.SelectMany(WithAffiliations));
        Set(Several.SourceKind, last.Speakers.Select(speaker => (int)speaker.Kind));
        Set(Several.Identification, last.Speakers.Select(speaker => (int)speaker.Identification));
        Set(Several.Topic, claim.Topics.Select(topic => _topics[topic.Topic]));
        Set(Several.Place, claim.Places.SelectMany(place => Outwards(_places[place.Place])));
        Set(Several.Country, claim.Places.Where(place => place.CountryCode.Length > 0)
            .Select(place => Number(_countries, place.CountryCode)));
        Set(Several.RelationType, claim.Relations.Select(relation => (int)relation.Type));
        return new(id, claim.Name, singles, severals, SpanOf(claim.StatedDate), SpanOf(claim.EventDate));

        void Set(Several column, IEnumerable<int> values) => severals[(int)column] = [.. values.Distinct()];
    }

    private IEnumerable<int> WithAffiliations(int source)
    {
        yield return source;
        while (_allSources[source].Affiliation is { Length: > 0 } affiliation) yield return source = _sources[affiliation];
    }

    // A place, and all that it lies in.
    private IEnumerable<int> Outwards(int place)
    {
        for (; place >= 0; place = _within[place]) yield return place;
    }

    private DateSpan SpanOf(EdtfDate? date)
    {
        if (date is null) return DateSpan.Unset;
        if (!_edtf.TryGetValue(date.Edtf, out var edtf)) _edtf.Add(date.Edtf, edtf = Edtf.Parse(date.Edtf));

        // Of an end that is unknown, the other's.
        var (from, until) = (date.EarliestTime, date.EndTime);
        if (edtf.IsStartUnknown || edtf.IsEndUnknown)
        {
            var known = edtf.KnownTimestamps(DateTimeZoneProviders.Tzdb[date.TimeZone]);
            (from, until) = (from ?? known.EarliestTime, until ?? known.EndTime);
        }

        return new(edtf.Start, edtf.End,
            from is null ? long.MinValue : DateSpan.Seconds(from),
            until is null ? long.MaxValue : DateSpan.Seconds(until));
    }

    private static int Number(Dictionary<string, int> numbers, string text)
    {
        if (!numbers.TryGetValue(text, out var number)) numbers.Add(text, number = numbers.Count);
        return number;
    }

    private static Dictionary<string, int> Numbered(IEnumerable<string> texts) =>
        texts.Select((text, number) => (text, number)).ToDictionary(item => item.text, item => item.number);
}
