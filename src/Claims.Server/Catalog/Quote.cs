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
    /// The text with control characters as <c>\u001B</c>: they would break the line, or command the terminal, that it is
    /// read in.
    /// </summary>
    public static string Printable(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:X4}" : $"{c}"))
        : text;
}
