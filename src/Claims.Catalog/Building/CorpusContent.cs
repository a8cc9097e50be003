using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// All that was curated, merged, as given: nothing is checked, resolved or computed yet. <see cref="CorpusRules"/> checks
/// it, and <see cref="Revision"/> takes it over. Not thread-safe.
/// </summary>
internal sealed class CorpusContent
{
    /// <summary>The license of each file that gives one.</summary>
    public List<FileLicense> Licenses { get; } = [];

    public List<Topic> Topics { get; } = [];

    public List<ListedPlace> Places { get; } = [];

    public List<Source> Sources { get; } = [];

    public List<Article> Articles { get; } = [];

    public List<Claim> Claims { get; } = [];

    /// <summary>
    /// For each claim, the index in <see cref="Articles"/> of the article it was given in.
    /// </summary>
    public List<int> ArticleOfClaim { get; } = [];
}

/// <summary>
/// The license that a file gives.
/// </summary>
/// <param name="Text">The license, which is that of the file's articles.</param>
/// <param name="HasArticles">Whether the file lists articles, be it none.</param>
internal sealed record FileLicense(string Text, bool HasArticles);

/// <summary>A topic that claims may be about.</summary>
internal sealed record Topic(string Slug, string DisplayName);

/// <summary>A place that claims may be about; its country is empty where it has none.</summary>
internal sealed record ListedPlace(string Slug, string DisplayName, string CountryCode);

/// <summary>Which of a corpus's lists an entry is in.</summary>
internal enum CorpusList
{
    Licenses,
    Topics,
    Places,
    Sources,
    Articles,
    Claims,
}

/// <summary>
/// A place in a <see cref="CorpusContent"/>: a list, an index in it, and the path of a field below that entry in the
/// contract's JSON names, such as <c>attribution.steps[0].speakers[1].onBehalfOf</c>. An empty path is the entry itself.
/// </summary>
internal readonly record struct ContentPath(CorpusList List, int Index, string Field);

/// <summary>
/// A rule that the content breaks.
/// </summary>
/// <param name="Rule">The rule, as a stable slug such as <c>unknown-source</c>.</param>
/// <param name="At">Where.</param>
/// <param name="Message">What is wrong, the value given, and what would be right.</param>
/// <param name="First">Where the same was given first, for what is given twice.</param>
internal sealed record Violation(string Rule, ContentPath At, string Message, ContentPath? First = null);
