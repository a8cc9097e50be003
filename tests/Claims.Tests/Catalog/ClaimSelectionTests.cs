using Claims.Catalog;
using Claims.Server.Rpc;
using Claims.V1;

namespace Claims.Tests.Catalog;

/// <summary>
/// Filters, orders and pages, against loops that know nothing of indexes. A failure names the seed of its corpus, and the
/// request.
/// </summary>
public class ClaimSelectionTests
{
    private const int Corpora = 1000;
    private const int FiltersOfEach = 104;

    [Fact]
    public void Whatever_is_asked_of_small_corpora_is_what_plain_loops_find()
    {
        var found = 0;
        Parallel.For(0, Corpora, seed =>
        {
            // Most have a few claims, and some three hundred.
            var corpus = new AnyCorpus(seed, (int)(1 + (300 * Math.Pow(seed / (double)Corpora, 4))));
            for (var i = 0; i < FiltersOfEach; i++)
            {
                if (AssertAgreement(corpus, corpus.AnyFilter(depth: 3), seed)) Interlocked.Increment(ref found);
            }
        });

        // The filters say something.
        Assert.InRange(found / (double)(Corpora * FiltersOfEach), 0.4, 0.75);
    }

    [Fact]
    public void Whatever_is_asked_of_many_claims_is_what_plain_loops_find()
    {
        // As many as fill no whole words, and no even number of them: bitmaps are worked on by several words at once.
        const int Seed = 20160905;
        var corpus = new AnyCorpus(Seed, claimCount: 12_200, variety: 60);
        Assert.InRange(corpus.Content.Articles.Max(article => article.ClaimCount), 4097, 11_000);
        var found = 0;
        for (var i = 0; i < 200; i++)
        {
            if (AssertAgreement(corpus, corpus.AnyFilter(depth: 1 + (i % 3)), Seed)) found++;
        }

        Assert.InRange(found, 100, 195);
    }

    /// <returns>Whether anything was found.</returns>
    private static bool AssertAgreement(AnyCorpus corpus, ClaimFilter filter, int seed)
    {
        var (parent, orderBy, size) = (corpus.AnyParent(), corpus.AnyOrder(), corpus.AnySize());
        var expected = corpus.Naive.List(parent, filter, orderBy).ConvertAll(claim => claim.Name);
        var revision = corpus.Revision;
        new RequestRules().Parent(parent).Filter(filter, out var criteria).OrderBy(orderBy, out var order).ThrowIfBroken();
        using var selection = new ClaimSelection(revision);
        var article = parent == AnyCorpus.EveryArticle ? null : revision.FindArticle(parent);
        var matches = selection.Select(revision.RunOf(article), criteria);

        // All pages; but of long lists only the first ones and the last.
        var walked = 0;
        for (int after = -1, pages = 0; ;)
        {
            var page = ClaimPage.Take(revision, matches, order, after, size);
            var names = expected.GetRange(walked, Math.Min(size, expected.Count - walked));
            if (matches.Count != expected.Count || !names.SequenceEqual(page.Select(revision.Encodings.NameTextOf)))
            {
                Assert.Fail($"seed {seed}, {parent}, {filter}, order '{orderBy}', page size {size}, after {walked}: expected "
                    + $"{expected.Count}: {string.Join(' ', names)}; got {matches.Count}: "
                    + string.Join(' ', page.Select(revision.Encodings.NameTextOf)));
            }

            walked += page.Length;
            if (page.Length < size) break;
            if (++pages % 8 == 0 && expected.Count > 100) walked = Math.Max(walked, expected.Count - size - 1);
            after = revision.FindClaim(expected[walked - 1]);
        }

        return expected.Count > 0;
    }
}
