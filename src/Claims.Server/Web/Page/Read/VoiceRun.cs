using Claims.V1;

namespace Claims.Server.Web.Page.Read;

/// <summary>
/// Claims that stand one after the other, made by one voice, in one form and at one time: they are read under one head.
/// </summary>
/// <param name="Claims">The claims, one at least.</param>
/// <param name="BeginsArticle">Whether those before are of another article.</param>
public sealed record VoiceRun(IReadOnlyList<ListedClaim> Claims, bool BeginsArticle)
{
    /// <summary>The first of the claims: what is common to all can be read from it.</summary>
    public Claim First => Claims[0].Claim;

    /// <summary>The voice that makes them.</summary>
    public AttributionStep Voice => First.Attribution.Steps[^1];

    /// <summary>How many voices it passed through: none for what the publisher says itself.</summary>
    public int Depth => First.Attribution.Steps.Count - 1;

    /// <summary>Puts claims that follow one another under their voices.</summary>
    public static IReadOnlyList<VoiceRun> Of(IReadOnlyList<ListedClaim> claims)
    {
        var runs = new List<VoiceRun>();
        for (var start = 0; start < claims.Count;)
        {
            var end = start + 1;
            while (end < claims.Count && IsSameVoice(claims[start].Claim, claims[end].Claim)) end++;
            var begins = start == 0 || ArticleOf(claims[start - 1].Claim) != ArticleOf(claims[start].Claim);
            runs.Add(new([.. claims.Skip(start).Take(end - start)], begins));
            start = end;
        }

        return runs;
    }

    private static bool IsSameVoice(Claim one, Claim other) =>
        ArticleOf(one) == ArticleOf(other) && one.StatedDate.Equals(other.StatedDate)
        && one.Attribution.Steps.Count == other.Attribution.Steps.Count
        && one.Attribution.Steps.Zip(other.Attribution.Steps).All(steps => steps.First.Kind == steps.Second.Kind
            && steps.First.Cue == steps.Second.Cue && steps.First.Joint == steps.Second.Joint
            && steps.First.Speakers.Equals(steps.Second.Speakers));

    private static string ArticleOf(Claim claim) => claim.Name.Split('/')[1];
}
