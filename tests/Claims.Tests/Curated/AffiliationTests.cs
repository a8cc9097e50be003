namespace Claims.Tests.Curated;

public class AffiliationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chain_of_more_than_32_is_told_where_it_becomes_too_long(bool topFirst)
    {
        Assert.Empty(CorpusFiles.MistakesOf(Chain(33, topFirst)));
        var mistake = Assert.Single(CorpusFiles.MistakesOf(Chain(40, topFirst)));
        Assert.Equal(
            ("affiliation-chain", "sources/s33", "from here to the top of the chain it is 33 affiliations; the most is 32"),
            (mistake.Rule, mistake.Resource, mistake.Message));
        Assert.EndsWith(".affiliation", mistake.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_in_more_than_32_others_are_told_where_they_become_too_many()
    {
        Assert.Empty(CorpusFiles.MistakesOf(Places(33)));
        var mistake = Assert.Single(CorpusFiles.MistakesOf(Places(40)));
        Assert.Equal(
            ("place-chain", "$.places[33].within", "from here outwards it is 33 places; the most is 32"),
            (mistake.Rule, mistake.Path, mistake.Message));

        static string Places(int count) => $$"""{ "places": [{{string.Join(", ", Enumerable.Range(0, count).Select(i =>
            $$"""{ "slug": "p{{i}}", "displayName": "P {{i}}"{{(i > 0 ? $", \"within\": \"p{i - 1}\"" : "")}} }"""))}}] }""";
    }

    [Fact]
    public void Of_a_circle_the_first_member_is_told_whatever_leads_into_it()
    {
        var mistake = Assert.Single(CorpusFiles.MistakesOf(File("""
            { "name": "sources/a", "displayName": "A", "kind": "SOURCE_KIND_PERSON", "affiliation": "sources/d" },
            { "name": "sources/b", "displayName": "B", "kind": "SOURCE_KIND_PERSON", "affiliation": "sources/c" },
            { "name": "sources/c", "displayName": "C", "kind": "SOURCE_KIND_PERSON", "affiliation": "sources/d" },
            { "name": "sources/d", "displayName": "D", "kind": "SOURCE_KIND_PERSON", "affiliation": "sources/b" }
            """)));
        Assert.Equal(
            ("affiliation-cycle", "sources/b", "affiliations run in a circle: 'sources/b' → 'sources/c' → 'sources/d' → 'sources/b'; "
                + "expected a forest"),
            (mistake.Rule, mistake.Resource, mistake.Message));
    }

    [Fact]
    public void A_long_circle_is_told_by_its_first_members()
    {
        var mistake = Assert.Single(CorpusFiles.MistakesOf(File(string.Join(',', Enumerable.Range(0, 500).Select(i => Source(i, (i + 1) % 500))))));
        Assert.Equal(
            "affiliations run in a circle: 'sources/s0' → 'sources/s1' → 'sources/s2' → 'sources/s3' → 'sources/s4' → "
                + "'sources/s5' → 'sources/s6' → 'sources/s7' → … (500 in all) → 'sources/s0'; expected a forest",
            mistake.Message);
    }

    // s0 is the top.
    private static string Chain(int length, bool topFirst)
    {
        var sources = Enumerable.Range(0, length).Select(i => Source(i, i - 1)).ToList();
        if (!topFirst) sources.Reverse();
        return File(string.Join(',', sources));
    }

    private static string Source(int number, int above) =>
        $$"""{ "name": "sources/s{{number}}", "displayName": "S", "kind": "SOURCE_KIND_PERSON" """
            + (above < 0 ? "}" : $", \"affiliation\": \"sources/s{above}\" }}");

    private static string File(string sources) => $$"""{ "sources": [{{sources}}] }""";
}
