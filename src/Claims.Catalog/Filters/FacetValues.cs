using System.Text;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// What claims can be told apart by, one posting list a value.
/// </summary>
internal enum Facet
{
    SourceKind,
    Identification,
    AttributionKind,
    Scope,
    Polarity,
    Certainty,
    Force,
    RelationType,
    Presupposed,
    Speaker,
    Source,
    Topic,
    Place,
    Country,
    Cue,
}

/// <summary>
/// Numbers every value of every facet, so that postings are found by one number: the values of a facet are a run. Cues are
/// known only once all claims are, and come last. Immutable once sealed.
/// </summary>
internal sealed class FacetValues
{
    // One more than the greatest value of each enum, so that a value is its own offset.
    private static readonly int[] _enumSizes =
    [
        SizeOf(typeof(SourceKind)),
        SizeOf(typeof(Identification)),
        SizeOf(typeof(AttributionKind)),
        SizeOf(typeof(AttributionScope)),
        SizeOf(typeof(Polarity)),
        SizeOf(typeof(Certainty)),
        SizeOf(typeof(Force)),
        SizeOf(typeof(RelationType)),
        2,
    ];

    private readonly int[] _starts = new int[(int)Facet.Cue + 1];
    private readonly Utf8Table _sources = new();
    private readonly Utf8Table _topics = new();
    private readonly Utf8Table _places = new();
    private readonly Utf8Table _countries = new();

    /// <param name="topics">All topics; their order numbers them.</param>
    /// <param name="places">All places; their order numbers them.</param>
    /// <param name="sources">All sources; their order numbers them.</param>
    public FacetValues(IReadOnlyList<Topic> topics, IReadOnlyList<ListedPlace> places, IReadOnlyList<Source> sources)
    {
        foreach (var topic in topics) Add(_topics, topic.Slug);
        foreach (var place in places)
        {
            Add(_places, place.Slug);
            if (place.CountryCode.Length > 0) Add(_countries, place.CountryCode);
        }

        foreach (var source in sources) Add(_sources, source.Name);

        var next = 0;
        for (var facet = 0; facet < _starts.Length; facet++)
        {
            _starts[facet] = next;
            next += (Facet)facet switch
            {
                Facet.Speaker or Facet.Source => sources.Count,
                Facet.Topic => topics.Count,
                Facet.Place => places.Count,
                Facet.Country => _countries.Count,
                Facet.Cue => 0,
                _ => _enumSizes[facet],
            };
        }

        static void Add(Utf8Table table, string text) => table.Add(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The cues, once all claims are known.</summary>
    public Utf8Table Cues { get; } = new();

    /// <summary>How many values there are.</summary>
    public int Count => Start(Facet.Cue) + Cues.Count;

    /// <summary>The number of a facet's first value.</summary>
    public int Start(Facet facet) => _starts[(int)facet];

    /// <summary>The number behind a facet's last value.</summary>
    public int End(Facet facet) => facet == Facet.Cue ? Count : _starts[(int)facet + 1];

    /// <summary>
    /// By which names a value is searched, a speaker's, a topic's or a place's, where those of all sources, topics and places
    /// are numbered in this order; -1 for other values.
    /// </summary>
    public int NamesOf(int value)
    {
        if (value < Start(Facet.Speaker) || value >= Start(Facet.Country)) return -1;
        if (value < Start(Facet.Source)) return value - Start(Facet.Speaker);

        // Those of topics and places stand behind those of sources in both.
        return value < Start(Facet.Topic) ? -1 : value - Start(Facet.Source);
    }

    /// <summary>The number of an enum's value.</summary>
    public int Of(Facet facet, int value) => _starts[(int)facet] + value;

    /// <summary>The number of a value that is a text, or -1 where it is unknown.</summary>
    public int Of(Facet facet, ReadOnlySpan<byte> text)
    {
        var value = TableOf(facet).Find(text);
        return value < 0 ? -1 : _starts[(int)facet] + value;
    }

    private Utf8Table TableOf(Facet facet) => facet switch
    {
        Facet.Speaker or Facet.Source => _sources,
        Facet.Topic => _topics,
        Facet.Place => _places,
        Facet.Country => _countries,
        _ => Cues,
    };

    // They come in order.
    private static int SizeOf(Type type) => ((int[])Enum.GetValuesAsUnderlyingType(type))[^1] + 1;
}
