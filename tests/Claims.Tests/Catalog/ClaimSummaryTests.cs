using Claims.Catalog;
using Claims.Server.Rpc;
using Claims.V1;

namespace Claims.Tests.Catalog;

/// <summary>
/// Counts, against plain counting. A failure names the seed of its corpus, and the request.
/// </summary>
public class ClaimSummaryTests
{
    private static readonly Dimension[] _dimensions = [.. Enum.GetValues<Dimension>().Where(dimension => dimension != 0)];

    [Fact]
    public void Few_claims_are_counted_as_plain_counting_does()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var corpus = new AnyCorpus(seed, 1 + (seed * 2));
            for (var i = 0; i < 5; i++) AssertAgreement(corpus, corpus.AnyFilter(depth: 2), corpus.AnyParent(), seed);
        }
    }

    [Fact]
    public void Many_claims_are_counted_as_plain_counting_does()
    {
        const int Seed = 1;
        var corpus = new AnyCorpus(Seed, claimCount: 14_000, variety: 60);
        var counts = new List<int>
        {
            AssertAgreement(corpus, new(), AnyCorpus.EveryArticle, Seed),
            AssertAgreement(corpus, new() { Polarities = { Polarity.Positive } }, AnyCorpus.EveryArticle, Seed),
            AssertAgreement(corpus, new() { Presupposed = false }, AnyCorpus.EveryArticle, Seed),
            AssertAgreement(corpus, new() { NoneOf = { new ClaimFilter { Topics = { "t0" } } } }, AnyCorpus.EveryArticle, Seed),
        };
        Assert.All(counts, count => Assert.InRange(count, 4097, 14_000));

        // A run of many, and a list.
        var largest = corpus.Content.Articles.MaxBy(article => article.ClaimCount)!;
        Assert.InRange(AssertAgreement(corpus, new(), largest.Name, Seed), 1000, 13_999);
        Assert.InRange(AssertAgreement(corpus, new() { Cues = { "stress" } }, AnyCorpus.EveryArticle, Seed), 1000, 4096);
    }

    [Fact]
    public void A_run_of_more_claims_than_are_counted_one_by_one_is_counted_too()
    {
        const int Seed = 2;
        var corpus = new AnyCorpus(Seed, claimCount: 9000, variety: 2);
        var largest = corpus.Content.Articles.MaxBy(article => article.ClaimCount)!;
        Assert.InRange(AssertAgreement(corpus, new(), largest.Name, Seed), 4097, 8999);
    }

    private static int AssertAgreement(AnyCorpus corpus, ClaimFilter filter, string parent, int seed)
    {
        var revision = corpus.Revision;
        new RequestRules().Filter(filter, out var criteria).ThrowIfBroken();
        using var selection = new ClaimSelection(revision);
        var run = revision.RunOf(parent == AnyCorpus.EveryArticle ? null : revision.FindArticle(parent));
        var matches = selection.Select(run, criteria);
        var summary = new ClaimSummary(revision, matches);
        var expected = corpus.Naive.List(parent, filter, "");
        Assert.Equal(expected.Count, matches.Count);
        foreach (var dimension in _dimensions)
        {
            // All groups, none behind; some, and more behind; and as many as there are.
            var all = corpus.Naive.Summarize(expected, dimension, int.MaxValue);
            foreach (var top in (int[])[1000, 1, 2, Math.Max(all.Groups.Count, 1)])
            {
                foreach (var order in (SummaryOrder[])[SummaryOrder.Unspecified, SummaryOrder.Value])
                {
                    var groups = corpus.Naive.Summarize(expected, dimension, top, order == SummaryOrder.Value);
                    var actual = summary.By(dimension, top, order);
                    if (groups.Equals(actual)) continue;
                    Assert.Fail($"seed {seed}, {parent}, {filter}, {order}, top {top}: expected {groups}; got {actual}");
                }
            }
        }

        for (var i = 0; i < 3; i++)
        {
            var crossing = new Crossing { Rows = corpus.Any(_dimensions), Columns = corpus.Any(_dimensions) };
            var (rows, columns) = (corpus.Any([1, 2, 10, 50]), corpus.Any([1, 3, 20]));
            var order = corpus.Any([SummaryOrder.Count, SummaryOrder.Value]);
            var crossed = corpus.Naive.Cross(expected, crossing.Rows, crossing.Columns, rows, columns, order == SummaryOrder.Value);
            var actual = summary.By(crossing, rows, columns, order);
            if (crossed.Equals(actual)) continue;
            Assert.Fail($"seed {seed}, {parent}, {filter}, {crossing}, {order}, {rows} × {columns}: expected {crossed}; got {actual}");
        }

        return expected.Count;
    }
}
