using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on locators.</summary>
internal static class LocatorRules
{
    public static readonly RuleTable<LocatorDraft> Table = new(
        [Locator.Sha256FieldNumber],
        new("paragraph-range", Locator.ParagraphFieldNumber,
            locator => locator.Paragraph < 0 || (locator.Paragraphs > 0 && locator.Paragraph >= locator.Paragraphs),
            locator => $"paragraph {locator.Paragraph} is not in the article; expected 0 to {Math.Max(locator.Paragraphs - 1, 0)}"),
        new("half-span", Locator.EndFieldNumber, locator => locator.Start.HasValue && !locator.End.HasValue, HalfSpan),
        new("half-span", Locator.StartFieldNumber, locator => !locator.Start.HasValue && locator.End.HasValue, HalfSpan),
        new("span-range", Locator.StartFieldNumber,
            locator => locator.Start.HasValue && locator.End.HasValue && (locator.Start < 0 || locator.Start >= locator.End),
            locator => $"the span {locator.Start} to {locator.End} holds nothing; expected 0 ≤ start < end"),
        new("span-without-paragraph", Locator.ParagraphFieldNumber,
            locator => locator.Start.HasValue && !locator.Paragraph.HasValue,
            _ => "start and end count within a paragraph, and none is given"),
        NameRules.Digest<LocatorDraft>(Locator.Sha256FieldNumber));

    public static readonly Rule SpanOrder = new("span-order", (_, _) =>
        "the pieces of a span are in a paragraph each, in the order of the article, none within another; this one is not behind the "
            + "one before, or in no paragraph");

    public static readonly IReadOnlyList<Rule> All = [SpanOrder];

    private static string HalfSpan(LocatorDraft locator) =>
        "start and end go together: give both, or neither for the whole paragraph";
}
