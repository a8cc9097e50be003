namespace Claims.Server.Catalog;

/// <summary>
/// Values given, as a message quotes them.
/// </summary>
internal static class Quote
{
    private const int MaximumLength = 100;

    /// <summary>
    /// The value, or its first 100 characters with an ellipsis, never half of a surrogate pair. Control characters are
    /// written as <c>\u001B</c>: they would break the line, or command the terminal, that the message is read in.
    /// </summary>
    public static string Cut(string value)
    {
        if (value.Length > MaximumLength)
        {
            var length = char.IsHighSurrogate(value[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength;
            value = string.Concat(value.AsSpan(0, length), "…");
        }

        return value.Any(char.IsControl)
            ? string.Concat(value.Select(c => char.IsControl(c) ? $"\\u{(int)c:X4}" : $"{c}"))
            : value;
    }
}
