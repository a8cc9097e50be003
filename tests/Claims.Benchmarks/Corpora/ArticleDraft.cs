using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// An article under way: what its claims are made of.
/// </summary>
/// <param name="Plan">What others know of it.</param>
/// <param name="Country">Where it is about.</param>
/// <param name="Theme">Nouns that it keeps coming back to.</param>
/// <param name="Places">Where its claims are about, the likeliest first.</param>
/// <param name="Topics">What they are about, likewise.</param>
internal sealed record ArticleDraft(
    ArticlePlan Plan, Country Country, Word[] Theme, IReadOnlyList<Place> Places, IReadOnlyList<string> Topics)
{
    /// <summary>The article as curated, once it is made.</summary>
    public required Article Article { get; init; }

    /// <summary>Those who speak in it, the most talkative first.</summary>
    public List<Voice> Cast { get; } = [];

    /// <summary>Whose voice each claim is in that has been made, as supersessions ask it.</summary>
    public List<string> VoiceOf { get; } = [];

    /// <summary>Whether the time of day is known at which it was published.</summary>
    public bool IsPublishedAtTime => Article.PublishedDate.Edtf.Length > "2016-09-05".Length;

    /// <summary>Whether its curator located source, cue and content apart: in all of an article, or in none.</summary>
    public required bool IsLocatedApart { get; init; }

    /// <summary>Whether its terms allow that its words are repeated.</summary>
    public required bool IsFree { get; init; }

    public int ParagraphOf(int claim) => claim * Article.ParagraphCount / Plan.ClaimCount;
}
