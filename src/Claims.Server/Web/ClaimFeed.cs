using System.Security.Cryptography;
using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using Claims.Catalog;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.Server.Telemetry;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Web;

/// <summary>
/// The newest claims that match a filter as an Atom feed (RFC 4287): those of the articles published last, as ListClaims orders
/// them. A claim was updated when its article came out, or was last corrected.
/// </summary>
internal sealed class ClaimFeed(ClaimsRpc rpc, WebBoundary boundary)
{
    // As many as most feeds have.
    private const int DefaultSize = 20;

    public const string MediaType = "application/atom+xml";

    /// <summary>Where it is.</summary>
    public static readonly WebPath Path = new("/v1/{parent=articles/*}/claims:feed", ListClaimsRequest.Descriptor);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path.Route, WebCalls.Reading, http => boundary.ServeAsync(http, () => AnswerAsync(http)));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var given = (ListClaimsRequest)await WebRequests.ReadAsync(http, ListClaimsRequest.Descriptor, Path);
        if (given.PageSize == 0) given.PageSize = DefaultSize;
        var request = RequestReader<ListClaimsRequest>.Read(given.ToByteArray());
        var page = await AnswerMaking.MakeAsync(
            http, () => rpc.ListClaims(request, new WebCall(http)).ToMessage(), http.RequestAborted);
        CallSpan.Current?.SetTag(CallSpan.CountTag, page.Claims.Count);
        if (WebCalls.IsKnown(http)) return;
        var held = http.Features.Get<HeldRevision>()!;
        http.Response.ContentType = $"{MediaType}; charset=utf-8";
        var feed = FeedOf(http.Request, page, held);
        using var buffer = new MemoryStream();
        await using (var xml = XmlWriter.Create(buffer, new() { Async = true, Encoding = new UTF8Encoding(false) }))
        {
            feed.SaveAsAtom10(xml);
        }

        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }

    private static SyndicationFeed FeedOf(HttpRequest request, ListClaimsResponse page, HeldRevision held)
    {
        var self = new Uri($"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{request.QueryString}");
        var items = page.Claims.Select(claim => ItemOf(claim, held.Revision, self)).ToList();
        var feed = new SyndicationFeed(items)
        {
            Id = self.ToString(),
            Title = new("Claims"),
            LastUpdatedTime = items.Select(item => item.LastUpdatedTime).DefaultIfEmpty(held.LoadTime.ToDateTimeOffset()).Max(),
            Generator = $"ClaimsService {ServerVersion.Text}",
        };
        feed.Links.Add(SyndicationLink.CreateSelfLink(self, MediaType));
        return feed;
    }

    private static SyndicationItem ItemOf(Claim claim, Revision revision, Uri feed)
    {
        var article = revision.FindArticle(claim.Name[..claim.Name.IndexOf("/claims/", StringComparison.Ordinal)])!;
        var page = new Uri(feed, $"/{claim.Name}");

        // The words of what is said, and who says it: a reader has no more room for the title.
        var item = new SyndicationItem(
            claim.Text,
            new TextSyndicationContent($"{string.Join(" and ", claim.Speakers.Select(speaker => speaker.DisplayName))}: {claim.Text}"),
            page,
            IdOf(claim),
            TimeOf(article));
        item.PublishDate = article.PublishedDate?.EarliestTime?.ToDateTimeOffset() ?? item.LastUpdatedTime;
        foreach (var speaker in claim.Speakers) item.Authors.Add(new() { Name = speaker.DisplayName });
        foreach (var topic in claim.Topics) item.Categories.Add(new(topic.Topic, null, topic.DisplayName));
        return item;
    }

    // One that the claim keeps, however this server is reached: a UUID (RFC 9562, version 8) of its name.
    private static string IdOf(Claim claim)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(claim.Name)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }

    private static DateTimeOffset TimeOf(Article article) =>
        article.Corrections.Select(correction => correction.Date?.EarliestTime)
            .Append(article.PublishedDate?.EarliestTime)
            .OfType<Timestamp>()
            .Select(time => time.ToDateTimeOffset())
            .DefaultIfEmpty(DateTimeOffset.UnixEpoch)
            .Max();
}
