using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// For each value of each facet, the claims that have it: those of frequent values as bitmaps, those of the others as
/// lists. Immutable.
/// </summary>
internal sealed class FacetPostings(SectionReader sections)
{
    /// <summary>The share of all claims from which on a bitmap takes less room than a list of four bytes a claim.</summary>
    public const int BitmapShare = 32;

    private readonly int _words = sections.Read<int>()[0];
    private readonly Section<int> _counts = sections.Read<int>();

    // Where in the lists a value's claims start; of a bitmap, which it is, counted from -1 downwards.
    private readonly Section<int> _starts = sections.Read<int>();
    private readonly Section<int> _lists = sections.Read<int>();
    private readonly Section<ulong> _bitmaps = sections.Read<ulong>();

    /// <summary>The claims that have a value.</summary>
    public ClaimSet this[int value] => _starts[value] is >= 0 and var start
        ? ClaimSet.List(_lists, start, _counts[value])
        : ClaimSet.Bitmap(_bitmaps, (-1 - _starts[value]) * _words, _words, _counts[value]);

    /// <summary>How many claims have a value.</summary>
    public int CountOf(int value) => _counts[value];

    /// <summary>Gathers the claims of each value.</summary>
    /// <param name="facets">The values.</param>
    /// <param name="layout">The claims.</param>
    /// <param name="numbers">Of each part, facet by facet, the numbers of its values.</param>
    /// <param name="work">Where they are gathered.</param>
    public static SetWriter Gather(FacetNumbers facets, RevisionLayout layout, int[][][] numbers, Workspace work)
    {
        var counts = new int[facets.Count];
        ForEachClaim((_, values) =>
        {
            foreach (var value in values) counts[value]++;
        });
        var writer = new SetWriter(layout.ClaimCount, counts, work);
        ForEachClaim((claim, values) =>
        {
            foreach (var value in values) writer.Add(value, claim);
        });
        return writer;

        void ForEachClaim(Action<int, ReadOnlySpan<int>> take)
        {
            var values = new Column<int>();
            layout.ForEachArticle((article, first, count) =>
            {
                var (part, map) = (article.Part, numbers[article.PartNumber]);
                for (var i = 0; i < count; i++)
                {
                    values.Clear();
                    foreach (var value in part.ValuesOf(article.FirstClaim + i, 1)) values.Add(NumberOf(map, value));
                    facets.PlacesAbove.AddAbove(values, 0);
                    take(first + i, values.Items);
                }
            });
        }
    }

    private static int NumberOf(int[][] numbers, int value) => numbers[(int)PartFacets.FacetOf(value)][PartFacets.ValueOf(value)];
}
