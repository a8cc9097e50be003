using Claims.Catalog;
using Claims.V1;

namespace Claims.Server.Live;

/// <summary>
/// The articles of two revisions, paired by name, and which of them have other claims. Immutable; it holds numbers only,
/// so that it keeps neither revision.
/// </summary>
/// <param name="Changed">Those whose digests differ, and those that are in one of them alone.</param>
/// <param name="Same">Those whose claims are the same, byte for byte and in the same order.</param>
/// <param name="HasSameSources">Whether the sources are the same, field for field.</param>
/// <param name="HasSamePlaces">Whether there are the same places, each within the same.</param>
/// <param name="HasSameArticles">Whether the articles whose claims are the same are the same themselves.</param>
internal sealed record RevisionDifference(
    IReadOnlyList<ArticlePair> Changed, IReadOnlyList<ArticlePair> Same, bool HasSameSources, bool HasSamePlaces,
    bool HasSameArticles)
{
    public static RevisionDifference Of(Revision before, Revision after)
    {
        var (changed, same) = (new List<ArticlePair>(), new List<ArticlePair>());
        var left = new Dictionary<string, int>(before.Articles.Count);
        for (var article = 0; article < before.Articles.Count; article++) left[before.Articles.NameOf(article)] = article;
        for (var article = 0; article < after.Articles.Count; article++)
        {
            if (!left.Remove(after.Articles.NameOf(article), out var earlier)) changed.Add(new(-1, article));
            else if (before.Articles.DigestOf(earlier).SequenceEqual(after.Articles.DigestOf(article))) same.Add(new(earlier, article));
            else changed.Add(new(earlier, article));
        }

        changed.AddRange(left.Values.Order().Select(earlier => new ArticlePair(earlier, -1)));
        return new(changed, same, before.Sources.SequenceEqual(after.Sources),
            before.Places.Select(Forest).SequenceEqual(after.Places.Select(Forest)),
            same.TrueForAll(pair => before.Articles.EncodingOf(pair.Before).SequenceEqual(after.Articles.EncodingOf(pair.After))));

        static (string Place, string Within) Forest(Place place) => (place.Slug, place.Within);
    }
}

/// <summary>Where an article is in the articles of two revisions; -1 where it is not.</summary>
internal readonly record struct ArticlePair(int Before, int After);
