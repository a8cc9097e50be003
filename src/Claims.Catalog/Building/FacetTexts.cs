using Claims.Catalog.Stored;

namespace Claims.Catalog.Building;

/// <summary>
/// The texts of those facets whose values are texts, each numbered as it was met. Speakers and sources share theirs, and so do
/// alternatives with what they are alternatives of. Not thread-safe.
/// </summary>
internal sealed class FacetTexts
{
    /// <summary>How many tables there are.</summary>
    public const int Count = 5;

    private readonly Utf8Table[] _tables = [.. Enumerable.Range(0, Count).Select(_ => new Utf8Table())];

    /// <summary>The table of a facet.</summary>
    public Utf8Table this[Facet facet] => _tables[NumberOf(facet)];

    /// <summary>Which of the tables a facet has, in the order in which they are written.</summary>
    public static int NumberOf(Facet facet) => facet switch
    {
        Facet.Speaker or Facet.Source or Facet.AlternativeSpeaker or Facet.AlternativeSource => 0,
        Facet.Topic => 1,
        Facet.Place => 2,
        Facet.Country => 3,
        Facet.Cue or Facet.AlternativeCue => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(facet), facet, "Its values are no texts."),
    };

    /// <summary>Removes all texts.</summary>
    public void Clear()
    {
        foreach (var table in _tables) table.Clear();
    }

    /// <summary>Writes the tables, a <see cref="TextList"/> each.</summary>
    public void Write(SectionWriter sections)
    {
        foreach (var table in _tables) table.WriteList(sections);
    }
}
