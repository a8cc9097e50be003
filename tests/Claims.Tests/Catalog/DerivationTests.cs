using Claims.Catalog;
using Claims.Curated;
using Claims.V1;

namespace Claims.Tests.Catalog;

public class DerivationTests
{
    private static readonly Revision _revision = CorpusLoader.Load(Some.Sample("invented")).Revision!;

    [Fact]
    public void The_invented_corpus_has_no_mistakes() =>
        Assert.Empty(CorpusLoader.Load(Some.Sample("invented")).Mistakes);

    [Fact]
    public void The_publishers_own_voice_is_the_first_step()
    {
        Assert.All(_revision.Claims, claim =>
        {
            var step = claim.Attribution.Steps[0];
            Assert.Equal(AttributionKind.Narrative, step.Kind);
            var speaker = Assert.Single(step.Speakers);
            Assert.Equal("sources/corvane-press-agency", speaker.Source);
            Assert.Equal("Corvane Press Agency", speaker.DisplayName);
            Assert.Equal(SourceKind.NewsAgency, speaker.Kind);
            Assert.Equal(Identification.Named, speaker.Identification);
            Assert.Equal((JointMode.Unspecified, "", "", null), (step.Joint, step.Cue, speaker.AsPublished, step.Locator));
        });
        Assert.DoesNotContain(_revision.Claims, claim =>
            claim.Attribution.Steps.Skip(1).Any(step => step.Kind == AttributionKind.Narrative));
    }

    [Theory]
    [InlineData("articles/ferry-fire/claims/headline-toll", "sources/corvane-press-agency")]
    [InlineData("articles/ferry-fire/claims/patrol-boat-arrival", "sources/corvane-press-agency",
        "sources/radio-velmora", "sources/ferry-fire-navy-spokeswoman")]
    [InlineData("articles/ferry-claim/claims/lower-doors-locked", "sources/corvane-press-agency",
        "sources/ostwick-wire", "sources/strait-watch", "sources/ferry-claim-survivor")]
    public void The_given_steps_follow_in_their_order(string claim, params string[] sources) =>
        Assert.Equal(sources, Claim(claim).Attribution.Steps.Select(step => Assert.Single(step.Speakers).Source));

    [Theory]
    [InlineData("articles/ferry-fire/claims/headline-toll", "Corvane Press Agency: NewsAgency")]
    [InlineData("articles/ferry-claim/claims/toll-fourteen", "Radio Velmora: StateMedia", "Strait Watch: Monitor")]
    [InlineData("articles/salt-talks/claims/reopening-needed", "Séverin Môlet: Minister")]
    [InlineData("articles/ferry-claim/claims/lower-doors-locked", "A survivor of the fire on the Aldine: Witness")]
    public void The_speakers_are_those_of_the_last_step_by_name_and_kind(string claim, params string[] speakers) =>
        Assert.Equal(speakers, Claim(claim).Speakers.Select(speaker => $"{speaker.DisplayName}: {speaker.Kind}"));

    [Fact]
    public void Of_every_claim_the_speakers_are_those_of_the_last_step() =>
        Assert.All(_revision.Claims, claim => Assert.Equal(claim.Attribution.Steps[^1].Speakers, claim.Speakers));

    [Fact]
    public void Of_every_speaker_the_name_and_kind_are_those_of_the_source() =>
        Assert.All(
            _revision.Claims.SelectMany(claim => claim.Attribution.Steps.SelectMany(step => step.Speakers).Concat(claim.Speakers)),
            speaker =>
            {
                var source = _revision.Sources.Single(source => source.Name == speaker.Source);
                Assert.Equal((source.DisplayName, source.Kind), (speaker.DisplayName, speaker.Kind));
            });

    [Theory]
    [InlineData("salt-talks/claims/quarrel-began", "1911-01-01T00:00:00+05:41:16", "1914-01-01T00:00:00+05:41:16", DatePrecision.Year)]
    [InlineData("salt-talks/claims/earlier-round-failed", "2019-02-01T00:00:00+05:45", "2019-03-01T00:00:00+05:45", DatePrecision.Month)]
    [InlineData("salt-talks/claims/pans-shared-from-2020", "2020-01-01T00:00:00+05:45", null, DatePrecision.Year)]
    [InlineData("salt-talks/claims/talks-under-way", null, "2019-04-04T00:00:00+05:45", DatePrecision.Day)]
    [InlineData("salt-talks/claims/strait-closed", "2019-03-30T00:00:00-01:00", "2019-04-04T00:00:00+00:00", DatePrecision.Day)]
    [InlineData("ferry-claim/claims/front-claims-fire", "2019-04-01T06:30:00Z", "2019-04-01T06:30:01Z", DatePrecision.Time)]
    [InlineData("ferry-claim/claims/search-lasted-sunday", "2019-03-31T01:00:00Z", "2019-04-01T00:00:00Z", DatePrecision.Day)]
    [InlineData("ferry-fire/claims/fire-began-early-morning", "2019-03-29T06:00:00Z", "2019-03-29T07:00:00Z", DatePrecision.Day)]
    public void A_date_has_its_bounds_in_its_zone_and_its_precision(
        string claim, string? earliest, string? end, DatePrecision precision)
    {
        var date = Claim($"articles/{claim}").EventDate;
        Assert.Equal(
            (Moment(earliest), Moment(end), precision),
            (date.EarliestTime?.ToDateTimeOffset(), date.EndTime?.ToDateTimeOffset(), date.Precision));
    }

    [Fact]
    public void Every_date_is_filled_in()
    {
        var dates = _revision.Claims
            .SelectMany(claim => new[] { claim.StatedDate, claim.EventDate, claim.AsOf })
            .Concat(_revision.Articles.SelectMany(article => new[] { article.PublishedDate, article.CuratedDate }))
            .OfType<EdtfDate>()
            .ToList();
        Assert.True(dates.Count > 50, $"{dates.Count} dates only");
        Assert.All(dates, date =>
        {
            Assert.NotEqual(DatePrecision.Unspecified, date.Precision);
            Assert.Equal(date.Edtf.StartsWith("..", StringComparison.Ordinal), date.EarliestTime is null);
            Assert.Equal(date.Edtf.EndsWith("..", StringComparison.Ordinal), date.EndTime is null);
            Assert.True(date.EarliestTime is null || date.EndTime is null || date.EarliestTime < date.EndTime, $"{date}");
        });
    }

    [Fact]
    public void Places_have_the_names_and_countries_of_the_list()
    {
        Assert.Equal(
            [("velle-pans", "Salt pans of Vellé", ""), ("velmora", "Velmora", "XV")],
            Claim("articles/salt-talks/claims/velmora-gets-sixty-percent").Places
                .Select(place => (place.Place, place.DisplayName, place.CountryCode)));
        Assert.All(_revision.Claims.SelectMany(claim => claim.Places), place => Assert.NotEmpty(place.DisplayName));
    }

    [Fact]
    public void A_claim_in_the_articles_own_words_says_so() =>
        Assert.Equal("The Aldine was built around 1998.", Assert.Single(_revision.Claims, claim => claim.Verbatim).Text);

    [Fact]
    public void A_figure_that_is_more_than_its_bound_says_so() =>
        Assert.Equal(
            new Figure { Expression = "more than 60 %", Lower = 60, LowerExclusive = true, Unit = "percent" },
            Assert.Single(Claim("articles/salt-talks/claims/velmora-gets-sixty-percent").Figures));

    [Fact]
    public void Claims_are_counted_by_article_and_by_speaker()
    {
        Assert.All(_revision.Articles, article => Assert.Equal(
            _revision.Claims.Count(claim => claim.Name.StartsWith(article.Name + "/", StringComparison.Ordinal)),
            article.ClaimCount));
        Assert.All(_revision.Sources, source => Assert.Equal(
            _revision.Claims.Count(claim => claim.Speakers.Any(speaker => speaker.Source == source.Name)),
            source.ClaimCount));

        // Of the claims that come through it, the publisher makes those in its own voice alone.
        var own = _revision.Claims.Count(claim => claim.Attribution.Steps.Count == 1);
        Assert.Equal(own, _revision.FindSource("sources/corvane-press-agency")!.ClaimCount);
        Assert.InRange(own, 1, _revision.ClaimCount - 1);
        Assert.Equal(12, _revision.FindArticle("articles/salt-talks")!.ClaimCount);
    }

    [Fact]
    public void Every_reference_is_to_a_current_name()
    {
        var sources = _revision.Sources.Select(source => source.Name).ToHashSet();
        var claims = _revision.Claims.Select(claim => claim.Name).ToHashSet();
        Assert.All(_revision.Articles, article => Assert.Contains(article.Publisher, sources));
        Assert.All(_revision.Sources.Where(source => source.Affiliation.Length > 0),
            source => Assert.Contains(source.Affiliation, sources));
        Assert.All(_revision.Claims.SelectMany(claim => claim.Relations), relation => Assert.Contains(relation.Claim, claims));
        Assert.All(
            _revision.Claims.SelectMany(claim => claim.Attribution.Steps).SelectMany(step => step.Speakers),
            speaker => Assert.True(
                sources.Contains(speaker.Source) && (speaker.OnBehalfOf.Length == 0 || sources.Contains(speaker.OnBehalfOf)),
                $"{speaker}"));
    }

    [Theory]
    [InlineData("articles/ferry-claim/claims/front-did-it", "articles/ferry-claim/claims/front-set-fire")]
    [InlineData("articles/ferry-arson/claims/front-did-it", "articles/ferry-claim/claims/front-set-fire")]
    [InlineData("articles/ferry-claim/claims/front-set-fire", "articles/ferry-claim/claims/front-set-fire")]
    [InlineData("articles/ferry-arson", "articles/ferry-claim")]
    [InlineData("sources/corvane-telegraph", "sources/corvane-press-agency")]
    [InlineData("sources/nobody", null)]
    public void An_entry_is_found_by_its_name_and_its_former_names(string name, string? current) =>
        Assert.Equal(current,
            Some.ClaimOf(_revision, name)?.Name ?? _revision.FindArticle(name)?.Name ?? _revision.FindSource(name)?.Name);

    [Fact]
    public void Only_what_the_contract_calls_derived_is_derived() =>
        Assert.Equal(
            [
                "claims.v1.Article.claim_count", "claims.v1.Article.license", "claims.v1.Claim.digest", "claims.v1.Claim.speakers",
                "claims.v1.EdtfDate.precision", "claims.v1.Place.claim_count", "claims.v1.PlaceMention.country_code",
                "claims.v1.PlaceMention.display_name", "claims.v1.Source.claim_count", "claims.v1.Speaker.display_name",
                "claims.v1.Speaker.kind", "claims.v1.Topic.claim_count", "claims.v1.TopicMention.display_name",
            ],
            DerivedFields.All.Select(field => field.FullName).Order(StringComparer.Ordinal));

    private static Claim Claim(string name) => Assert.Single(_revision.Claims, claim => claim.Name == name);

    // Not DateTimeOffset.Parse: local mean time has seconds in its offset.
    private static DateTimeOffset? Moment(string? text) => text is null ? null
        : NodaTime.Text.OffsetDateTimePattern.ExtendedIso.Parse(text).Value.ToInstant().ToDateTimeOffset();
}
