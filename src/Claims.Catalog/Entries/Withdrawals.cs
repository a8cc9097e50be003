using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// What was withdrawn, by every name that it is known to have had. Immutable.
/// </summary>
internal sealed class Withdrawals(SectionReader sections)
{
    private readonly TextTable _names = new(sections);
    private readonly TextList _encodings = new(sections);

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => Enumerable.Range(0, _names.Count).Select(_names.TextOf);

    /// <summary>Writes withdrawals, each of another name, encoded.</summary>
    public static void Write(SectionWriter sections, IReadOnlyList<(string Name, byte[] Encoding)> withdrawals)
    {
        var names = new Utf8Table();
        foreach (var (name, _) in withdrawals) names.Add(name);
        names.Write(sections);
        TextList.Write(sections, withdrawals.Select(withdrawal => withdrawal.Encoding));
    }

    /// <summary>
    /// The withdrawal of the claim or article of a well-formed name, or of the article that a claim is of; null where there is
    /// none.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="currentArticle">The name now of the article that has or had a name, or null.</param>
    public Withdrawal? Find(string name, Func<string, string?> currentArticle) =>
        NameOf(name, currentArticle, known => _names.Find(known) >= 0) is { } found
            ? Withdrawal.Parser.ParseFrom(_encodings[_names.Find(found)])
            : null;

    /// <summary>The name by which a claim or an article is withdrawn: its own, its article's, or its own by the article's name now.</summary>
    /// <param name="name">The well-formed name of a claim or an article.</param>
    /// <param name="currentArticle">The name now of the article that has or had a name, or null.</param>
    /// <param name="isWithdrawn">Whether a name is withdrawn.</param>
    public static string? NameOf(string name, Func<string, string?> currentArticle, Predicate<string> isWithdrawn)
    {
        if (isWithdrawn(name)) return name;
        if (!ResourceName.IsClaim(name)) return null;
        var article = ResourceName.ArticleOf(name);
        if (isWithdrawn(article)) return article;
        return FormerNames.ByArticle(name, currentArticle) is { } current && isWithdrawn(current) ? current : null;
    }
}
