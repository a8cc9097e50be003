using System.ComponentModel;
using Claims.Catalog;
using Claims.V1;

namespace Claims.Server.Web.Mcp;

/// <summary>Claims, as an assistant is told them.</summary>
/// <param name="Revision">The revision of the corpus that all of it is of.</param>
/// <param name="Total">How many claims match, these included.</param>
/// <param name="Claims">The claims.</param>
/// <param name="NextPageToken">Asks for more; null where there are none.</param>
internal sealed record ClaimList(
    [property: Description("The revision of the corpus that all of it is of; cite it.")] string Revision,
    [property: Description("How many claims match in all.")] int Total,
    IReadOnlyList<ToldClaim> Claims,
    [property: Description("Give it as page_token for more; absent on the last page.")] string? NextPageToken);

/// <summary>One claim, in words, with what to cite it by.</summary>
internal sealed record ToldClaim(
    [property: Description("What to cite: the claim's name, '@' and the digest of its content.")] string Citation,
    [property: Description("The claim in the curator's words, not the article's.")] string Text,
    [property: Description("Who says it, from the publisher inwards, and how the article tells so.")] string Attribution,
    [property: Description("What the speakers make of it: whether it is so, how certain they are, what they do by saying it.")] string Stance,
    [property: Description("When it was said, as EDTF (ISO 8601-2).")] string? Said,
    [property: Description("When what it tells of is, was or will be, as EDTF.")] string? About,
    [property: Description("True where the article takes it for granted, and asserts something else.")] bool TakenForGranted,
    [property: Description("What else the wording allows, or a curator noted.")] IReadOnlyList<string> Notes)
{
    public static ToldClaim Of(Claim claim) => new(
        $"{claim.Name}@{claim.Digest}",
        claim.Text,
        WordsOf(claim.Attribution),
        string.Join(", ", EnumNames.WordsOf(claim.Stance.Polarity), EnumNames.WordsOf(claim.Stance.Certainty),
            EnumNames.WordsOf(claim.Stance.Force)).ToLowerInvariant(),
        claim.StatedDate?.Edtf,
        claim.EventDate?.Edtf,
        claim.Presupposed,
        [
            .. claim.Alternatives.Select(other => $"Or: {WordsOf(other.Attribution)}. {other.Reason}"),
            .. claim.Notes,
        ]);

    private static string WordsOf(Attribution attribution) => string.Join(", citing ", attribution.Steps.Select(step =>
        $"{SpeakersOf(step)} ({EnumNames.WordsOf(step.Kind).ToLowerInvariant()})"));

    private static string SpeakersOf(AttributionStep step)
    {
        // Who is not named is called as the article does.
        var names = string.Join(" and ", step.Speakers.Select(speaker =>
            speaker.Identification is Identification.Named or Identification.Metonym || speaker.AsPublished.Length == 0
                ? speaker.DisplayName
                : $"\"{speaker.AsPublished}\""));
        return step.Joint switch
        {
            JointMode.Joint => $"{names}, together",
            JointMode.Each => $"{names}, each",
            JointMode.Unclear => $"{names}, together or each",
            _ => names,
        };
    }
}

/// <summary>What a claim is related to, and where it comes from.</summary>
internal sealed record ClaimRelations(
    [property: Description("The revision of the corpus that all of it is of; cite it.")] string Revision,
    [property: Description("The claims, the one asked for first.")] IReadOnlyList<ToldClaim> Claims,
    [property: Description("How they are related: 'claim RELATION other claim'.")] IReadOnlyList<string> Relations,
    [property: Description("The independent origins of the claim asked for; speakers who spoke together are one.")]
    IReadOnlyList<string> IndependentOrigins,
    [property: Description("True where there are more claims than were told.")] bool Truncated);

/// <summary>Claims counted by what they have in common.</summary>
internal sealed record ClaimCounts(
    [property: Description("The revision of the corpus that all of it is of; cite it.")] string Revision,
    [property: Description("How many claims were counted.")] int Total,
    IReadOnlyList<GroupCount> Groups,
    [property: Description("How many more groups there are.")] int MoreGroups,
    [property: Description("How many claims are in no group.")] int Without);

/// <summary>How many claims share a value.</summary>
internal sealed record GroupCount(string Value, string Name, int Count);
