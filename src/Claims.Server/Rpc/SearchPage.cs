using System.Globalization;
using System.Text;
using Claims.Catalog;
using Claims.Catalog.Search;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Server.Rpc;

/// <summary>
/// Puts together a page of search results, encoded.
/// </summary>
internal static class SearchPage
{
    // A result's frame, its claim, and what stands behind.
    private const int ItemsPerResult = 3;

    // Of a score's 64 bits.
    private const int ScoreDigits = 16;

    /// <param name="revision">The revision the hits are of.</param>
    /// <param name="query">What was searched.</param>
    /// <param name="hits">The hits of the page, and one more where there are more.</param>
    /// <param name="size">How many results a page has at most.</param>
    /// <param name="mask">What to answer of each claim.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <param name="end">The rest of the response, of the last hit of the page where there are more behind it.</param>
    public static EncodedMessage Of(
        Revision revision,
        SearchQuery query,
        SearchHits hits,
        int size,
        ReadMask mask,
        Patience patience,
        Func<SearchKey?, IMessage> end)
    {
        var page = new EncodedMessage(revision.Encodings, (ItemsPerResult * Math.Min(size, hits.Best.Count)) + 1);
        var matcher = revision.Search.MatcherOf(query);
        var names = new ClaimNaming(revision);
        var all = (1UL << query.Required.Count) - 1;
        var spans = new List<TextSpan>();
        var taken = 0;
        while (taken < hits.Best.Count && taken < size)
        {
            patience.ThrowIfOver();
            var hit = hits.Best[taken];
            var claim = mask.Apply(revision.Encodings, hit.Claim);
            var isEnglish = revision.IsEnglish(hit.Claim);
            var unmet = all & ~matcher.Find(revision.Encodings.TextOf(hit.Claim), isEnglish, spans);

            // Behind the claim, a result of its own holds the rest, since fields may come in any order.
            var rest = new SearchResult { Score = hit.Score };
            foreach (var span in spans) rest.Matches.Add(new TextMatch { Start = span.Start, End = span.End });
            if (unmet != 0)
            {
                rest.MatchedNames.Add(names.Of(hit.Claim).Where(name =>
                    (matcher.Find(Encoding.UTF8.GetBytes(name.Name), isEnglish, spans) & unmet) != 0));
            }

            var tail = rest.ToByteArray();
            var length = claim.FramedSize + tail.Length;
            if (taken > 0 && Paging.Envelope + page.Size + EncodedMessage.FramedSize(length) > Paging.MaximumBytes) break;

            // The claim is field 1 of the result, and the result of either response.
            page.AddFrame(length);
            claim.AddFramedTo(page);
            page.Add(tail);
            taken++;
        }

        page.Add(end(taken < hits.Best.Count ? hits.Best[taken - 1] : null).ToByteArray());
        return page;
    }

    /// <summary>A hit as a page token holds it: its score to the last bit, and its claim's name.</summary>
    public static string TextOf(SearchKey hit, Revision revision) =>
        $"{BitConverter.DoubleToInt64Bits(hit.Score):x16}{revision.Encodings.NameTextOf(hit.Claim)}";

    /// <summary>The hits behind one, which is asked for too: a token may hold one that the search has not found.</summary>
    /// <param name="hit">The hit.</param>
    /// <param name="search">Finds the hits behind another.</param>
    /// <exception cref="Grpc.Core.RpcException">The search does not find it.</exception>
    public static SearchHits After(SearchKey hit, Func<SearchKey, SearchHits> search)
    {
        var hits = search(new(hit.Score, hit.Claim - 1));
        return hits.Best.Count > 0 && hits.Best[0] == hit
            ? hits with { Best = [.. hits.Best.Skip(1)] }
            : throw Failures.AlteredPageToken();
    }

    /// <summary>The hit that a page token holds.</summary>
    /// <exception cref="Grpc.Core.RpcException">It holds none, or one that is not of a set.</exception>
    public static SearchKey KeyOf(string text, ClaimSet set, Revision revision)
    {
        if (text.Length < ScoreDigits
            || !long.TryParse(
                text.AsSpan(0, ScoreDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            || BitConverter.Int64BitsToDouble(bits) is not (>= 0 and < double.PositiveInfinity and var score))
        {
            throw Failures.AlteredPageToken();
        }

        var hit = new SearchKey(score, Paging.ClaimOf(text[ScoreDigits..], set, revision));
        return TextOf(hit, revision) == text ? hit : throw Failures.AlteredPageToken();
    }
}
