using Claims.V1;

namespace Claims.Tests.Catalog;

/// <summary>
/// All that was curated, merged, as messages: what <see cref="Frozen"/> indexes.
/// </summary>
internal sealed class CorpusContent
{
    public List<Topic> Topics { get; } = [];

    public List<Place> Places { get; } = [];

    public List<Source> Sources { get; } = [];

    public List<List<string>> Synonyms { get; } = [];

    public List<Withdrawal> Withdrawals { get; } = [];

    public List<Article> Articles { get; } = [];

    public List<Claim> Claims { get; } = [];

    /// <summary>
    /// For each claim, the index in <see cref="Articles"/> of the article it was given in.
    /// </summary>
    public List<int> ArticleOfClaim { get; } = [];
}
