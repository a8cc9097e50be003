using Claims.Catalog;
using Claims.Server.Access;
using Claims.Server.Live;
using Claims.V1;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// One call of WatchClaims. It holds a revision only while it reads, and memory for answers only while it writes;
/// between two revisions nothing is kept but which one was reached.
/// </summary>
internal sealed class ClaimsWatch(
    HeldRevisions corpus,
    WatchClaimsRequest request,
    ClaimCriteria criteria,
    IServerStreamWriter<WatchClaimsResponse> answers,
    ServerCallContext call)
{
    // How many claims are looked at before what came of them is written: what waits to be written is no more than
    // numbers of so many, and of the rest of an article.
    private const int Batch = 1000;

    private readonly Patience _patience = new(call.Deadline, call.CancellationToken);

    /// <summary>Sends what there is, and then what changes, until the call or the server ends.</summary>
    public async Task RunAsync()
    {
        var http = call.GetHttpContext();
        var reached = Start(http);
        var isWeb = CallProtocol.IsTranslated(http.Request);
        corpus.Watchers.Enter(isWeb);
        try
        {
            while (true)
            {
                var beat = corpus.NextBeat;
                ThrowIfOver();
                reached = await CatchUpAsync(reached);
                ConnectionMemory.Rest(http);
                await beat.WaitAsync(call.CancellationToken);
                await ConnectionMemory.ResumeAsync(http, call.CancellationToken);
            }
        }
        finally
        {
            corpus.Watchers.Leave(isWeb);
        }
    }

    // The revision that the caller has; null for none. Nobody waits with the lease of the call.
    private HeldRevision? Start(HttpContext http)
    {
        var current = http.Features.Get<HeldRevision>()!;
        var reached = request.Revision.Length == 0
            ? null
            : corpus.TryLeaseReached(request.Revision) ?? throw Failures.RevisionNotHeld(request.Revision, current.Id);
        try
        {
            if (!IsIn(current.Revision) && (reached is null || !IsIn(reached.Revision)))
            {
                throw Failures.ArticleNotFound(current.Revision, request.Parent);
            }

            reached?.Name();
            return reached;
        }
        finally
        {
            reached?.EndLease();
            CallRevision.End(http);
        }

        bool IsIn(Revision revision) =>
            request.Parent == ResourceName.EveryArticle || revision.HasArticle(request.Parent);
    }

    private async Task<HeldRevision> CatchUpAsync(HeldRevision? reached)
    {
        var current = corpus.LeaseCurrent();
        try
        {
            if (reached is null) await SendAllAsync(current);
            else if (reached.Id != current.Id) await SendDifferenceAsync(reached, current);
            current.Name();
            await answers.WriteAsync(new() { Revision = current.Id, Checkpoint = new() });
            return current;
        }
        finally
        {
            current.EndLease();
        }
    }

    private async Task SendAllAsync(HeldRevision current)
    {
        var revision = current.Revision;
        for (var claims = Matches(revision, after: -1); claims.Count > 0; claims = Matches(revision, claims[^1]))
        {
            foreach (var claim in claims)
            {
                await WriteAsync(current, new() { Revision = revision.Id, Added = revision.Encodings.Decode(claim) });
            }

            ThrowIfOver();
        }
    }

    private async Task SendDifferenceAsync(HeldRevision reached, HeldRevision current)
    {
        if (!reached.TryLease()) throw Failures.RevisionNotHeld(reached.Id, current.Id);
        try
        {
            var difference = current.Since(reached);
            await SendChangesAsync(reached.Revision, current, difference.Changed, areSame: false);
            if (LooksBeyondClaims(criteria, difference))
            {
                await SendChangesAsync(reached.Revision, current, difference.Same, areSame: true);
            }
        }
        finally
        {
            reached.EndLease();
        }
    }

    private async Task SendChangesAsync(
        Revision before, HeldRevision current, IReadOnlyList<ArticlePair> pairs, bool areSame)
    {
        var after = current.Revision;
        for (var next = 0; next < pairs.Count;)
        {
            foreach (var change in Changes(before, after, pairs, areSame, ref next))
            {
                await WriteAsync(current, change.Kind switch
                {
                    ChangeKind.Added => new() { Revision = after.Id, Added = after.Encodings.Decode(change.Claim) },
                    ChangeKind.Changed => new() { Revision = after.Id, Changed = after.Encodings.Decode(change.Claim) },
                    _ => new() { Revision = after.Id, Removed = before.Encodings.NameTextOf(change.Claim) },
                });
            }

            ThrowIfOver();
        }
    }

    // Whoever reads slowly may be at it when something of what is left to send is withdrawn.
    private Task WriteAsync(HeldRevision current, WatchClaimsResponse answer)
    {
        if (current.IsWithheld) throw Failures.RevisionNotHeld(current.Id, corpus.Current.Id);
        ThrowIfOver();
        return answers.WriteAsync(answer);
    }

    private List<int> Matches(Revision revision, int after)
    {
        using var selection = new ClaimSelection(revision, _patience);
        var matches = selection.Select(RunOf(revision), criteria);
        var claims = new List<int>();
        var walk = new ClaimWalk(matches, after + 1);
        while (claims.Count < Batch && walk.MoveNext()) claims.Add(walk.Current);
        return claims;
    }

    private List<Change> Changes(
        Revision before, Revision after, IReadOnlyList<ArticlePair> pairs, bool areSame, ref int next)
    {
        using var earlier = new ClaimSelection(before, _patience);
        using var later = new ClaimSelection(after, _patience);
        var had = earlier.Select(RunOf(before), criteria);
        var has = later.Select(RunOf(after), criteria);
        var changes = new List<Change>();
        for (var seen = 0; next < pairs.Count && seen < Batch; next++)
        {
            _patience.ThrowIfOver();
            var (was, now) = (RunOf(before, pairs[next].Before), RunOf(after, pairs[next].After));
            if (areSame) AddChangesOfMatch(was, had, now, has, changes);
            else AddChanges(before, was, had, after, now, has, changes);
            seen += was.Count + now.Count;
        }

        return changes;
    }

    private static void AddChanges(
        Revision before, ClaimSet was, ClaimSet had, Revision after, ClaimSet now, ClaimSet has, List<Change> changes)
    {
        var left = new Dictionary<string, int>();
        for (var claim = was.Start; claim < was.Start + was.Count; claim++)
        {
            if (had.Contains(claim)) left.Add(before.Encodings.NameTextOf(claim), claim);
        }

        for (var claim = now.Start; claim < now.Start + now.Count; claim++)
        {
            if (!has.Contains(claim)) continue;
            if (!left.Remove(after.Encodings.NameTextOf(claim), out var earlier))
            {
                changes.Add(new(ChangeKind.Added, claim));
            }
            else if (!IsEqual(before.Encodings, earlier, after.Encodings, claim))
            {
                changes.Add(new(ChangeKind.Changed, claim));
            }
        }

        foreach (var claim in left.Values) changes.Add(new(ChangeKind.Removed, claim));
    }

    // Of an article with the same claims: which of them match may have changed all the same.
    private static void AddChangesOfMatch(ClaimSet was, ClaimSet had, ClaimSet now, ClaimSet has, List<Change> changes)
    {
        for (var i = 0; i < was.Count; i++)
        {
            var (matched, matches) = (had.Contains(was.Start + i), has.Contains(now.Start + i));
            if (matches && !matched) changes.Add(new(ChangeKind.Added, now.Start + i));
            if (matched && !matches) changes.Add(new(ChangeKind.Removed, was.Start + i));
        }
    }

    private static bool IsEqual(EncodedClaims before, int earlier, EncodedClaims after, int later) =>
        before.SizeOf(earlier) == after.SizeOf(later) && before.Copy(earlier).AsSpan().SequenceEqual(after.Copy(later));

    // Whether a claim may begin or cease to match while nothing in it changes: sources may get other affiliations and
    // former names, places lie elsewhere, its article have another publisher, and claims of any article supersede it.
    private static bool LooksBeyondClaims(ClaimCriteria criteria, RevisionDifference difference)
    {
        var filter = criteria.Filter;
        return filter.StandingAt is not null
            || (!difference.HasSameSources
                && filter.Speakers.Count + filter.Sources.Count + filter.Affiliations.Count + filter.Publishers.Count > 0)
            || (!difference.HasSamePlaces && filter.Places.Count > 0)
            || (!difference.HasSameArticles && !criteria.Articles.IsEmpty)
            || criteria.AllOf.Concat(criteria.AnyOf).Concat(criteria.NoneOf)
                .Any(inner => LooksBeyondClaims(inner, difference));
    }

    // Nothing where the article is not, or not any more.
    private ClaimSet RunOf(Revision revision) => request.Parent == ResourceName.EveryArticle ? revision.AllClaims
        : revision.FindArticle(request.Parent) is { } article ? revision.RunOf(article)
        : ClaimSet.Run(0, 0);

    private static ClaimSet RunOf(Revision revision, int article) =>
        article < 0 ? ClaimSet.Run(0, 0) : revision.RunOf(revision.Articles[article]);

    private void ThrowIfOver()
    {
        if (corpus.IsStopping) throw Failures.ShuttingDown();
        if (Caller.IsOverOf(call.GetHttpContext())) throw Failures.NotAdmittedAnyMore();
    }

    private enum ChangeKind
    {
        Added,
        Changed,
        Removed,
    }

    // The number is of the revision before where the claim is removed, else of the one after.
    private readonly record struct Change(ChangeKind Kind, int Claim);
}
