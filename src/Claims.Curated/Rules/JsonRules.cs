using Claims.Catalog.Building;

namespace Claims.Curated;

/// <summary>The rules on a file, on its JSON, and on the type of each value.</summary>
internal static class JsonRules
{
    // What a count of claims may add to an entry once it is known.
    private const int MostBytesOfCount = 6;

    public static readonly Rule UnreadableFile = new("unreadable-file", (problem, _) => problem);
    public static readonly Rule TooLarge = new("too-large", (problem, _) => problem);
    public static readonly Rule InvalidUtf8 = new("invalid-utf8", (given, _) => $"byte {given} is not UTF-8 here; save the file as UTF-8");
    public static readonly Rule MalformedJson = new("malformed-json", (problem, _) => problem);
    public static readonly Rule WrongType = new("wrong-type", (given, expected) => $"expected {expected}, given {given}");
    public static readonly Rule UnknownMember = new("unknown-member", (given, _) => $"unknown member '{given}'");
    public static readonly Rule DoubledMember = new("doubled-member", (given, _) => $"'{given}' is given twice in one object");

    public static readonly Rule DerivedMember = new("derived-member", (given, _) => given == "license"
        ? "'license' is that of all of the file's articles: give it outside of them"
        : $"'{given}' is computed: leave it out");

    public static readonly Rule NumberRange = new("number-range", (given, problem) => $"{given} is {problem}");

    public static readonly Rule UnknownEnumValue = new("unknown-enum-value", (given, expected) => expected.Length == 0
        ? $"{given} means not stated: leave the member out"
        : $"unknown value '{given}'; expected one of {expected}");

    public static readonly Rule MalformedTime = new("malformed-time", (given, _) => $"'{given}' is no moment of the years 0001 to 9999; "
        + "expected RFC 3339, such as '2016-09-05T05:00:00Z'");

    public static readonly Rule DoubledItem = new("doubled-item", (first, _) =>
        $"the same is given twice: it is item {first} of the list already, counted from 0");

    public static readonly Rule InvalidText = new("invalid-text", (character, half) =>
        $"character {character} is U+{half}, half of a surrogate pair");

    // The catalog has the rules on what may be seen, since they are asked of searches too.
    public static readonly Rule BlankText = new("blank-text", (problem, _) => problem);
    public static readonly Rule UnseenCharacter = new("unseen-character", (problem, _) => problem);
    public static readonly Rule UntrimmedText = new("untrimmed-text", (problem, _) => problem);

    /// <summary>The rule on the size of entries that are served with a count of claims.</summary>
    public static readonly Rule<HeadDraft> SizeOfCounted = new(TooLarge.Slug, 0,
        entry => entry.Size + MostBytesOfCount > SizeLimits.Entry,
        entry => $"it is served in up to {entry.Size + MostBytesOfCount} bytes; the most is {SizeLimits.Entry}");

    public static readonly IReadOnlyList<Rule> All =
    [
        UnreadableFile, TooLarge, InvalidUtf8, MalformedJson, WrongType, UnknownMember, DoubledMember, DerivedMember, NumberRange,
        UnknownEnumValue, MalformedTime, DoubledItem, InvalidText, BlankText, UnseenCharacter, UntrimmedText,
    ];

    /// <summary>The rule on the size of what is served, of any kind of object.</summary>
    public static Rule<T> Size<T>(Func<T, int> size)
        where T : Draft =>
        new(TooLarge.Slug, 0, draft => size(draft) > SizeLimits.Entry, draft =>
            $"it is served in {size(draft)} bytes{(size(draft) >= EncodingBuffer.Most ? " or more" : "")}; the most is {SizeLimits.Entry}");
}
