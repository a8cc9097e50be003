using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// What a curated file holds beside its articles. Immutable.
/// </summary>
internal sealed class FileHead
{
    /// <summary>The license of the file's articles; null where it gives none.</summary>
    public string? License { get; init; }

    /// <summary>Whether it lists articles, be it none.</summary>
    public bool HasArticles { get; init; }

    /// <summary>Whether a syntax error was met, so that anything may be missing.</summary>
    public bool IsBrokenOff { get; init; }

    public IReadOnlyList<HeadEntry<Topic>> Topics { get; init; } = [];

    public IReadOnlyList<HeadEntry<ListedPlace>> Places { get; init; } = [];

    /// <summary>The sources, their affiliations as given.</summary>
    public IReadOnlyList<HeadEntry<Source>> Sources { get; init; } = [];

    /// <summary>Whether a topic may be there that was not understood.</summary>
    public bool MayLackTopics { get; init; }

    /// <summary>The same of places.</summary>
    public bool MayLackPlaces { get; init; }

    /// <summary>The same of sources.</summary>
    public bool MayLackSources { get; init; }

    /// <summary>What is wrong with it by itself.</summary>
    public required MistakeLog Mistakes { get; init; }
}

/// <summary>A topic, place or source with where it stands in its file.</summary>
/// <param name="Value">What it is. Its name is empty where that was not understood.</param>
/// <param name="At">Where it begins.</param>
/// <param name="NameAt">Where its name or slug does; <see cref="Mistake.Unknown"/> where nothing more is to be said of
/// that.</param>
/// <param name="AffiliationAt">Of a source, the same of its affiliation.</param>
/// <param name="FormerNamesAt">Of a source, the same of its former names.</param>
internal sealed record HeadEntry<T>(T Value, int At, int NameAt, int AffiliationAt = Mistake.Unknown, IReadOnlyList<int>? FormerNamesAt = null);

/// <summary>What was given of a source.</summary>
internal sealed class SourceDraft() : Draft(JsonMembers.Of(Source.Descriptor))
{
    /// <summary>How many bytes the source has, but for its count of claims.</summary>
    public int Size { get; set; }
}
