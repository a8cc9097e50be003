using Claims.Catalog.Stored;

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
    AlternativeSourceKind,
    AlternativeIdentification,
    AlternativeAttributionKind,

    // By the number of a facet, the claims that have no value of it.
    Without,
    Speaker,
    Source,
    AlternativeSpeaker,
    AlternativeSource,
    Topic,
    Place,
    Country,
    Cue,
    AlternativeCue,
}

/// <summary>What of an attribution is a facet of the claim, and what of its alternatives.</summary>
internal static class AlternativeFacets
{
    /// <summary>The facet that has the values of alternatives; null where alternatives have none.</summary>
    public static Facet? Of(Facet facet) => facet switch
    {
        Facet.SourceKind => Facet.AlternativeSourceKind,
        Facet.Identification => Facet.AlternativeIdentification,
        Facet.AttributionKind => Facet.AlternativeAttributionKind,
        Facet.Speaker => Facet.AlternativeSpeaker,
        Facet.Source => Facet.AlternativeSource,
        Facet.Cue => Facet.AlternativeCue,
        _ => null,
    };
}

/// <summary>Numbers the values of facets.</summary>
internal interface IFacetNumbers
{
    /// <summary>The number of an enum's value.</summary>
    int Of(Facet facet, int value);

    /// <summary>The number of a value that is a text.</summary>
    int Of(Facet facet, ReadOnlySpan<byte> text);
}

/// <summary>
/// The values of all facets that a revision has, so numbered that postings are found by one number: the values of a facet
/// are a run. Immutable.
/// </summary>
internal sealed class FacetValues(SectionReader sections, SourceTable sources) : IFacetNumbers
{
    // Where each facet's values start; one entry more at the end.
    private readonly Section<int> _starts = sections.Read<int>();
    private readonly TextTable _topics = new(sections);
    private readonly TextTable _places = new(sections);
    private readonly TextTable _countries = new(sections);
    private readonly TextTable _cues = new(sections);
    private readonly Section<int> _placesAbove = sections.Read<int>();

    /// <summary>What each place lies in.</summary>
    public PlaceForest PlacesAbove => new(Start(Facet.Place), _placesAbove.Span);

    /// <summary>The place that one lies in, both counted among places, or -1.</summary>
    public int AbovePlace(int place) => _placesAbove[place];

    /// <summary>The slugs of topics, by number.</summary>
    public TextTable Topics => _topics;

    /// <summary>The slugs of places, by number.</summary>
    public TextTable Places => _places;

    /// <summary>The codes of countries, by number.</summary>
    public TextTable Countries => _countries;

    /// <summary>Cues, by number.</summary>
    public TextTable Cues => _cues;

    /// <summary>How many values there are.</summary>
    public int Count => _starts.Last;

    /// <summary>The number of a facet's first value.</summary>
    public int Start(Facet facet) => _starts[(int)facet];

    /// <summary>The number behind a facet's last value.</summary>
    public int End(Facet facet) => _starts[(int)facet + 1];

    /// <inheritdoc/>
    public int Of(Facet facet, int value) => _starts[(int)facet] + value;

    /// <summary>The number of a value that is a text, a source by the name it has; -1 where it is unknown.</summary>
    public int Of(Facet facet, ReadOnlySpan<byte> text)
    {
        var value = facet switch
        {
            Facet.Speaker or Facet.Source or Facet.AlternativeSpeaker or Facet.AlternativeSource => sources.FindCurrent(text),
            Facet.Topic => _topics.Find(text),
            Facet.Place => _places.Find(text),
            Facet.Country => _countries.Find(text),
            _ => _cues.Find(text),
        };
        return value < 0 ? -1 : _starts[(int)facet] + value;
    }
}
