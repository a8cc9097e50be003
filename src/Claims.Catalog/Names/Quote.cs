using System.Text;

namespace Claims.Catalog;

/// <summary>
/// Values given, as a message quotes them.
/// </summary>
internal static class Quote
{
    /// <summary>So many values of a list are quoted.</summary>
    public const int MostListed = 8;

    private const int MaximumLength = 100;

    /// <summary>
    /// The value, or its first 100 characters with an ellipsis, never half of a surrogate pair; what cannot be seen in it is
    /// written as <c>\u200B</c>, or it would seem to be what it is not.
    /// </summary>
    public static string Cut(string value)
    {
        if (value.Length <= MaximumLength) return Escaped(value, IsPlain);
        var length = char.IsHighSurrogate(value[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength;
        return Escaped(string.Concat(value.AsSpan(0, length), "…"), IsPlain);
    }

    /// <summary>The same of UTF-8, however long it is.</summary>
    public static string Cut(ReadOnlySpan<byte> utf8)
    {
        // No character has more than four bytes, and one more tells that there are more.
        const int Enough = 4 * (MaximumLength + 1);
        return Cut(Encoding.UTF8.GetString(utf8.Length > Enough ? utf8[..Enough] : utf8));
    }

    /// <summary>The first values of a list, each cut and in quotation marks, and how many there are where there are more.</summary>
    /// <param name="values">The values, at least the first <see cref="MostListed"/>, and any more.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="separator">What stands between two.</param>
    public static string List(IEnumerable<string> values, int count, string separator = ", ") =>
        string.Join(separator, values.Take(Math.Min(count, MostListed)).Select(value => $"'{Cut(value)}'"))
        + (count > MostListed ? $"{separator}… ({count} in all)" : "");

    /// <summary>
    /// The text with what no curated text may hold as <c>\u001B</c>: it would break the line, command the terminal or turn
    /// the words around that it is read in, or not be seen.
    /// </summary>
    public static string Printable(string text) => Escaped(text, rune => TextRules.KindOf(rune) is null);

    // What joins two characters or varies one stands in words that are right.
    private static bool IsPlain(Rune rune) => rune.Value == ' ' || TextRules.CanBeSeen(rune)
        || TextRules.IsJoiner(rune) || TextRules.IsVariationSelector(rune.Value);

    private static string Escaped(string text, Func<Rune, bool> isPlain) => text.EnumerateRunes().All(isPlain)
        ? text
        : string.Concat(text.EnumerateRunes().Select(rune =>
            isPlain(rune) ? $"{rune}" : rune.IsBmp ? $"\\u{rune.Value:X4}" : $"\\u{{{rune.Value:X}}}"));
}
