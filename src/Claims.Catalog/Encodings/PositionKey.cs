using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// Where in its article a claim stands: by its first locator, the earliest in the text, a whole paragraph before its parts,
/// and the whole article before its paragraphs.
/// </summary>
internal readonly record struct PositionKey(int Paragraph, int Start, int End) : IComparable<PositionKey>
{
    // What a locator that does not give it has: before all that do.
    private const int Whole = -1;

    private static readonly PositionKey _last = new(int.MaxValue, int.MaxValue, int.MaxValue);

    /// <summary>The key of an encoded claim.</summary>
    public static PositionKey Of(ReadOnlySpan<byte> claim)
    {
        var first = _last;
        var reader = new WireReader(claim);
        while (reader.Read())
        {
            if (reader.Field != Claim.LocatorsFieldNumber) continue;
            var (paragraph, start, end) = (Whole, Whole, Whole);
            var locator = new WireReader(reader.Bytes);
            while (locator.Read())
            {
                switch (locator.Field)
                {
                    case Locator.ParagraphFieldNumber:
                        paragraph = (int)locator.Number;
                        break;
                    case Locator.StartFieldNumber:
                        start = (int)locator.Number;
                        break;
                    case Locator.EndFieldNumber:
                        end = (int)locator.Number;
                        break;
                }
            }

            var key = new PositionKey(paragraph, start, end);
            if (key.CompareTo(first) < 0) first = key;
        }

        return first;
    }

    public int CompareTo(PositionKey other)
    {
        var order = Paragraph.CompareTo(other.Paragraph);
        if (order == 0) order = Start.CompareTo(other.Start);
        return order != 0 ? order : End.CompareTo(other.End);
    }
}
