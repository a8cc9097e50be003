using Claims.Server.Rpc;
using Grpc.Core;

namespace Claims.Tests.Rpc;

public class QueryRulesTests
{
    [Theory]
    [InlineData(32, "", "", null)]
    [InlineData(33, "", "", "33 different pieces given; the most is 32")]
    [InlineData(33, "-", "", "34 different pieces given; the most is 32")]
    [InlineData(8, "", "*", null)]
    [InlineData(9, "", "*", "9 prefixes given; the most is 8")]
    [InlineData(9, "-", "*", "9 prefixes given; the most is 8")]
    public void A_query_asks_for_so_many_pieces_at_most(int count, string before, string after, string? problem)
    {
        var words = string.Join(' ', Enumerable.Range(0, count).Select(i => $"{before}w{i}{after}"));
        Assert.Equal(problem, ProblemOf(before == "-" ? $"word {words}" : words));
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, "65 words given; the most is 64")]
    public void The_words_of_phrases_count(int count, string? problem)
    {
        var words = Enumerable.Repeat("w", count - 4);
        Assert.Equal(problem, ProblemOf($"\"{string.Join(' ', words)}\" a-b -\"c d\""));
    }

    [Fact]
    public void What_is_asked_again_does_not_count()
    {
        Assert.Null(ProblemOf(string.Concat(Enumerable.Repeat("a* ", 333))));
        Assert.Null(ProblemOf(string.Concat(Enumerable.Repeat("\"a b\" ", 150))));
    }

    private static string? ProblemOf(string query)
    {
        try
        {
            new RequestRules().Query(query, out _).ThrowIfBroken();
            return null;
        }
        catch (RpcException e)
        {
            var violation = Assert.Single(Refusal.Of(e).Violations);
            Assert.Equal("query", violation.Field);
            return violation.Description;
        }
    }
}
