using Claims.Catalog.Stored;

namespace Claims.Catalog.Building;

/// <summary>
/// Numbers the values of facets as one part has them: the facet above, and below it an enum's value, or as which of its
/// texts one was met first. Not thread-safe.
/// </summary>
internal sealed class PartFacets : IFacetNumbers
{
    private const int ValueBits = 27;
    private const int ValueMask = (1 << ValueBits) - 1;

    private readonly Utf8Table _sources = new();
    private readonly Utf8Table _topics = new();
    private readonly Utf8Table _places = new();
    private readonly Utf8Table _countries = new();
    private readonly Utf8Table _cues = new();

    private Utf8Table[] Tables => [_sources, _topics, _places, _countries, _cues];

    /// <summary>The facet of a number.</summary>
    public static Facet FacetOf(int number) => (Facet)(number >> ValueBits);

    /// <summary>Which of the facet's values it is.</summary>
    public static int ValueOf(int number) => number & ValueMask;

    /// <summary>By the names of which source, topic or place a speaker, topic or place is searched: three times its number, and
    /// 0, 1 or 2; -1 for other values.</summary>
    public static int NamesOf(int number) => FacetOf(number) switch
    {
        Facet.Speaker => 3 * ValueOf(number),
        Facet.Topic => (3 * ValueOf(number)) + 1,
        Facet.Place => (3 * ValueOf(number)) + 2,
        _ => -1,
    };

    /// <inheritdoc/>
    public int Of(Facet facet, int value) => ((int)facet << ValueBits) | value;

    /// <inheritdoc/>
    public int Of(Facet facet, ReadOnlySpan<byte> text) => Of(facet, TableOf(facet).Add(text));

    /// <summary>Removes all texts.</summary>
    public void Clear()
    {
        foreach (var table in Tables) table.Clear();
    }

    /// <summary>Writes the texts: those of sources, topics, places, countries and cues.</summary>
    public void Write(SectionWriter sections)
    {
        foreach (var table in Tables) table.WriteList(sections);
    }

    private Utf8Table TableOf(Facet facet) => facet switch
    {
        Facet.Speaker or Facet.Source => _sources,
        Facet.Topic => _topics,
        Facet.Place => _places,
        Facet.Country => _countries,
        _ => _cues,
    };
}
