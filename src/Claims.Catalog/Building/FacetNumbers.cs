using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// Numbers every value of every facet of a revision that is being made: see <see cref="FacetValues"/>. Immutable.
/// </summary>
internal sealed class FacetNumbers
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
        SizeOf(typeof(SourceKind)),
        SizeOf(typeof(Identification)),
        SizeOf(typeof(AttributionKind)),
        (int)Facet.AlternativeCue + 1,
    ];

    private readonly int[] _starts = new int[(int)Facet.AlternativeCue + 1];
    private readonly FacetTexts _texts = new();
    private readonly int[] _placesAbove;

    /// <param name="heads">What there is; its order numbers it.</param>
    /// <param name="parts">What has cues; the order in which they are met numbers these.</param>
    public FacetNumbers(CorpusHeads heads, IEnumerable<Part> parts)
    {
        foreach (var topic in heads.Topics) _texts[Facet.Topic].Add(topic.Slug);
        foreach (var place in heads.Places)
        {
            _texts[Facet.Place].Add(place.Slug);
            if (place.CountryCode.Length > 0) _texts[Facet.Country].Add(place.CountryCode);
        }

        foreach (var source in heads.Sources) _texts[Facet.Source].Add(source.Name);
        foreach (var cues in parts.Select(part => part.TextsOf(Facet.Cue)))
        {
            for (var cue = 0; cue < cues.Count; cue++) _texts[Facet.Cue].Add(cues[cue]);
        }

        _placesAbove = [.. heads.Places.Select(place => _texts[Facet.Place].Find(System.Text.Encoding.UTF8.GetBytes(place.Within)))];

        var next = 0;
        for (var facet = 0; facet < _starts.Length; facet++)
        {
            _starts[facet] = next;
            next += SizeOf((Facet)facet);
        }

        Count = next;
    }

    /// <summary>How many values there are.</summary>
    public int Count { get; }

    /// <summary>The number of a facet's first value.</summary>
    public int Start(Facet facet) => _starts[(int)facet];

    /// <summary>What each place lies in.</summary>
    public PlaceForest PlacesAbove => new(Start(Facet.Place), _placesAbove);

    /// <summary>The numbers here of the values of a part, facet by facet, each by its number there.</summary>
    public int[][] NumbersOf(Part part)
    {
        var numbers = new int[_starts.Length][];
        for (var facet = 0; facet < numbers.Length; facet++)
        {
            numbers[facet] = (Facet)facet < Facet.Speaker
                ? [.. Enumerable.Range(_starts[facet], _enumSizes[facet])]
                : NumbersOf((Facet)facet, part.TextsOf((Facet)facet));
        }

        return numbers;
    }

    /// <summary>Writes all.</summary>
    public void Write(SectionWriter sections)
    {
        sections.Add([.. _starts, Count]);
        _texts[Facet.Topic].Write(sections);
        _texts[Facet.Place].Write(sections);
        _texts[Facet.Country].Write(sections);
        _texts[Facet.Cue].Write(sections);
        sections.Add(_placesAbove);
    }

    private int[] NumbersOf(Facet facet, TextList texts)
    {
        var table = _texts[facet];
        var numbers = new int[texts.Count];
        for (var text = 0; text < numbers.Length; text++)
        {
            numbers[text] = _starts[(int)facet] + table.Find(texts[text]);
        }

        return numbers;
    }

    private int SizeOf(Facet facet) => facet < Facet.Speaker ? _enumSizes[(int)facet] : _texts[facet].Count;

    // They come in order.
    private static int SizeOf(Type type) => ((int[])Enum.GetValuesAsUnderlyingType(type))[^1] + 1;
}
