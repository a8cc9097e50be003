using Claims.Catalog;
using Claims.Catalog.Search;
using Claims.Server.Live;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// The service of the contract: each method checks the request, asks one revision, and answers.
/// </summary>
[BindServiceMethod(typeof(NoBinding), nameof(NoBinding.BindService))]
internal sealed class ClaimsRpc(HeldRevisions corpus)
{
    public Answer<Claim> GetClaim(GetClaimRequest request, ServerCallContext context)
    {
        new RequestRules()
            .ClaimName("name", request.Name)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var revision = CallRevision.Of(context, corpus, request.Revision).Revision;
        var claim = revision.FindClaim(request.Name);
        if (claim < 0) throw Failures.ClaimsNotFound(revision, request.Name);
        var encoding = new EncodedMessage(revision.Encodings, 1);
        new ReadMask(request.ReadMask).Apply(revision.Encodings, claim).AddTo(encoding);
        return new(encoding);
    }

    public Answer<BatchGetClaimsResponse> BatchGetClaims(BatchGetClaimsRequest request, ServerCallContext context)
    {
        new RequestRules()
            .BatchNames(request.Names)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var revision = CallRevision.Of(context, corpus, request.Revision).Revision;
        var claims = new int[request.Names.Count];
        for (var i = 0; i < claims.Length; i++) claims[i] = revision.FindClaim(request.Names[i]);
        if (claims.Contains(-1))
        {
            throw Failures.ClaimsNotFound(revision, [.. request.Names.Where((_, i) => claims[i] < 0).Distinct()]);
        }

        var batch = ClaimsPage.OfBatch(revision, claims, new(request.ReadMask), patience);
        return new(batch);
    }

    public Answer<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context)
    {
        new RequestRules()
            .Parent(request.Parent)
            .Filter(request.Filter, out var criteria)
            .OrderBy(request.OrderBy, out var order)
            .PageSize(request.PageSize)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var size = Paging.SizeOf(request.PageSize);

        // A token goes with its order however that is written.
        request.OrderBy = order.ToString();
        var token = Paging.TokenOf(request, request.PageToken);
        var held = CallRevision.Of(context, corpus, request.Revision, token);
        var revision = held.Revision;
        using var selection = new ClaimSelection(revision, patience);
        var matches = selection.Select(revision.RunOf(ParentOf(request.Parent, revision)), criteria);
        var after = token is null ? -1 : Paging.ClaimOf(token.LastKey, matches, revision);
        var claims = ClaimPage.Take(revision, matches, order, after, size + 1, patience);
        var page = ClaimsPage.OfList(revision, claims, matches.Count, size, new(request.ReadMask), patience,
            claim => Paging.TokenAfter(revision.Encodings.NameTextOf(claim), request, held));
        return new(page);
    }

    public Answer<SearchClaimsResponse> SearchClaims(SearchClaimsRequest request, ServerCallContext context)
    {
        new RequestRules()
            .Query(request.Query, out var query)
            .Parent(request.Parent)
            .Filter(request.Filter, out var criteria)
            .PageSize(request.PageSize)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var size = Paging.SizeOf(request.PageSize);
        var token = Paging.TokenOf(request, request.PageToken);
        var held = CallRevision.Of(context, corpus, request.Revision, token);
        var revision = held.Revision;
        query = revision.Synonyms.Expand(query);
        using var selection = new ClaimSelection(revision, patience);
        var within = selection.Select(revision.RunOf(ParentOf(request.Parent, revision)), criteria);
        var after = token is null ? default(SearchKey?) : SearchPage.KeyOf(token.LastKey, within, revision);
        var hits = after is { } hit
            ? SearchPage.After(hit, before => revision.Search.Search(query, within, before, size + 2, patience))
            : revision.Search.Search(query, within, null, size + 1, patience);
        var page = SearchPage.Of(revision, query, hits, size, new(request.ReadMask), patience, last => new SearchClaimsResponse
        {
            NextPageToken = last is { } key ? Paging.TokenAfter(SearchPage.TextOf(key, revision), request, held) : "",
            TotalSize = hits.Total,
            Revision = revision.Id,
        });
        return new(page);
    }

    public Answer<FindSimilarClaimsResponse> FindSimilarClaims(FindSimilarClaimsRequest request, ServerCallContext context)
    {
        const int MostWords = 10;
        new RequestRules()
            .ClaimName("name", request.Name)
            .Filter(request.Filter, out var criteria)
            .Similar(request.Limit)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var revision = CallRevision.Of(context, corpus, request.Revision).Revision;
        var claim = revision.FindClaim(request.Name);
        if (claim < 0) throw Failures.ClaimsNotFound(revision, request.Name);
        var words = revision.Search.WeightiestWords(revision.Encodings.TextOf(claim), MostWords, patience);
        var query = revision.Synonyms.Expand(SearchQuery.AnyOf(words));
        using var selection = new ClaimSelection(revision, patience);
        var within = selection.Select(revision.AllClaims, criteria);

        // One more, since it finds the claim itself.
        var limit = AnswerSize.SimilarOf(request.Limit);
        var hits = revision.Search.Search(query, within, null, limit + 1, patience);
        hits = hits with { Best = [.. hits.Best.Where(hit => hit.Claim != claim).Take(limit)] };
        var page = SearchPage.Of(revision, query, hits, limit, new(request.ReadMask), patience, _ => new FindSimilarClaimsResponse
        {
            Words = { words.Select(word => System.Text.Encoding.UTF8.GetString(word.Folded)) },
            Revision = revision.Id,
        });
        return new(page);
    }

    public Answer<SummarizeClaimsResponse> SummarizeClaims(SummarizeClaimsRequest request, ServerCallContext context)
    {
        new RequestRules()
            .Parent(request.Parent)
            .Filter(request.Filter, out var criteria)
            .Dimensions(request.Dimensions, isRequired: request.Crossings.Count == 0)
            .Top(request.Top)
            .Order(request.Order)
            .Crossings(request.Crossings)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var revision = CallRevision.Of(context, corpus, request.Revision).Revision;
        using var selection = new ClaimSelection(revision, patience);
        var matches = selection.Select(revision.RunOf(ParentOf(request.Parent, revision)), criteria);
        var summary = new ClaimSummary(revision, matches, patience);
        var top = AnswerSize.GroupsOf(request.Top);
        return Message(new SummarizeClaimsResponse
        {
            Summaries = { request.Dimensions.Select(dimension => summary.By(dimension, top, request.Order)) },
            Crossed =
            {
                request.Crossings.Select(crossing => summary.By(
                    crossing, AnswerSize.GroupsOf(crossing.TopRows), AnswerSize.GroupsOf(crossing.TopColumns), request.Order)),
            },
            TotalSize = matches.Count,
            Revision = revision.Id,
        });
    }

    public Answer<TraceClaimResponse> TraceClaim(TraceClaimRequest request, ServerCallContext context)
    {
        new RequestRules()
            .ClaimName("name", request.Name)
            .Enums("types", request.Types_)
            .MaxClaims(request.MaxClaims)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var revision = CallRevision.Of(context, corpus, request.Revision).Revision;
        var claim = revision.FindClaim(request.Name);
        if (claim < 0) throw Failures.ClaimsNotFound(revision, request.Name);
        var trace = ClaimTrace.From(revision, claim, request.Types_, AnswerSize.TracedOf(request.MaxClaims), patience);
        var answer = ClaimsPage.OfTrace(revision, trace, request.Types_, new(request.ReadMask), patience);
        return new(answer);
    }

    public Task WatchClaims(
        WatchClaimsRequest request, IServerStreamWriter<WatchClaimsResponse> answers, ServerCallContext context)
    {
        new RequestRules()
            .Parent(request.Parent)
            .Filter(request.Filter, out var criteria)
            .Revision(request.Revision)
            .ThrowIfBroken();
        return new ClaimsWatch(corpus, request, criteria, answers, context).RunAsync();
    }

    public Answer<Article> GetArticle(GetArticleRequest request, ServerCallContext context)
    {
        new RequestRules().ArticleName("name", request.Name).Revision(request.Revision).ThrowIfBroken();
        var revision = CallRevision.Of(context, corpus, request.Revision).Revision;
        return Message(revision.FindArticle(request.Name) ?? throw Failures.ArticleNotFound(revision, request.Name));
    }

    public Answer<ListArticlesResponse> ListArticles(ListArticlesRequest request, ServerCallContext context)
    {
        new RequestRules()
            .NameQuery("query", request.Query, isRequired: false, out var query)
            .Names("publishers", request.Publishers, ResourceName.IsSource, ResourceName.SourceForm)
            .Languages("languages", request.Languages)
            .Period("published_during", request.PublishedDuring, out var during)
            .ArticleOrder(request.OrderBy, out var order)
            .PageSize(request.PageSize)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        request.OrderBy = order.ToString();
        var size = Paging.SizeOf(request.PageSize);
        var token = Paging.TokenOf(request, request.PageToken);
        var held = CallRevision.Of(context, corpus, request.Revision, token);
        var revision = held.Revision;
        var articles = revision.Articles;
        var matches = EntryLists.Articles(revision, new(request.Publishers, request.Languages, during), query, order, patience);
        var after = Paging.NumberOf(token, name => articles.Find(name), articles.NameOf);
        var (page, more) = Paging.Cut(matches, after, size, number => articles[number]);
        return Message(new ListArticlesResponse
        {
            Articles = { page },
            NextPageToken = more ? Paging.TokenAfter(page[^1].Name, request, held) : "",
            TotalSize = matches.Count,
            Revision = revision.Id,
        });
    }

    public Answer<Source> GetSource(GetSourceRequest request, ServerCallContext context)
    {
        new RequestRules().SourceName("name", request.Name).Revision(request.Revision).ThrowIfBroken();
        var revision = CallRevision.Of(context, corpus, request.Revision).Revision;
        return Message(revision.FindSource(request.Name)
            ?? throw Failures.SourceNotFound(revision, request.Name));
    }

    public Answer<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context)
    {
        new RequestRules()
            .Enums("kinds", request.Kinds)
            .Names("affiliations", request.Affiliations, ResourceName.IsSource, ResourceName.SourceForm)
            .NameQuery("query", request.Query, isRequired: false, out var query)
            .PageSize(request.PageSize)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var size = Paging.SizeOf(request.PageSize);
        var token = Paging.TokenOf(request, request.PageToken);
        var held = CallRevision.Of(context, corpus, request.Revision, token);
        var revision = held.Revision;
        var sources = revision.Sources;
        var matches = EntryLists.Sources(revision, request.Kinds, request.Affiliations, query, patience);
        var after = Paging.NumberOf(token, name => sources.Find(name), sources.NameOf);
        var (page, more) = Paging.Cut(matches, after, size, number => sources[number]);
        return Message(new ListSourcesResponse
        {
            Sources = { page },
            NextPageToken = more ? Paging.TokenAfter(page[^1].Name, request, held) : "",
            TotalSize = matches.Count,
            Revision = revision.Id,
        });
    }

    public Answer<ListTopicsResponse> ListTopics(ListTopicsRequest request, ServerCallContext context)
    {
        new RequestRules()
            .NameQuery("query", request.Query, isRequired: false, out var query)
            .Enums("kinds", request.Kinds)
            .PageSize(request.PageSize)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var size = Paging.SizeOf(request.PageSize);
        var token = Paging.TokenOf(request, request.PageToken);
        var held = CallRevision.Of(context, corpus, request.Revision, token);
        var revision = held.Revision;
        var matches = EntryLists.Topics(revision, request.Kinds, query, patience);
        var after = Paging.NumberOf(token, slug => revision.Values.Topics.Find(slug), revision.Values.Topics.TextOf);
        var (page, more) = Paging.Cut(matches, after, size, number => revision.Topics[number]);
        return Message(new ListTopicsResponse
        {
            Topics = { page },
            NextPageToken = more ? Paging.TokenAfter(page[^1].Slug, request, held) : "",
            TotalSize = matches.Count,
            Revision = revision.Id,
        });
    }

    public Answer<ListPlacesResponse> ListPlaces(ListPlacesRequest request, ServerCallContext context)
    {
        new RequestRules()
            .NameQuery("query", request.Query, isRequired: false, out var query)
            .Slugs("within", request.Within)
            .Countries("country_codes", request.CountryCodes)
            .PageSize(request.PageSize)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var size = Paging.SizeOf(request.PageSize);
        var token = Paging.TokenOf(request, request.PageToken);
        var held = CallRevision.Of(context, corpus, request.Revision, token);
        var revision = held.Revision;
        var matches = EntryLists.Places(revision, request.Within, request.CountryCodes, query, patience);
        var after = Paging.NumberOf(token, slug => revision.Values.Places.Find(slug), revision.Values.Places.TextOf);
        var (page, more) = Paging.Cut(matches, after, size, number => revision.Places[number]);
        return Message(new ListPlacesResponse
        {
            Places = { page },
            NextPageToken = more ? Paging.TokenAfter(page[^1].Slug, request, held) : "",
            TotalSize = matches.Count,
            Revision = revision.Id,
        });
    }

    public Answer<ReconcileSourcesResponse> ReconcileSources(ReconcileSourcesRequest request, ServerCallContext context)
    {
        new RequestRules()
            .SourceQueries(request.Queries, out var queries)
            .Revision(request.Revision)
            .ThrowIfBroken();
        var patience = CallPatience.Of(context);
        var revision = CallRevision.Of(context, corpus, request.Revision).Revision;
        return Message(SourceReconciliation.Of(request.Queries, queries, revision, patience));
    }

    public Answer<Corpus> GetCorpus(GetCorpusRequest request, ServerCallContext context)
    {
        var held = CallRevision.Of(context, corpus, given: "");
        var revision = held.Revision;
        return Message(new Corpus
        {
            Revision = revision.Id,
            Licenses = { revision.Licenses },
            ClaimCount = revision.ClaimCount,
            ArticleCount = revision.Articles.Count,
            SourceCount = revision.Sources.Count,
            TopicCount = revision.Topics.Count,
            PlaceCount = revision.Places.Count,
            LoadTime = held.LoadTime,
            LastFailedLoad = corpus.LastFailedLoad,
            ServerVersion = ServerVersion.Text,
        });
    }

    private static Answer<TMessage> Message<TMessage>(TMessage message)
        where TMessage : class, IMessage => new(EncodedMessage.Of(message));

    /// <summary>The article that a request names as its parent.</summary>
    /// <returns>The article, or null for every article.</returns>
    /// <exception cref="RpcException">It is not in the corpus.</exception>
    public static Article? ParentOf(string parent, Revision revision) => parent == ResourceName.EveryArticle
        ? null
        : revision.FindArticle(parent) ?? throw Failures.ArticleNotFound(revision, parent);
}
