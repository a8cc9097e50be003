using Claims.Server.Catalog;
using Google.Protobuf;

namespace Claims.Server.Rpc;

/// <summary>
/// Cuts pages from a list of matches.
/// </summary>
internal static class Paging
{
    public const int MaximumSize = 1000;

    private const int DefaultSize = 50;

    // Of a response: under the 4 MiB that gRPC clients take unless told otherwise.
    private const int MaximumBytes = 3 * 1024 * 1024;

    // What a page holds beside its items: token, total and revision.
    private const int Envelope = 2 * 1024;

    /// <summary>
    /// Where a request goes on: the token it brings, if any, checked against the request and the revision.
    /// </summary>
    /// <exception cref="Grpc.Core.RpcException">The token is not of this request, or of another revision.</exception>
    public static PageStart Start(IMessage request, int pageSize, string pageToken, Revision revision)
    {
        var size = pageSize == 0 ? DefaultSize : Math.Min(pageSize, MaximumSize);
        var start = new PageStart(revision.Id, PageToken.DigestOf(request), size, After: null);
        if (pageToken.Length == 0) return start;
        var token = PageToken.Parse(pageToken)
            ?? throw Failures.InvalidPageToken("it is not as it was given out; expected next_page_token of the page before, unchanged");
        if (token.Request != start.Request)
        {
            throw Failures.InvalidPageToken("it belongs to another request; every field but page_size and page_token must stay "
                + "the same from page to page");
        }

        if (token.Revision != revision.Id) throw Failures.RevisionNotHeld(token.Revision, revision.Id);
        return start with { After = token.LastName };
    }

    /// <summary>
    /// One page of the matches, as many as fit in size and bytes, each answered through a function.
    /// </summary>
    public static Page<T> Cut<T>(IReadOnlyList<T> matches, PageStart start, Func<T, string> name, Func<T, T> answer)
        where T : IMessage
    {
        var first = 0;
        if (start.After is not null)
        {
            while (first < matches.Count && name(matches[first]) != start.After) first++;
            first++;
        }

        var items = new List<T>(Math.Max(0, Math.Min(start.Size, matches.Count - first)));
        var bytes = Envelope;
        for (var i = first; i < matches.Count && items.Count < start.Size; i++)
        {
            var item = answer(matches[i]);
            var size = item.CalculateSize();
            bytes += 1 + CodedOutputStream.ComputeLengthSize(size) + size;

            // One item always fits, so that every page makes headway.
            if (bytes > MaximumBytes && items.Count > 0) break;
            items.Add(item);
        }

        var more = items.Count > 0 && first + items.Count < matches.Count;
        var next = more ? new PageToken(start.Revision, start.Request, name(matches[first + items.Count - 1])).ToString() : "";
        return new(items, next, matches.Count);
    }
}

/// <summary>Where a page starts, and how large it may be.</summary>
internal sealed record PageStart(string Revision, string Request, int Size, string? After);

/// <summary>A page, the token of the next one or an empty string, and how many items there are on all pages.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string NextPageToken, int TotalSize);
