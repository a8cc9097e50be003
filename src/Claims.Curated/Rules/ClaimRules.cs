using Claims.Catalog;
using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on a claim by itself, in its article.</summary>
internal static class ClaimRules
{
    public static readonly RuleTable<ClaimDraft> Claims = new(
        [
            Claim.NameFieldNumber, Claim.TextFieldNumber, Claim.AttributionFieldNumber, Claim.StatedDateFieldNumber, Claim.StanceFieldNumber,
            Claim.LocatorsFieldNumber,
        ],
        NameRules.Name<ClaimDraft>(
            Claim.NameFieldNumber, claim => IsInArticle(claim) || Utf8Names.IsClaim(claim.Name.Span), ResourceName.ClaimForm),
        new("claim-outside-article", Claim.NameFieldNumber,
            claim => claim.Article.IsNamed && !IsInArticle(claim) && Utf8Names.IsClaim(claim.Name.Span),
            claim => $"{claim.Quoted(Claim.NameFieldNumber)} is given in {claim.Article.Quoted(Article.NameFieldNumber)}; expected "
                + $"'{Quote.Cut(claim.Article.Name.ToString())}/claims/…'"),
        new("ambiguity-unexplained", Claim.NotesFieldNumber,
            claim => claim.Has(Claim.AttributionFieldNumber) && claim.Attribution.Scope == AttributionScope.Ambiguous
                && !claim.Has(Claim.NotesFieldNumber) && !claim.Has(Claim.AlternativesFieldNumber)
                && !claim.IsTold(Claim.AlternativesFieldNumber),
            _ => "ATTRIBUTION_SCOPE_AMBIGUOUS is a judgement: give the other readings in 'alternatives', or say in 'notes' how else the "
                + "attribution may be read"),
        new("alternative-to-no-ambiguity", Claim.AlternativesFieldNumber,
            claim => claim.Has(Claim.AlternativesFieldNumber) && claim.Has(Claim.AttributionFieldNumber)
                && claim.Attribution.Scope != AttributionScope.Ambiguous && !claim.Attribution.IsTold(Attribution.ScopeFieldNumber),
            claim => "alternatives are other readings of an ambiguous attribution, and its scope is "
                + (claim.Attribution.Scope == 0 ? "not given" : EnumNames.Of(claim.Attribution.Scope)) + "; expected ATTRIBUTION_SCOPE_AMBIGUOUS"),

        // Nobody is reported before having spoken, and the publisher speaks by publishing.
        new("own-voice-date", Attribution.StepsFieldNumber,
            claim => AreDated(claim) && IsInOwnVoice(claim)
                && !(claim.StatedDate.Date.Edtf.Start < claim.Article.PublishedDate.Date.Edtf.End
                    && claim.Article.PublishedDate.Date.Edtf.Start < claim.StatedDate.Date.Edtf.End),
            claim => "a claim in the publisher's own voice is stated by publishing it, in "
                + $"'{claim.Article.PublishedDate.Edtf}', and statedDate is '{claim.StatedDate.Edtf}': give that date, or the 'steps' of who "
                + "stated it")
        {
            Of = claim => claim.Attribution,
        },
        new("stated-after-published", EdtfDate.EdtfFieldNumber,
            claim => AreDated(claim) && !IsInOwnVoice(claim)
                && claim.StatedDate.Date.Earliest >= claim.Article.PublishedDate.Date.End,
            claim => $"it is stated in '{claim.StatedDate.Edtf}', after the article was published in "
                + $"'{claim.Article.PublishedDate.Edtf}'")
        {
            Of = claim => claim.StatedDate,
        },
        new("as-of-positive", Stance.PolarityFieldNumber,
            claim => claim.Has(Claim.AsOfFieldNumber) && claim.Has(Claim.StanceFieldNumber)
                && claim.Stance.Number(Stance.PolarityFieldNumber) == (int)Polarity.Positive,
            _ => "asOf is for claims of absence or ignorance, and polarity is POLARITY_POSITIVE; expected POLARITY_NEGATIVE or "
                + "POLARITY_OPEN, or no asOf")
        {
            Of = claim => claim.Stance,
        },
        JsonRules.Size<ClaimDraft>(claim => claim.Size));

    public static readonly RuleTable<Draft> Stances = new(
        [Stance.PolarityFieldNumber, Stance.CertaintyFieldNumber, Stance.ForceFieldNumber],
        new Rule<Draft>("open-and-committed", Stance.CertaintyFieldNumber,
            stance => stance.Number(Stance.PolarityFieldNumber) == (int)Polarity.Open
                && stance.Number(Stance.CertaintyFieldNumber) is not (0 or (int)Certainty.Uncommitted),
            stance => $"POLARITY_OPEN claims neither, and certainty is {EnumNames.Of((Certainty)stance.Number(Stance.CertaintyFieldNumber))}; "
                + "expected CERTAINTY_UNCOMMITTED"));

    public static readonly RuleTable<Draft> Figures = new(
        [Figure.ExpressionFieldNumber, Figure.UnitFieldNumber],
        NameRules.Slug<Draft>(Figure.UnitFieldNumber),
        new("figure-bounds", Figure.LowerFieldNumber,
            figure => figure.Double(Figure.LowerFieldNumber) > figure.Double(Figure.UpperFieldNumber),
            figure => FormattableString.Invariant($"lower {figure.Double(Figure.LowerFieldNumber)} is more than upper ")
                + FormattableString.Invariant($"{figure.Double(Figure.UpperFieldNumber)}")),
        new("figure-bounds", Figure.LowerFieldNumber,
            figure => figure.Has(Figure.LowerFieldNumber)
                && figure.Double(Figure.LowerFieldNumber) == figure.Double(Figure.UpperFieldNumber)
                && (figure.Number(Figure.LowerExclusiveFieldNumber) | figure.Number(Figure.UpperExclusiveFieldNumber)) != 0,
            figure => FormattableString.Invariant($"lower and upper are {figure.Double(Figure.LowerFieldNumber)}, and not ")
                + "inclusive: nothing is between them"),
        Exclusive(Figure.LowerExclusiveFieldNumber, Figure.LowerFieldNumber),
        Exclusive(Figure.UpperExclusiveFieldNumber, Figure.UpperFieldNumber));

    public static readonly RuleTable<PlaceDraft> Places = new(
        [PlaceMention.PlaceFieldNumber],
        NameRules.Known<PlaceDraft>(
            NameRules.UnknownPlace, PlaceMention.PlaceFieldNumber, place => place.Place is not null, place => place.Names));

    public static readonly RuleTable<Draft> Topics = new([TopicMention.TopicFieldNumber]);

    public static readonly RuleTable<AlternativeDraft> Alternatives = new([Alternative.AttributionFieldNumber, Alternative.ReasonFieldNumber]);

    public static readonly RuleTable<Draft> Reviews = new(
        [Review.UriFieldNumber, Review.PublisherFieldNumber], NameRules.Uri<Draft>(Review.UriFieldNumber));

    public static readonly RuleTable<Draft> Relations = new([Relation.TypeFieldNumber, Relation.ClaimFieldNumber]);

    private static Rule<Draft> Exclusive(int exclusive, int bound) => new("exclusive-of-nothing", exclusive,
        figure => figure.Number(exclusive) != 0 && !figure.Has(bound) && !figure.IsTold(bound),
        figure => $"'{figure.Members.NameOf(exclusive)}' says that '{figure.Members.NameOf(bound)}' is not reached, and there is none");

    private static bool IsInArticle(ClaimDraft claim) =>
        claim.Article.IsNamed && Utf8Names.IsClaimOf(claim.Article.Name.Span, claim.Name.Span);

    private static bool AreDated(ClaimDraft claim) => claim.Has(Claim.StatedDateFieldNumber) && claim.StatedDate.IsDate
        && claim.Article.Has(Article.PublishedDateFieldNumber) && claim.Article.PublishedDate.IsDate;

    private static bool IsInOwnVoice(ClaimDraft claim) =>
        claim.Has(Claim.AttributionFieldNumber) && claim.Attribution.StepCount == 0;
}
