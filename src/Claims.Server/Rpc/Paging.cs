using Claims.Catalog;
using Claims.Server.Live;
using Google.Protobuf;

namespace Claims.Server.Rpc;

/// <summary>
/// Where pages start and end.
/// </summary>
internal static class Paging
{
    public const int MaximumSize = 1000;

    /// <summary>Of a response: under the 4 MiB that gRPC clients take unless told otherwise.</summary>
    public const int MaximumBytes = 3 * 1024 * 1024;

    /// <summary>What a page holds beside its items, at most: token, total and revision.</summary>
    public const int Envelope = 2 * 1024;

    private const int DefaultSize = 50;

    /// <summary>How many items a page has at most.</summary>
    public static int SizeOf(int pageSize) => pageSize == 0 ? DefaultSize : Math.Min(pageSize, MaximumSize);

    /// <summary>The token that a request brings, checked against the request; null where it brings none.</summary>
    /// <exception cref="Grpc.Core.RpcException">The token is not of this request.</exception>
    public static PageToken? TokenOf(IMessage request, string pageToken)
    {
        if (pageToken.Length == 0) return null;
        var token = PageToken.Parse(pageToken) ?? throw Failures.AlteredPageToken();
        return token.Request == PageToken.DigestOf(request)
            ? token
            : throw Failures.InvalidPageToken("it belongs to another request; every field but page_size, page_token "
                + "and revision must stay the same from page to page");
    }

    /// <summary>The claim whose name is the key of a page token.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is none in the set, or it is called otherwise.</exception>
    public static int ClaimOf(string key, ClaimSet set, Revision revision)
    {
        var claim = revision.FindClaim(key);
        return claim >= 0 && set.Contains(claim) && revision.Encodings.NameTextOf(claim) == key
            ? claim
            : throw Failures.AlteredPageToken();
    }

    /// <summary>The token of the page after the item with a key; it keeps the revision readable for a while.</summary>
    public static string TokenAfter(string key, IMessage request, HeldRevision revision)
    {
        revision.Name();
        return new PageToken(revision.Id, PageToken.DigestOf(request), key).ToString();
    }

    /// <summary>
    /// One page of resources, as many as fit in size and bytes.
    /// </summary>
    /// <param name="items">All of them, in order.</param>
    /// <param name="after">The name of the last one of the page before, or null.</param>
    /// <param name="size">How many a page has at most.</param>
    /// <param name="name">A resource's name.</param>
    /// <returns>The page, and whether there are more behind it.</returns>
    /// <exception cref="Grpc.Core.RpcException">There is none of that name.</exception>
    public static (IReadOnlyList<T> Items, bool More) Cut<T>(IReadOnlyList<T> items, string? after, int size, Func<T, string> name)
        where T : IMessage
    {
        var first = 0;
        if (after is not null)
        {
            while (first < items.Count && name(items[first]) != after) first++;
            if (first == items.Count) throw Failures.AlteredPageToken();
            first++;
        }

        var page = new List<T>(Math.Max(0, Math.Min(size, items.Count - first)));
        var bytes = Envelope;
        for (var i = first; i < items.Count && page.Count < size; i++)
        {
            var length = items[i].CalculateSize();
            bytes += 1 + CodedOutputStream.ComputeLengthSize(length) + length;

            // One item always fits, so that every page makes headway.
            if (bytes > MaximumBytes && page.Count > 0) break;
            page.Add(items[i]);
        }

        return (page, page.Count > 0 && first + page.Count < items.Count);
    }
}
