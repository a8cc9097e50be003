using Claims.Catalog;

namespace Claims.Curated;

/// <summary>The rules on the form of names, slugs, codes and digests, and on references to sources, places and
/// topics.</summary>
internal static class NameRules
{
    private const string WhatIsExpected = " is no name of this kind; expected ";

    public static readonly Rule MalformedFormerName = new("malformed-former-name", (given, form) =>
        $"'{given}'{WhatIsExpected}{form}, each part {ResourceName.SlugForm}");

    public static readonly Rule UnknownSource = new("unknown-source", (given, _) => $"unknown source '{given}'");
    public static readonly Rule UnknownPlace = new("unknown-place", (given, _) => $"unknown place '{given}'");
    public static readonly Rule UnknownTopic = new("unknown-topic", (given, _) => $"unknown topic '{given}'");
    public static readonly Rule DoubledName = new("doubled-name", (given, _) => $"'{given}' is given twice; a name is given once");

    public static readonly Rule FormerNameTaken = new("former-name-taken", (given, _) =>
        $"'{given}' is a name already; names are never reused");

    public static readonly IReadOnlyList<Rule> All =
        [MalformedFormerName, UnknownSource, UnknownPlace, UnknownTopic, DoubledName, FormerNameTaken];

    public static Rule<T> Name<T>(int member, Predicate<T> isWellFormed, string form)
        where T : Draft =>
        new("malformed-name", member, draft => draft.Has(member) && !isWellFormed(draft), draft =>
            $"{draft.Quoted(member)}{WhatIsExpected}{form}, each part {ResourceName.SlugForm}");

    public static Rule<T> Slug<T>(int member)
        where T : Draft =>
        new("malformed-slug", member, draft => draft.Has(member) && !Utf8Names.IsSlug(draft.Text(member).Span), draft =>
            $"{draft.Quoted(member)} is no slug; expected {ResourceName.SlugForm}");

    public static Rule<T> Country<T>(int member)
        where T : Draft =>
        new("malformed-country-code", member,
            draft => draft.Has(member)
                && (draft.Text(member).Span.Length != 2 || draft.Text(member).Span.ContainsAnyExceptInRange((byte)'A', (byte)'Z')),
            draft => $"{draft.Quoted(member)} is no country code; expected two capital letters of ISO 3166-1, "
                + "such as 'SY'");

    public static Rule<HeadDraft> WikidataId(int member) =>
        new("malformed-wikidata-id", member, draft => draft.Has(member) && !IsWikidataId(draft.Text(member).Span), draft =>
            $"{draft.Quoted(member)} is no Wikidata item; expected Q and a number, such as 'Q61'");

    public static Rule<T> Uri<T>(int member)
        where T : Draft =>
        new("malformed-uri", member, draft => draft.Has(member) && !WebAddress.IsMatch(draft.Text(member).ToString()), draft =>
            $"{draft.Quoted(member)} is no web address; expected http or https, a host, and no white space or '\\', such as "
                + "'https://example.org/news/1'");

    public static Rule<T> Digest<T>(int member)
        where T : Draft =>
        new("malformed-digest", member, draft => draft.Has(member) && !Utf8Names.IsDigest(draft.Text(member).Span), draft =>
            DigestProblem(draft.Text(member).ToString()));

    /// <summary>The rule that a source, a place or a topic is there, where all there are were understood.</summary>
    public static Rule<T> Known<T>(Rule rule, int member, Predicate<T> isKnown, Func<T, HeadNames> names)
        where T : Draft =>
        new(rule.Slug, member, draft => draft.Has(member) && !isKnown(draft) && !names(draft).MayLackSome, draft =>
            rule.Message(Quote.Cut(draft.Text(member).ToString()), ""))
        {
            Guess = draft => names(draft).GuessOf(draft.Text(member)),
        };

    private static bool IsWikidataId(ReadOnlySpan<byte> id) =>
        id.Length > 1 && id[0] == 'Q' && id[1] != '0' && !id[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static string DigestProblem(string digest)
    {
        var problem = digest.Length == 64 && digest.All(char.IsAsciiHexDigit)
            ? $"it must be in lower case: write '{digest.ToLowerInvariant()}'"
            : "expected 64 of 0-9 and a-f, and "
                + (digest.Length == 64
                    ? $"there is '{Quote.Printable($"{digest.First(c => !char.IsAsciiHexDigit(c))}")}'"
                    : $"it has {digest.Length} character{(digest.Length == 1 ? "" : "s")}");
        return $"'{Quote.Cut(digest)}' is no SHA-256 digest; {problem}";
    }
}
