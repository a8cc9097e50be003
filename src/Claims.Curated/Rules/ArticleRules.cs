using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on articles.</summary>
internal static class ArticleRules
{
    /// <summary>Those on an article by itself.</summary>
    public static readonly RuleTable<ArticleDraft> Articles = new(
        [
            Article.NameFieldNumber, Article.TitleFieldNumber, Article.PublisherFieldNumber, Article.PublishedDateFieldNumber,
            Article.LanguageFieldNumber, Article.TextSha256FieldNumber, Article.CuratorFieldNumber, Article.CuratedDateFieldNumber,
        ],
        NameRules.Name<ArticleDraft>(
            Article.NameFieldNumber, article => article.IsNamed, ResourceName.ArticleForm),
        NameRules.Known<ArticleDraft>(NameRules.UnknownSource, Article.PublisherFieldNumber,
            article => article.Publisher is not null, article => article.SourceNames),
        NameRules.Uri<ArticleDraft>(Article.UriFieldNumber),
        new("malformed-language", Article.LanguageFieldNumber,
            article => article.Has(Article.LanguageFieldNumber) && !LanguageTag.IsMatch(article.Text(Article.LanguageFieldNumber).ToString()),
            article => $"{article.Quoted(Article.LanguageFieldNumber)} is no language tag; expected BCP 47, such as 'en' or 'pt-BR'"),
        NameRules.Digest<ArticleDraft>(Article.TextSha256FieldNumber),
        new("paragraph-count", Article.ParagraphCountFieldNumber, article => article.ParagraphCount < 1, article =>
            $"paragraphCount is {(article.ParagraphCount == 0 ? "missing or 0" : $"{article.ParagraphCount}")}; expected 1 or more, "
                + "since the headline counts"),
        new("curated-before-published", EdtfDate.EdtfFieldNumber,
            article => article.Has(Article.PublishedDateFieldNumber) && article.Has(Article.CuratedDateFieldNumber)
                && article.CuratedDate.Date.End <= article.PublishedDate.Date.Earliest,
            article => $"the article was curated in '{article.CuratedDate.Edtf}', before it was published in "
                + $"'{article.PublishedDate.Edtf}'")
        {
            Of = article => article.CuratedDate,
        },
        JsonRules.Size<ArticleDraft>(article => article.Size));

    /// <summary>Those on all claims of an article together.</summary>
    public static readonly RuleTable<ArticleDraft> OfClaims = new(
        [],
        new Rule<ArticleDraft>(JsonRules.TooLarge.Slug, 0, article => article.ClaimsSize > SizeLimits.ArticleClaims, article =>
            $"its claims are served in {article.ClaimsSize} bytes; the most is {SizeLimits.ArticleClaims}"));

    public static readonly RuleTable<Draft> Appearances = new(
        [Appearance.UriFieldNumber, Appearance.PublisherFieldNumber], NameRules.Uri<Draft>(Appearance.UriFieldNumber));

    public static readonly RuleTable<CorrectionDraft> Corrections = new([Correction.DateFieldNumber, Correction.TextFieldNumber]);

    public static readonly RuleTable<PlaceDraft> Datelines = new(
        [Dateline.PlaceFieldNumber, Dateline.TimeZoneFieldNumber],
        NameRules.Known<PlaceDraft>(NameRules.UnknownPlace, Dateline.PlaceFieldNumber,
            dateline => dateline.Place is not null, dateline => dateline.Names),
        DateRules.TimeZone<PlaceDraft>(Dateline.TimeZoneFieldNumber, dateline => dateline.IsInZone));
}
