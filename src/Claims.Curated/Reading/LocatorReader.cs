using Claims.V1;

namespace Claims.Curated;

/// <summary>What was given of a <see cref="Locator"/>.</summary>
internal sealed class LocatorDraft() : Draft(_members)
{
    private static readonly JsonMembers _members = JsonMembers.Of(Locator.Descriptor);

    public int? Paragraph => Integer(Locator.ParagraphFieldNumber);

    public int? Start => Integer(Locator.StartFieldNumber);

    public int? End => Integer(Locator.EndFieldNumber);

    /// <summary>How many paragraphs its article has; less than 1 where that is not known.</summary>
    public int Paragraphs { get; set; }
}

/// <summary>
/// Turns the JSON of locators into encoded <see cref="Locator"/>s. Not thread-safe.
/// </summary>
internal sealed class LocatorReader(JsonValues values)
{
    private readonly LocatorDraft _locator = new();

    /// <summary>Reads the locator at which it is, and writes it as a field of a message.</summary>
    /// <returns>Whether it is a locator whose digest was understood.</returns>
    public bool Read(ref JsonCursor json, int paragraphs, Draft? of, int field, EncodingBuffer to)
    {
        _locator.Paragraphs = paragraphs;
        if (!values.PlainObject(ref json, _locator, of, field)) return false;
        LocatorRules.Table.Ask(_locator, values.Mistakes);
        _locator.Write(field, to);
        return _locator.Has(Locator.Sha256FieldNumber);
    }

    /// <summary>Reads the locators of spans at whose list it is, and writes them as the items of a member: pieces in the order of
    /// the article, none within another.</summary>
    public void ReadSpans(ref JsonCursor json, int paragraphs, Draft of, int member)
    {
        if (!values.Array(ref json, of, member)) return;
        var last = (Paragraph: -1, End: 0);
        while (JsonValues.NextItem(ref json, of, member))
        {
            var at = json.At;
            if (!Read(ref json, paragraphs, null, member, of.Nested)) continue;
            var (paragraph, start) = (_locator.Paragraph ?? -1, _locator.Start ?? 0);
            var isBehind = paragraph > last.Paragraph || (paragraph == last.Paragraph && start >= last.End);
            if (!isBehind || paragraph < 0) values.Mistakes.Tell(LocatorRules.SpanOrder, at);
            last = (paragraph, _locator.End ?? int.MaxValue);
        }
    }
}
