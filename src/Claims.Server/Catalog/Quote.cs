namespace Claims.Server.Catalog;

/// <summary>
/// Values given, as a message quotes them.
/// </summary>
internal static class Quote
{
    private const int MaximumLength = 100;

    /// <summary>
    /// The value, or its first 100 characters with an ellipsis, never half of a surrogate pair; printable.
    /// </summary>
    public static string Cut(string value)
    {
        if (value.Length <= MaximumLength) return Printable(value);
        var length = char.IsHighSurrogate(value[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength;
        return Printable(string.Concat(value.AsSpan(0, length), "…"));
    }

    /// <summary>
    /// The text with what no curated text may hold as <c>\u001B</c>: it would break the line, command the terminal or turn
    /// the words around that it is read in, or not be seen.
    /// </summary>
    public static string Printable(string text) => text.EnumerateRunes().Any(rune => TextRules.KindOf(rune) is not null)
        ? string.Concat(text.EnumerateRunes().Select(rune =>
            TextRules.KindOf(rune) is null ? $"{rune}" : rune.IsBmp ? $"\\u{rune.Value:X4}" : $"\\u{{{rune.Value:X}}}"))
        : text;
}
