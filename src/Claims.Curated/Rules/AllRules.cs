namespace Claims.Curated;

/// <summary>What all rules on curated files are called, so that none goes untested. Each is where its subject
/// is.</summary>
internal static class AllRules
{
    public static IReadOnlySet<string> Slugs { get; } =
        new[]
        {
            JsonRules.All, NameRules.All, SourceRules.All, PlaceRules.All, TopicRules.All, SynonymRules.All, LocatorRules.All,
            RelationRules.All,
        }
        .SelectMany(rules => rules).Select(rule => rule.Slug)
        .Concat(SourceRules.Sources.Slugs).Concat(TopicRules.Topics.Slugs).Concat(WithdrawalRules.Withdrawals.Slugs)
        .Concat(PlaceRules.Places.Slugs).Concat(PlaceRules.Coordinates.Slugs)
        .Concat(ArticleRules.Articles.Slugs).Concat(ArticleRules.OfClaims.Slugs).Concat(ArticleRules.Datelines.Slugs)
        .Concat(ArticleRules.Appearances.Slugs).Concat(ArticleRules.Corrections.Slugs).Concat(ClaimRules.Alternatives.Slugs).Concat(ClaimRules.Reviews.Slugs)
        .Concat(ClaimRules.Claims.Slugs).Concat(ClaimRules.Stances.Slugs).Concat(ClaimRules.Figures.Slugs)
        .Concat(ClaimRules.Places.Slugs).Concat(ClaimRules.Topics.Slugs).Concat(ClaimRules.Relations.Slugs)
        .Concat(AttributionRules.Attributions.Slugs).Concat(AttributionRules.Steps.Slugs).Concat(AttributionRules.Speakers.Slugs)
        .Concat(DateRules.Table.Slugs).Concat(LocatorRules.Table.Slugs)
        .ToHashSet();
}
