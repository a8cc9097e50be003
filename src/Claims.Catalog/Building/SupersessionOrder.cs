namespace Claims.Catalog.Building;

/// <summary>
/// Whether supersessions are within one voice each, and none runs in a circle: what the rules on relations explain.
/// </summary>
internal static class SupersessionOrder
{
    public static bool IsRight(IReadOnlyList<Supersession> supersessions, EncodedClaims claims)
    {
        // Each claim is decoded once: it may supersede a thousand others.
        var voices = new Dictionary<int, HashSet<string>>();
        if (supersessions.Any(found => !VoiceOf(found.Claim).SetEquals(VoiceOf(found.Superseding)))) return false;

        // What nothing supersedes is in no circle; and without it, neither is what it supersedes.
        var left = new Dictionary<int, int>();
        var superseded = new Dictionary<int, List<int>>();
        foreach (var found in supersessions)
        {
            left[found.Claim] = left.GetValueOrDefault(found.Claim) + 1;
            if (!superseded.TryGetValue(found.Superseding, out var those)) superseded[found.Superseding] = those = [];
            those.Add(found.Claim);
        }

        var open = superseded.Keys.Where(claim => !left.ContainsKey(claim)).ToList();
        for (var i = 0; i < open.Count; i++)
        {
            if (!superseded.TryGetValue(open[i], out var those)) continue;
            foreach (var claim in those)
            {
                if (--left[claim] > 0) continue;
                left.Remove(claim);
                open.Add(claim);
            }
        }

        return left.Count == 0;

        HashSet<string> VoiceOf(int claim)
        {
            if (voices.TryGetValue(claim, out var voice)) return voice;
            return voices[claim] = [.. claims.Decode(claim).Speakers.Select(speaker => speaker.Source)];
        }
    }
}
