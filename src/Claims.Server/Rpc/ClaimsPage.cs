using Claims.Catalog;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Server.Rpc;

/// <summary>
/// Puts together the responses that hold several claims, encoded: nothing is encoded that was encoded before.
/// </summary>
internal static class ClaimsPage
{
    /// <summary>A page of a list.</summary>
    /// <param name="revision">The revision it is of.</param>
    /// <param name="claims">The claims of the page, and one more where there are more.</param>
    /// <param name="total">How many claims there are on all pages.</param>
    /// <param name="size">How many claims a page has at most.</param>
    /// <param name="mask">What to answer of each.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <param name="tokenAfter">The token of the page that starts behind a claim.</param>
    public static EncodedMessage OfList(
        Revision revision,
        ReadOnlySpan<int> claims,
        int total,
        int size,
        ReadMask mask,
        Patience patience,
        Func<int, string> tokenAfter)
    {
        var page = new EncodedMessage(revision.Encodings, Math.Min(size, claims.Length) + 1);
        var taken = 0;
        while (taken < claims.Length && taken < size)
        {
            patience.ThrowIfOver();
            var claim = mask.Apply(revision.Encodings, claims[taken]);

            // One claim always fits, so that every page makes headway.
            if (taken > 0 && Paging.Envelope + page.Size + claim.FramedSize > Paging.MaximumBytes) break;
            claim.AddFramedTo(page);
            taken++;
        }

        // What stands behind the claims is a response of its own, since fields may come in any order.
        var rest = new ListClaimsResponse { TotalSize = total, Revision = revision.Id };
        if (taken < claims.Length) rest.NextPageToken = tokenAfter(claims[taken - 1]);
        page.Add(rest.ToByteArray());
        return page;
    }

    /// <summary>The claims of a batch.</summary>
    public static EncodedMessage OfBatch(Revision revision, ReadOnlySpan<int> claims, ReadMask mask, Patience patience)
    {
        var batch = new EncodedMessage(revision.Encodings, claims.Length + 1);
        foreach (var claim in claims)
        {
            patience.ThrowIfOver();
            mask.Apply(revision.Encodings, claim).AddFramedTo(batch);
        }

        batch.Add(new BatchGetClaimsResponse { Revision = revision.Id }.ToByteArray());
        return batch;
    }

    /// <summary>A trace, with as many of its claims as a response may hold, and the relations among these.</summary>
    public static EncodedMessage OfTrace(
        Revision revision, ClaimTrace trace, IReadOnlyCollection<RelationType> types, ReadMask mask, Patience patience)
    {
        var answer = new EncodedMessage(revision.Encodings, trace.Claims.Count + 1);
        var rest = new TraceClaimResponse
        {
            IndependentOrigins = { trace.Origins },
            Truncated = trace.IsTruncated,
            Revision = revision.Id,
        };
        var room = Paging.MaximumBytes - Paging.Envelope - rest.CalculateSize();
        var taken = new HashSet<int>();
        foreach (var claim in trace.Claims)
        {
            patience.ThrowIfOver();

            // A claim brings its relations to those before it, which may take more room than it does.
            var masked = mask.Apply(revision.Encodings, claim);
            var edges = ClaimTrace.EdgesBetween(revision, claim, taken, types).ToList();
            room -= masked.FramedSize + new TraceClaimResponse { Edges = { edges } }.CalculateSize();
            if (taken.Count > 0 && room < 0)
            {
                rest.Truncated = true;
                break;
            }

            masked.AddFramedTo(answer);
            rest.Edges.Add(edges);
            taken.Add(claim);
        }

        answer.Add(rest.ToByteArray());
        return answer;
    }
}
