using Claims.Catalog;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Server.Rpc;

/// <summary>
/// Matches names with the sources of a revision.
/// </summary>
internal static class SourceReconciliation
{
    /// <summary>The candidates for each of many names, or for as many of the first ones as fit in an answer.</summary>
    /// <param name="asked">What is asked of each name.</param>
    /// <param name="names">The names.</param>
    /// <param name="revision">What it is matched with.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static ReconcileSourcesResponse Of(
        IReadOnlyList<SourceQuery> asked, IReadOnlyList<NameQuery> names, Revision revision, Patience patience)
    {
        var answer = new ReconcileSourcesResponse { Revision = revision.Id };
        var size = Paging.Envelope;
        for (var i = 0; i < names.Count; i++)
        {
            var candidates = CandidatesOf(asked[i], names[i], revision, patience);
            size += EncodedMessage.FramedSize(candidates.CalculateSize());
            if (size > Paging.MaximumBytes && i > 0) break;
            answer.Results.Add(candidates);
        }

        return answer;
    }

    private static SourceCandidates CandidatesOf(SourceQuery asked, NameQuery name, Revision revision, Patience patience)
    {
        // One more than is answered, if need be, tells whether the first is the only one.
        var limit = AnswerSize.CandidatesOf(asked.Limit);
        var matches = EntryLists.BestSources(revision, asked.Kinds, name, Math.Max(limit, 2), patience);
        var candidates = new SourceCandidates();
        foreach (var match in matches.Take(limit)) candidates.Candidates.Add(CandidateOf(match, revision));
        if (matches is [{ Score: NameMatch.Whole }] or [{ Score: NameMatch.Whole }, { Score: < NameMatch.Whole }, ..])
        {
            candidates.Candidates[0].Match = true;
        }

        return candidates;
    }

    private static SourceCandidate CandidateOf(NameMatch match, Revision revision)
    {
        var source = revision.Sources[match.Entry];
        return new()
        {
            Source = source.Name,
            DisplayName = source.DisplayName,
            Kind = source.Kind,
            Score = match.Score,
            MatchedName = EntryNames.Of(source).ElementAt(revision.SourceNames.OrdinalOf(match.Name)),
        };
    }
}
