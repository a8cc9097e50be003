using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// Numbers every value of every facet of a revision that is being made: see <see cref="FacetValues"/>. Cues are known only
/// once all parts are looked at, and come last. Not thread-safe.
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
    ];

    private readonly int[] _starts = new int[(int)Facet.Cue + 1];
    private readonly FacetTexts _texts = new();
    private readonly int[] _placesAbove;

    /// <param name="heads">What there is; its order numbers it.</param>
    public FacetNumbers(CorpusHeads heads)
    {
        foreach (var topic in heads.Topics) _texts[Facet.Topic].Add(topic.Slug);
        foreach (var place in heads.Places)
        {
            _texts[Facet.Place].Add(place.Slug);
            if (place.CountryCode.Length > 0) _texts[Facet.Country].Add(place.CountryCode);
        }

        foreach (var source in heads.Sources) _texts[Facet.Source].Add(source.Name);
        _placesAbove = [.. heads.Places.Select(place => _texts[Facet.Place].Find(System.Text.Encoding.UTF8.GetBytes(place.Within)))];

        var next = 0;
        for (var facet = 0; facet < _starts.Length; facet++)
        {
            _starts[facet] = next;
            next += (Facet)facet switch
            {
                Facet.Cue => 0,
                < Facet.Speaker => _enumSizes[facet],
                var named => _texts[named].Count,
            };
        }
    }

    /// <summary>How many values there are so far.</summary>
    public int Count => Start(Facet.Cue) + _texts[Facet.Cue].Count;

    /// <summary>The number of a facet's first value.</summary>
    public int Start(Facet facet) => _starts[(int)facet];

    /// <summary>What each place lies in.</summary>
    public PlaceForest PlacesAbove => new(Start(Facet.Place), _placesAbove);

    /// <summary>The numbers here of the values of a part, facet by facet, each by its number there; of cues, new ones are
    /// added.</summary>
    public int[][] NumbersOf(Part part)
    {
        var numbers = new int[(int)Facet.Cue + 1][];
        for (var facet = 0; facet < numbers.Length; facet++)
        {
            numbers[facet] = (Facet)facet < Facet.Speaker
                ? [.. Enumerable.Range(_starts[facet], _enumSizes[facet])]
                : NumbersOf((Facet)facet, part.TextsOf((Facet)facet));
        }

        return numbers;
    }

    /// <summary>Writes all, once all parts are looked at.</summary>
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
            numbers[text] = _starts[(int)facet] + (facet == Facet.Cue ? table.Add(texts[text]) : table.Find(texts[text]));
        }

        return numbers;
    }

    // They come in order.
    private static int SizeOf(Type type) => ((int[])Enum.GetValuesAsUnderlyingType(type))[^1] + 1;
}
