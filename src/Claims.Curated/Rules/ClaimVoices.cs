using Claims.Catalog;
using Claims.Catalog.Building;
namespace Claims.Curated;

/// <summary>
/// In whose voice each claim is: by which sources it is made, at the last step of its attribution, by whatever names. Each
/// claim's is made out once, so that comparing two takes no longer for voices of many. Not thread-safe.
/// </summary>
/// <param name="content">The corpus, which may hold mistakes.</param>
/// <param name="findSource">The index of the source that has or had a name, or null.</param>
internal sealed class ClaimVoices(CorpusContent content, Func<string, int?> findSource)
{
    private readonly Dictionary<int, Voice?> _ofClaim = [];
    private readonly Dictionary<string, Voice> _voices = [];

    /// <summary>The voice of a claim; null where its sources are not all known, which is told elsewhere.</summary>
    public Voice? Of(int claim)
    {
        if (!_ofClaim.TryGetValue(claim, out var voice)) _ofClaim[claim] = voice = Find(claim);
        return voice;
    }

    private Voice? Find(int claim)
    {
        if (content.Claims[claim].Attribution is not { } attribution) return null;
        var names = attribution.Steps.Count > 0
            ? attribution.Steps[^1].Speakers.Select(speaker => speaker.Source)
            : [content.Articles[content.ArticleOfClaim[claim]].Publisher];
        var indices = names.Select(findSource).Distinct().ToList();
        if (indices.Contains(null)) return null;
        var key = string.Join(' ', indices.Order());
        if (!_voices.TryGetValue(key, out var voice))
        {
            var current = indices.Select(index => content.Sources[index!.Value].Name);
            _voices[key] = voice = new(Quote.List(current, indices.Count));
        }

        return voice;
    }
}

/// <summary>The sources that make a claim; one object for the same sources in any order.</summary>
/// <param name="quoted">Their names, for a message.</param>
internal sealed class Voice(string quoted)
{
    /// <summary>Their names, for a message.</summary>
    public string Quoted => quoted;
}
