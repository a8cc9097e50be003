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

    /// <summary>The number of the resource whose name is the key of a page token; null where there is no token.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is none, or it is called otherwise.</exception>
    public static int? NumberOf(PageToken? token, Func<string, int> find, Func<int, string> nameOf) =>
        token is null ? null
        : find(token.LastKey) is >= 0 and var number && nameOf(number) == token.LastKey ? number
        : throw Failures.AlteredPageToken();

    /// <summary>The token of the page after the item with a key; it keeps the revision readable for a while.</summary>
    public static string TokenAfter(string key, IMessage request, HeldRevision revision)
    {
        revision.Name();
        return new PageToken(revision.Id, PageToken.DigestOf(request), key).ToString();
    }

    /// <summary>
    /// One page of resources, as many as fit in size and bytes.
    /// </summary>
    /// <param name="numbers">The numbers of all of them, in order.</param>
    /// <param name="after">The number of the last one of the page before; null for the first page.</param>
    /// <param name="size">How many a page has at most.</param>
    /// <param name="item">The resource with a number.</param>
    /// <returns>The page, and whether there are more behind it.</returns>
    /// <exception cref="Grpc.Core.RpcException">There is none of that number.</exception>
    public static (IReadOnlyList<T> Items, bool More) Cut<T>(IReadOnlyList<int> numbers, int? after, int size, Func<int, T> item)
        where T : IMessage
    {
        var next = 0;
        if (after is not null)
        {
            while (next < numbers.Count && numbers[next] != after) next++;
            if (next == numbers.Count) throw Failures.AlteredPageToken();
            next++;
        }

        var page = new List<T>(Math.Max(0, Math.Min(size, numbers.Count - next)));
        var bytes = Envelope;
        for (; next < numbers.Count && page.Count < size; next++)
        {
            var resource = item(numbers[next]);
            var length = resource.CalculateSize();
            bytes += 1 + CodedOutputStream.ComputeLengthSize(length) + length;

            // One item always fits, so that every page makes headway.
            if (bytes > MaximumBytes && page.Count > 0) break;
            page.Add(resource);
        }

        return (page, page.Count > 0 && next < numbers.Count);
    }
}
