using Claims.Curated;
using Claims.V1;

namespace Claims.Tests.Curated;

public class ShippedCorpusTests
{
    public static TheoryData<string> Paths => new(RunningServer.ShippedCorpus, RunningServer.AllCorpora);

    [Theory]
    [MemberData(nameof(Paths))]
    public void It_has_no_mistakes_and_is_not_empty(string path)
    {
        var loaded = CorpusLoader.Load(path);
        Assert.Empty(loaded.Mistakes);
        Assert.NotEmpty(loaded.Revision!.Claims);
        Assert.Equal(["CC-BY-4.0"], loaded.Revision.Licenses);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Each_of_its_sources_and_articles_is_needed(string path)
    {
        var revision = CorpusLoader.Load(path).Revision!;
        Assert.All(revision.Articles, article => Assert.True(article.ClaimCount > 0, article.Name));
        var needed = revision.Claims.SelectMany(claim => claim.Attribution.Steps).SelectMany(step => step.Speakers)
            .SelectMany(speaker => new[] { speaker.Source, speaker.OnBehalfOf })
            .Concat(revision.Sources.Select(source => source.Affiliation))
            .ToHashSet();
        Assert.All(revision.Sources, source => Assert.Contains(source.Name, needed));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void An_unnamed_source_is_called_nothing_that_tells_its_article(string path)
    {
        var revision = CorpusLoader.Load(path).Revision!;
        var minted = revision.Sources.Where(source => revision.Articles.Any(article =>
            source.Name.EndsWith(article.Name["articles/".Length..], StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(minted);
        Assert.All(minted, source => Assert.EndsWith(" (unnamed)", source.DisplayName, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void No_note_stands_twice(string path)
    {
        // Of one article: another is read by itself.
        var revision = CorpusLoader.Load(path).Revision!;
        Assert.All(revision.Articles, article =>
        {
            var notes = revision.ClaimsOf(revision.RunOf(article)).SelectMany(claim => claim.Notes).ToList();
            Assert.Equal(notes.Distinct().Order(), notes.Order());
        });
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Nobody_has_always_said_something(string path)
    {
        Assert.All(CorpusLoader.Load(path).Revision!.Claims, claim =>
            Assert.DoesNotContain("..", claim.StatedDate.Edtf, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Whatever_is_ambiguous_has_its_other_readings_and_every_topic_its_kind(string path)
    {
        var revision = CorpusLoader.Load(path).Revision!;
        Assert.All(revision.Claims, claim =>
            Assert.Equal(claim.Attribution.Scope == AttributionScope.Ambiguous, claim.Alternatives.Count > 0));
        Assert.All(revision.Topics, topic => Assert.NotEqual(TopicKind.Unspecified, topic.Kind));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_statement_of_somebody_else_is_located_source_cue_and_content_apart(string path)
    {
        var revision = CorpusLoader.Load(path).Revision!;
        Assert.All(revision.Claims.Where(claim => claim.Attribution.Steps.Count > 1), claim =>
        {
            Assert.NotEmpty(claim.ContentSpans);
            Assert.All(claim.Attribution.Steps.Skip(1), step => Assert.NotEmpty(step.SourceSpans));
        });
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_place_lies_in_the_country_that_it_is_of(string path)
    {
        var revision = CorpusLoader.Load(path).Revision!;
        var countries = revision.Places.Where(place => place.Within.Length == 0).Select(place => place.CountryCode).ToList();
        Assert.Equal(countries.Distinct(), countries);
        Assert.All(countries, code => Assert.Equal(2, code.Length));
    }
}
