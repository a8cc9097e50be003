using Claims.Catalog;
using Claims.Server.Web.Page.Facets;
using Claims.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Claims.Server.Web.Page;

/// <summary>One claim of the list.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Position">Its place in the list, from 1.</param>
/// <param name="Found">How the search found it; null where nothing is searched.</param>
public sealed record ListedClaim(Claim Claim, int Position, SearchResult? Found);

/// <summary>
/// What one page shows, all of one revision. What only some views need is asked when it is first looked at. Not thread-safe.
/// </summary>
public sealed class PageData
{
    /// <summary>How many claims the first page of the list has: enough for two screens.</summary>
    public const int FirstRows = 40;

    /// <summary>How many claims each further page has.</summary>
    public const int MoreRows = 100;

    // Deeper than any forest of affiliations is by reason.
    private const int MostAffiliations = 12;

    private readonly Dictionary<string, Article> _articles = [];
    private readonly Dictionary<string, Source> _sources = [];

    internal PageData(PageQuery query, PageCall call)
    {
        (Query, Call) = (query, call);
        switch (query.Scope)
        {
            case PageScope.Article:
                Article = ArticleOf(query.Name);
                break;
            case PageScope.Claim:
                Claim = call.Get(new GetClaimRequest { Name = query.Name });
                Article = ArticleOf(Claim.Name.Split("/claims/")[0]);
                break;
            case PageScope.Source:
                Source = SourceOf(query.Name);
                break;
            case PageScope.Topic:
                Topic = TopicOf(query.Slug);
                break;
        }

        if (Claim is not null) (Claims, TotalSize) = ([new(Claim, 1, null)], 1);
        else Find();
        Revision = call.Revision;
    }

    public PageQuery Query { get; }

    public PageCall Call { get; }

    /// <summary>How it is shown: one claim is read.</summary>
    public PageView View => Claim is null ? Query.View : PageView.Read;

    /// <summary>The revision all of it is of.</summary>
    public string Revision { get; }

    /// <summary>The article that is shown, or whose claim is.</summary>
    public Article? Article { get; }

    /// <summary>The claim that is shown, where it is one.</summary>
    public Claim? Claim { get; }

    /// <summary>The source whose claims are shown.</summary>
    public Source? Source { get; }

    /// <summary>The topic whose claims are shown.</summary>
    public Topic? Topic { get; }

    /// <summary>The claims of this page of the list, where they are read.</summary>
    public IReadOnlyList<ListedClaim> Claims { get; private set; } = [];

    /// <summary>The token of the next page of the list; empty for none.</summary>
    public string NextPageToken { get; private set; } = "";

    /// <summary>How many claims match.</summary>
    public int TotalSize { get; private set; }

    /// <summary>
    /// The words that are searched: where no claim has them, and the last may be half written, its beginning; empty for none.
    /// </summary>
    public string Words { get; private set; } = "";

    /// <summary>Why nothing can be searched by these words; null where it can.</summary>
    public string? WordsProblem { get; private set; }

    /// <summary>How many claims there are without words and filters.</summary>
    public int WholeSize => field == 0
        ? field = Article?.ClaimCount ?? Source?.ClaimCount ?? Topic?.ClaimCount ?? CountAll()
        : field;

    /// <summary>The facets; none of words that too many claims have.</summary>
    public IReadOnlyList<CountedFacet> Facets => field ??= CountedFacet.Of(this);

    /// <summary>The name of what the page is of: its first heading.</summary>
    public string Title => Source?.DisplayName ?? Topic?.DisplayName ?? Article?.Title ?? "All articles";

    /// <summary>The same with what of it is shown, so that two of its pages can be told apart.</summary>
    public string TabTitle => Claim?.Text
        ?? (Query.Words.Length > 0 ? $"{Query.Words} · " : "")
            + View switch { PageView.When => "When · ", PageView.Who => "Who and why · ", _ => "" }
            + Title;

    /// <summary>An article by its resource name.</summary>
    public Article ArticleOf(string name) => _articles.TryGetValue(name, out var known)
        ? known
        : _articles[name] = Call.Get(new GetArticleRequest { Name = name });

    /// <summary>The article of a claim.</summary>
    public Article ArticleOf(Claim claim) => ArticleOf(claim.Name.Split("/claims/")[0]);

    /// <summary>A source by its resource name.</summary>
    public Source SourceOf(string name) => _sources.TryGetValue(name, out var known)
        ? known
        : _sources[name] = Call.Get(new GetSourceRequest { Name = name });

    /// <summary>A topic by its slug.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public Topic TopicOf(string slug) =>
        Call.Catalog.Values.Topics.Find(slug) is >= 0 and var topic
            ? Call.Catalog.Topics[topic]
            : throw new RpcException(new(StatusCode.NotFound, $"'{Quote.Cut(slug)}' is no topic of the corpus."));

    /// <summary>What a source is affiliated with, the nearest first.</summary>
    public IEnumerable<Source> AffiliationsOf(Source source)
    {
        for (var depth = 0; source.Affiliation.Length > 0 && depth < MostAffiliations; depth++)
        {
            yield return source = SourceOf(source.Affiliation);
        }
    }

    /// <summary>Counts the claims that match, by dimensions.</summary>
    /// <param name="filter">Which claims; that of the scope is added.</param>
    /// <param name="top">How many groups of each.</param>
    /// <param name="dimensions">What to group by.</param>
    public SummarizeClaimsResponse Summarize(ClaimFilter filter, int top, params IEnumerable<Dimension> dimensions) =>
        Call.Summarize(new()
        {
            Parent = Query.Parent,
            Filter = Query.OfScope(filter),
            Top = top,
            Dimensions = { dimensions },
        }, Words);

    /// <summary>The claims that match, with some of their fields.</summary>
    /// <param name="filter">Which claims, within the scope or not.</param>
    /// <param name="words">The words they are searched by; empty for none.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="fields">The fields.</param>
    public List<Claim> ClaimsOf(ClaimFilter filter, string words, int most, FieldMask fields)
    {
        var claims = new List<Claim>();
        for (var token = ""; ;)
        {
            // An answer may hold fewer than are asked for.
            if (words.Length > 0)
            {
                var found = Call.Search(new()
                {
                    Parent = Query.Parent,
                    Query = words,
                    Filter = filter,
                    PageSize = most,
                    PageToken = token,
                    ReadMask = fields,
                });
                claims.AddRange(found.Results.Select(result => result.Claim));
                token = found.NextPageToken;
            }
            else
            {
                var list = Call.List(new ListClaimsRequest
                {
                    Parent = Query.Parent,
                    Filter = filter,
                    PageSize = most,
                    PageToken = token,
                    ReadMask = fields,
                });
                claims.AddRange(list.Claims);
                token = list.NextPageToken;
            }

            if (token.Length == 0 || claims.Count >= most) return claims;
        }
    }

    private void Find()
    {
        // The other views need only how many there are.
        var size = Query.View != PageView.Read ? 1 : Query.PageToken.Length == 0 ? FirstRows : MoreRows;
        if (Query.Words.Length > 0)
        {
            try
            {
                Words = Query.Words;
                var found = Search(size);
                if (found.TotalSize == 0 && char.IsLetterOrDigit(Words[^1]))
                {
                    Words += "*";
                    found = Search(size);
                    if (found.TotalSize == 0) Words = Query.Words;
                }

                (TotalSize, NextPageToken) = (found.TotalSize, found.NextPageToken);
                Claims = [.. found.Results.Select((result, i) => new ListedClaim(result.Claim, Query.Before + i + 1, result))];
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument && Query.PageToken.Length == 0)
            {
                WordsProblem = e.Status.Detail;
            }
        }
        else
        {
            var list = Call.List(new ListClaimsRequest
            {
                Parent = Query.Parent,
                Filter = Query.WholeFilter,
                PageSize = size,
                PageToken = Query.PageToken,
            });
            (TotalSize, NextPageToken) = (list.TotalSize, list.NextPageToken);
            Claims = [.. list.Claims.Select((claim, i) => new ListedClaim(claim, Query.Before + i + 1, null))];
        }
    }

    private SearchClaimsResponse Search(int size) => Call.Search(new()
    {
        Parent = Query.Parent,
        Query = Words,
        Filter = Query.WholeFilter,
        PageSize = size,
        PageToken = Query.PageToken,
    });

    private int CountAll() => Call.List(new ListClaimsRequest { Parent = Query.Parent, PageSize = 1 }).TotalSize;
}
