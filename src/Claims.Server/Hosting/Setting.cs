namespace Claims.Server.Hosting;

/// <summary>
/// A key of the configuration that means something here.
/// </summary>
/// <param name="Key">The key, of which a part <c>*</c> stands for any one.</param>
/// <param name="Meaning">What it is for, in words for <c>--help</c>.</param>
/// <param name="Problem">What is wrong with a value, or null; where there is nothing to check, null itself.</param>
internal sealed record Setting(string Key, string Meaning, Func<string, string?>? Problem = null)
{
    private readonly string[] _parts = Key.Split(':');

    /// <summary>Whether a key is this one. Letter case does not count, as everywhere in the configuration.</summary>
    public bool Is(string key)
    {
        var parts = key.Split(':');
        return parts.Length == _parts.Length && Nearest(key).Equals(key, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>This key, with the parts of another one where any would do.</summary>
    public string Nearest(string key)
    {
        var parts = key.Split(':');
        return string.Join(':', _parts.Select((part, i) =>
            part == "*" && i < parts.Length && parts[i].Length > 0 ? parts[i] : part));
    }
}
