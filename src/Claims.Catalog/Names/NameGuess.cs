namespace Claims.Catalog;

/// <summary>
/// Guesses which resource a well-formed name that none has may mean. What that costs does not grow with the corpus,
/// since whoever asks can ask again: of few names the nearest is looked for, and of many one that is a single edit away.
/// </summary>
internal static class NameGuess
{
    // As many distances take half a millisecond.
    private const int FewNames = 250;

    private const string Slugs = "abcdefghijklmnopqrstuvwxyz0123456789-";

    /// <summary>The name of an article, or null where none is near.</summary>
    public static string? Article(Revision revision, string name) =>
        Guess(name, revision.Articles.Count,
                revision.Articles.Names, revision.HasArticle)
            is { } near
            ? revision.Articles.NameOf(revision.Articles.Find(near))
            : null;

    /// <summary>The name of a source: one that is near, or else that of the source which goes by all words of its id; or null.</summary>
    public static string? Source(Revision revision, string name) =>
        Guess(name, revision.Sources.Count,
                revision.Sources.Names, revision.HasSource)
            is { } near
            ? revision.Sources.NameOf(revision.Sources.Find(near))
            : EntryLists.BestSources(revision, [], NameQuery.Of(name), count: 1, default) is [{ Score: >= NameMatch.AllWords } match]
                ? revision.Sources.NameOf(match.Entry)
                : null;

    /// <summary>
    /// The name of a claim of the article that the name gives, or of the one that it may mean; that article's own where
    /// it has no claim that is near; or null.
    /// </summary>
    public static string? Claim(Revision revision, string name)
    {
        var given = ResourceName.ArticleOf(name);
        var article = revision.FindArticle(given)?.Name;
        var isArticleGiven = article is not null;
        article ??= Article(revision, given);
        if (article is null) return null;
        var meant = article + name[given.Length..];
        var claim = revision.FindClaim(meant);
        if (claim >= 0) return revision.Encodings.NameTextOf(claim);
        var run = revision.RunOf(revision.FindArticle(article));
        var names = Enumerable.Range(run.Start, run.Count).Select(revision.Encodings.NameTextOf);
        return Guess(meant, run.Count, names, revision.HasClaim) ?? (isArticleGiven ? null : article);
    }

    private static string? Guess(
        string name, int count, IEnumerable<string> names, Func<ReadOnlySpan<char>, bool> exists)
    {
        var start = name.LastIndexOf('/') + 1;
        return count > FewNames
            ? OneEditAway(name, start, exists)
            : Suggestion.Nearest(name[start..], names.Select(candidate => candidate[start..])) is { } near
                ? name[..start] + near
                : null;
    }

    // Every text that is one insertion, deletion, replacement or swap of neighbours away is asked for: at most 4,800,
    // since a slug has at most 63 characters.
    private static string? OneEditAway(string name, int start, Func<ReadOnlySpan<char>, bool> exists)
    {
        var buffer = new char[name.Length + 1];
        name.CopyTo(buffer);
        var same = buffer.AsSpan(0, name.Length);
        for (var i = start; i + 1 < name.Length; i++)
        {
            (same[i], same[i + 1]) = (name[i + 1], name[i]);
            if (exists(same)) return same.ToString();
            same[i] = name[i];
            same[i + 1] = name[i + 1];
        }

        for (var i = start; i < name.Length; i++)
        {
            foreach (var c in Slugs)
            {
                same[i] = c;
                if (exists(same)) return same.ToString();
            }

            same[i] = name[i];
        }

        // The gap, and then the character more, moves from the start to the end.
        var shorter = buffer.AsSpan(0, name.Length - 1);
        name.AsSpan(start + 1).CopyTo(shorter[start..]);
        for (var i = start; i < name.Length; i++)
        {
            if (exists(shorter)) return shorter.ToString();
            if (i < shorter.Length) shorter[i] = name[i];
        }

        name.AsSpan(start).CopyTo(buffer.AsSpan(start + 1));
        for (var i = start; i <= name.Length; i++)
        {
            foreach (var c in Slugs)
            {
                buffer[i] = c;
                if (exists(buffer)) return new(buffer);
            }

            if (i < name.Length) buffer[i] = name[i];
        }

        return null;
    }
}
