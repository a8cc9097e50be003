using Claims.Catalog.Stored;

namespace Claims.Catalog.Building;

/// <summary>
/// Numbers the values of facets as one part has them: the facet above, and below it an enum's value, or as which of its
/// texts one was met first. Not thread-safe.
/// </summary>
internal sealed class PartFacets : IFacetNumbers
{
    private const int ValueBits = 26;
    private const int ValueMask = (1 << ValueBits) - 1;

    private readonly FacetTexts _texts = new();

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
    public int Of(Facet facet, ReadOnlySpan<byte> text) => Of(facet, _texts[facet].Add(text));

    /// <summary>Removes all texts.</summary>
    public void Clear() => _texts.Clear();

    /// <summary>Writes the texts, as <see cref="Part.TextsOf"/> has them.</summary>
    public void Write(SectionWriter sections) => _texts.Write(sections);
}
