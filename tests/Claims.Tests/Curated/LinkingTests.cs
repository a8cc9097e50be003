namespace Claims.Tests.Curated;

/// <summary>
/// What files can only break together.
/// </summary>
public class LinkingTests
{
    private const string Relation = "\"claim\": \"articles/port/claims/open\", \"note\"";

    [Fact]
    public void A_claims_name_is_told_where_it_is_given_again_in_the_order_of_the_file()
    {
        using var files = new CorpusFiles(("a.json", Some.Corpus), ("b.json", Another("articles/other/claims/closed")));
        var mistake = Assert.Single(files.Mistakes());
        Assert.Equal(("b.json", "doubled-name", "$.articles[0].claims[2].name"), (mistake.File, mistake.Rule, mistake.Path));
    }

    [Fact]
    public void An_article_in_two_files_is_told_in_the_later_one_with_its_claims()
    {
        using var files = new CorpusFiles(
            ("a.json", Some.Corpus), ("b.json", Articles(Some.Corpus)), ("c.json", Articles(Some.Corpus)));
        var mistakes = files.Mistakes();
        Assert.All(mistakes, mistake => Assert.Contains("; first at a.json:", mistake.Message, StringComparison.Ordinal));
        Assert.Equal(["b.json", "c.json"], mistakes.Select(mistake => mistake.File).Distinct());
        Assert.Equal(8, mistakes.Count(mistake => mistake.Rule == "doubled-name"));
        Assert.Equal(4, mistakes.Count(mistake => mistake.Rule == "former-name-taken"));
    }

    [Fact]
    public void A_relation_to_a_claim_of_another_file_by_a_former_name_is_put_right()
    {
        var other = Another("articles/other/claims/reopened");
        string With(string target) => CorpusFiles.RevisionOf(
            Some.Corpus, other.Replace("articles/other/claims/open\", \"note\"", $"{target}\", \"note\"", StringComparison.Ordinal)).Id;
        Assert.Equal(With("articles/port/claims/closed"), With("articles/port/claims/shut"));
        Assert.Equal(With("articles/port/claims/closed"), With("articles/harbour/claims/closed"));
        Assert.NotEqual(With("articles/port/claims/closed"), With("articles/port/claims/open"));
    }

    [Fact]
    public void A_relation_by_a_former_name_is_the_same_as_by_the_current_one()
    {
        var mistake = Assert.Single(CorpusFiles.MistakesOf(Some.CorpusWith("\"note\": \"It says when.\" }",
            "\"note\": \"It says when.\" }, { \"type\": \"RELATION_TYPE_QUALIFIES\", \"claim\": \"articles/harbour/claims/open\" }")));
        Assert.Equal(("doubled-item", "$.articles[0].claims[0].relations[1]"), (mistake.Rule, mistake.Path));
    }

    [Fact]
    public void How_claims_go_together_is_asked_only_where_each_is_right()
    {
        var unknown = Some.CorpusWith(Relation, Relation.Replace("open", "nowhere", StringComparison.Ordinal));
        Assert.Equal("unknown-claim", Assert.Single(CorpusFiles.MistakesOf(unknown)).Rule);
        Assert.Equal("unknown-member", Assert.Single(CorpusFiles.MistakesOf(
            unknown.Replace("\"title\":", "\"titel\":", StringComparison.Ordinal))).Rule);
    }

    [Fact]
    public void A_claim_that_was_withdrawn_still_counts_where_a_mistake_is_told()
    {
        var withdrawn = Some.CorpusWith("articles/port/claims/withdrawn", "articles/port/claims/closed");
        Assert.Empty(CorpusFiles.MistakesOf(withdrawn));
        var mistake = Assert.Single(CorpusFiles.MistakesOf(withdrawn.Replace(
            "SUPERSEDES\", \"claim\": \"articles/port/claims/open", "SUPERSEDES\", \"claim\": \"articles/port/claims/opened", StringComparison.Ordinal)));
        Assert.Equal(("unknown-claim", "$.articles[0].claims[2].relations[0].claim"), (mistake.Rule, mistake.Path));
    }

    [Fact]
    public void An_article_that_was_withdrawn_still_counts_where_a_mistake_is_told()
    {
        var other = Another("articles/other/claims/reopened");
        var both = Some.CorpusWith("\"articles\": [", other[1..other.LastIndexOf(']')] + ",")
            .Replace("articles/port/claims/withdrawn", "articles/other", StringComparison.Ordinal);
        Assert.Empty(CorpusFiles.MistakesOf(both));
        var last = both.LastIndexOf("articles/port/claims/open", StringComparison.Ordinal);
        var mistake = Assert.Single(CorpusFiles.MistakesOf(both.Insert(last + "articles/port/claims/open".Length, "ed")));
        Assert.Equal(("unknown-claim", "$.articles[1].claims[2].relations[0].claim"), (mistake.Rule, mistake.Path));
    }

    [Fact]
    public void Of_many_faults_the_first_thousand_are_told_and_all_are_counted()
    {
        var relations = string.Join(',', Enumerable.Range(0, 400).Select(i =>
            $$"""{ "type": "RELATION_TYPE_QUALIFIES", "claim": "articles/port/claims/u{{i}}" }"""));
        string[] names = ["one", "two", "three", "four"];
        var texts = names.Select(name => Articles(Some.CorpusWith(
                "{ \"type\": \"RELATION_TYPE_QUALIFIES\", " + Relation + ": \"It says when.\" }", relations))
            .Replace("articles/port/claims/", $"articles/{name}/claims/", StringComparison.Ordinal)
            .Replace("articles/port", $"articles/{name}", StringComparison.Ordinal)
            .Replace("articles/harbour", $"articles/former-{name}", StringComparison.Ordinal)
            .Replace($"articles/{name}/claims/u", "articles/port/claims/u", StringComparison.Ordinal));
        using var files = new CorpusFiles([("lists.json", Some.Corpus), .. texts.Select((text, i) => ($"{i}.json", text))]);
        var loaded = files.Load();
        Assert.Equal((1000, 1600), (loaded.Mistakes.Count, loaded.MistakeCount));
    }

    // The sample's articles in a file of their own.
    private static string Articles(string text) => "{" + text[text.IndexOf("\"articles\": [", StringComparison.Ordinal)..];

    // The same with other names, and this one for the last claim.
    private static string Another(string name) => Articles(Some.Corpus)
        .Replace("articles/port", "articles/other", StringComparison.Ordinal)
        .Replace("\"articles/harbour\"", "", StringComparison.Ordinal)
        .Replace("articles/other/claims/reopened", name, StringComparison.Ordinal);
}
