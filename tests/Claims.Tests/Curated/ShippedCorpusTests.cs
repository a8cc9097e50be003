using Claims.Curated;

namespace Claims.Tests.Curated;

public class ShippedCorpusTests
{
    private static readonly string _path = Path.Combine(AppContext.BaseDirectory, "corpus");

    [Fact]
    public void It_has_no_mistakes_and_is_not_empty()
    {
        var loaded = CorpusLoader.Load(_path);
        Assert.Empty(loaded.Mistakes);
        Assert.NotEmpty(loaded.Revision!.Claims);
        Assert.Equal(["CC-BY-4.0"], loaded.Revision.Licenses);
    }

    [Fact]
    public void Each_of_its_sources_and_articles_is_needed()
    {
        var revision = CorpusLoader.Load(_path).Revision!;
        Assert.All(revision.Articles, article => Assert.True(article.ClaimCount > 0, article.Name));
        var needed = revision.Claims.SelectMany(claim => claim.Attribution.Steps).SelectMany(step => step.Speakers)
            .SelectMany(speaker => new[] { speaker.Source, speaker.OnBehalfOf })
            .Concat(revision.Sources.Select(source => source.Affiliation))
            .ToHashSet();
        Assert.All(revision.Sources, source => Assert.Contains(source.Name, needed));
    }

    [Fact]
    public void An_unnamed_source_is_called_nothing_that_tells_its_article()
    {
        var revision = CorpusLoader.Load(_path).Revision!;
        var minted = revision.Sources.Where(source => revision.Articles.Any(article =>
            source.Name.EndsWith(article.Name["articles/".Length..], StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(minted);
        Assert.All(minted, source => Assert.EndsWith(" (unnamed)", source.DisplayName, StringComparison.Ordinal));
    }

    [Fact]
    public void No_note_stands_twice()
    {
        var notes = CorpusLoader.Load(_path).Revision!.Claims.SelectMany(claim => claim.Notes).ToList();
        Assert.Equal(notes.Distinct().Order(), notes.Order());
    }

    [Fact]
    public void Nobody_has_always_said_something()
    {
        Assert.All(CorpusLoader.Load(_path).Revision!.Claims, claim =>
            Assert.DoesNotContain("..", claim.StatedDate.Edtf, StringComparison.Ordinal));
    }
}
