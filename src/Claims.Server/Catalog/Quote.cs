namespace Claims.Server.Catalog;

/// <summary>
/// Values given, as a message quotes them.
/// </summary>
internal static class Quote
{
    private const int MaximumLength = 100;

    /// <summary>The value, or its first 100 characters with an ellipsis; never half of a surrogate pair.</summary>
    public static string Cut(string value)
    {
        if (value.Length <= MaximumLength) return value;
        var length = char.IsHighSurrogate(value[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength;
        return string.Concat(value.AsSpan(0, length), "…");
    }
}
