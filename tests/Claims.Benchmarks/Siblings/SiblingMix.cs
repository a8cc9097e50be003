using Claims.Catalog;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Claims.Benchmarks.Siblings;

/// <summary>
/// Requests and others that ask for what is nearly the same. Several are asked one after the other.
/// </summary>
/// <param name="Title">What is asked, and what it is beside.</param>
/// <param name="Asked">What is to cost no more than so many times as much as the others.</param>
/// <param name="Beside">The others.</param>
/// <param name="Bar">How many times.</param>
internal sealed record Sibling(string Title, IReadOnlyList<IMessage> Asked, IReadOnlyList<IMessage> Beside, Bar Bar)
{
    public Sibling(string title, IMessage asked, IMessage beside, Bar bar)
        : this(title, [asked], [beside], bar)
    {
    }
}

/// <summary>
/// What can be asked of a catalog in more than one way, or of one kind of value as of another: each beside its sibling,
/// over about as many claims. The values are chosen by how many claims have them.
/// </summary>
/// <param name="revision">The corpus.</param>
/// <param name="rpc">Answers from it.</param>
internal sealed class SiblingMix(Revision revision, RpcInProcess rpc)
{
    private const string Every = "articles/-";
    private const int SimilarCount = 20;

    // A filter on a place means what lies in it too, which this counts not, so it is no sibling of another value.
    private static readonly IReadOnlyList<(Dimension Dimension, Func<string, ClaimFilter> Filter)> _values =
    [
        (Dimension.Topic, value => new() { Topics = { value } }),
        (Dimension.Speaker, value => new() { Speakers = { value } }),
        (Dimension.Cue, value => new() { Cues = { value } }),
        (Dimension.Country, value => new() { CountryCodes = { value } }),
    ];

    private readonly int _count = revision.ClaimCount;

    // The day about which half of all claims were said.
    private readonly string _day =
        revision.Articles[revision.Articles.Count / 2].PublishedDate.Edtf[.."2016-09-05".Length];

    public IEnumerable<Sibling> All() =>
        [.. Filters(), .. Alternatives(), .. Summaries(), .. Crossings(), .. Articles(), .. Similar()];

    private IEnumerable<Sibling> Filters()
    {
        var publishers = revision.Articles.Select(article => article.Publisher).Distinct()
            .Select(publisher => new ClaimFilter { Publishers = { publisher } })
            .ToDictionary(filter => filter, TotalOf);
        foreach (var share in new[] { 10, 50 })
        {
            var (publisher, total) = publishers.MinBy(one => Math.Abs(one.Value - (_count / share)));
            yield return Filter("a publisher, a value", publisher, LikeAsMany(total));
        }

        var british = new ClaimFilter { Languages = { "en-gb" } };
        yield return Filter("a language, a value", british, LikeAsMany(TotalOf(british)));
        foreach (var period in new[] { _day, _day[..7], _day[..4], $"../{_day}" })
        {
            yield return Filter($"published, stated during {period}",
                new() { PublishedDuring = period }, new() { StatedDuring = period });
        }

        var country = Nearest(Dimension.Country, _count / 20);
        var outermost = revision.Places.First(place => place.CountryCode == country && place.Within.Length == 0);
        yield return Filter("a place with all in it, its country",
            new() { Places = { outermost.Slug } }, new() { CountryCodes = { country } });
        var hasSome = revision.Places.Select(place => place.Within).ToHashSet();
        var innermost = revision.Places.Where(place => !hasSome.Contains(place.Slug))
            .MinBy(place => Math.Abs(place.ClaimCount - (_count / 1000)))!;
        yield return Filter("a place with nothing in it, a value",
            new() { Places = { innermost.Slug } }, LikeAsMany(innermost.ClaimCount));
        var greatest = publishers.MaxBy(one => one.Value).Key.Publishers;
        yield return Filter("a publisher, a language and a year, others",
            new() { Publishers = { greatest }, Languages = { "en" }, PublishedDuring = _day[..4] },
            new()
            {
                SourceKinds = { SourceKind.NewsAgency },
                Polarities = { Polarity.Positive },
                StatedDuring = _day[..4],
            });
    }

    // The same with and without.
    private IEnumerable<Sibling> Alternatives()
    {
        var government = revision.Sources.Where(source => source.Kind == SourceKind.Government)
            .MinBy(source => Math.Abs(source.ClaimCount - (_count / 500)))!.Name;
        (string Name, ClaimFilter Filter)[] filters =
        [
            ("a speaker", new() { Speakers = { government } }), ("affiliated", new() { Affiliations = { government } }),
            ("a kind of source", new() { SourceKinds = { SourceKind.Minister } }),
            ("a cue", new() { Cues = { Nearest(Dimension.Cue, _count / 50) } }),
            ("all of these kinds", new()
            {
                SourceKinds = { SourceKind.Minister }, Identifications = { Identification.Named },
                AttributionKinds = { AttributionKind.Indirect },
            }),
        ];
        foreach (var (name, filter) in filters)
        {
            var with = filter.Clone();
            with.IncludeAlternatives = true;
            var title = $"{name}, with other readings and without";
            yield return new(title, List(with), List(filter), Bars.WithAlternatives);
        }
    }

    private IEnumerable<Sibling> Summaries() =>
        from sample in Samples()
        from pair in new[]
        {
            (Dimension.Cue, Dimension.Force), (Dimension.Scope, Dimension.Force),
            (Dimension.Presupposed, Dimension.Polarity), (Dimension.RelationType, Dimension.SourceKind),
            (Dimension.Country, Dimension.Place),
            (Dimension.StatedMonth, Dimension.StatedDay), (Dimension.StatedYear, Dimension.StatedDay),
            (Dimension.EventMonth, Dimension.EventDay), (Dimension.EventYear, Dimension.EventDay),
        }
        let isDate = pair.Item1 >= Dimension.StatedMonth
        select new Sibling($"{sample.Name} by {pair.Item1}, by {pair.Item2}",
            Summary(sample.Filter, pair.Item1), Summary(sample.Filter, pair.Item2),
            isDate ? Bars.SummaryByMonth : Bars.Summary);

    // What whoever has no crossings has to ask for: the rows, and then for each of them the columns.
    private IEnumerable<Sibling> Crossings()
    {
        foreach (var (name, filter) in Samples())
        {
            foreach (var (rows, of, columns) in new (Dimension, Func<string, ClaimFilter>, Dimension)[]
            {
                (Dimension.Speaker, value => new() { Speakers = { value } }, Dimension.EventMonth),
                (Dimension.Topic, value => new() { Topics = { value } }, Dimension.Place),
                (Dimension.Country, value => new() { CountryCodes = { value } }, Dimension.StatedYear),
            })
            {
                var crossing = Crossing(filter, rows, columns);
                var crossed = rpc.Answer<SummarizeClaimsResponse>(crossing).Crossed[0];
                var each = crossed.Rows.Groups.Select(row => Summary(Both(filter, of(row.Value)), columns)).ToList();
                for (var row = 0; row < each.Count; row++) MustCountTheSame(crossed, row, each[row]);
                yield return new($"{name} by {rows} x {columns}, row by row",
                    [crossing], [Summary(filter, rows), .. each], Bars.Crossing);
            }
        }

        static ClaimFilter Both(ClaimFilter? one, ClaimFilter other) =>
            one is null ? other : new() { AllOf = { one, other } };
    }

    private void MustCountTheSame(CrossedSummary crossed, int row, SummarizeClaimsRequest request)
    {
        var counts = rpc.Answer<SummarizeClaimsResponse>(request).Summaries[0].Groups
            .ToDictionary(group => group.Value, group => group.Count);
        var (groups, columns) = (crossed.Rows.Groups, crossed.Columns.Groups);
        for (var column = 0; column < columns.Count; column++)
        {
            var count = crossed.Counts[(row * columns.Count) + column];
            if (!counts.TryGetValue(columns[column].Value, out var expected) || count == expected) continue;
            throw new ScenarioException(
                $"{groups[row].Value} x {columns[column].Value} is {count}, and {expected} alone.");
        }
    }

    private IEnumerable<Sibling> Articles()
    {
        var all = new ListArticlesRequest { PageSize = 50 };
        foreach (var order in new[] { "claim_count desc", "name", "published_date" })
        {
            var ordered = new ListArticlesRequest { PageSize = 50, OrderBy = order };
            yield return new($"articles by {order}, latest first", ordered, all, Bars.ArticlesInOrder);
        }

        var place = revision.Places.MaxBy(place => place.ClaimCount)!.DisplayName;
        var month = DateOnly.Parse(_day, null).ToString("MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var query in new[] { place, month, month[^4..] })
        {
            yield return new($"articles called, claims with {query}",
                new ListArticlesRequest { Query = query, PageSize = 50 },
                new SearchClaimsRequest { Query = query, Parent = Every, PageSize = 50 }, Bars.ArticlesByQuery);
        }
    }

    // What a search for any of the words finds, where the words do not have to be found first.
    private IEnumerable<Sibling> Similar()
    {
        foreach (var (name, filter) in Samples())
        {
            var similar = Enumerable.Range(0, SimilarCount).Select(i => new FindSimilarClaimsRequest
            {
                Name = revision.Encodings.NameTextOf((int)((long)i * _count / SimilarCount)),
                Filter = filter,
                Limit = 10,
            }).ToList();
            var searches = similar.ConvertAll(request => new SearchClaimsRequest
            {
                Query = string.Join(" OR ", rpc.Answer<FindSimilarClaimsResponse>(request).Words),
                Parent = Every,
                Filter = filter,
                PageSize = 11,
            });
            foreach (var (request, search) in similar.Zip(searches)) MustFindTheSame(request, search);
            yield return new($"{SimilarCount} of {name}: similar claims, the search",
                similar, searches, Bars.SimilarOverSearch);
        }
    }

    private void MustFindTheSame(FindSimilarClaimsRequest request, SearchClaimsRequest search)
    {
        var similar = rpc.Answer<FindSimilarClaimsResponse>(request).Results.Select(result => result.Claim.Name);
        var found = rpc.Answer<SearchClaimsResponse>(search).Results.Select(result => result.Claim.Name);
        if (similar.SequenceEqual(found.Where(name => name != request.Name).Take(request.Limit))) return;
        throw new ScenarioException($"A search for {search.Query} does not find what is similar to {request.Name}.");
    }

    private IReadOnlyList<(string Name, ClaimFilter? Filter)> Samples() =>
    [
        ("all", null), ("half", new ClaimFilter { StatedDuring = $"../{_day}" }),
        ("a hundredth", new ClaimFilter { Topics = { Nearest(Dimension.Topic, _count / 100) } }),
    ];

    private static Sibling Filter(string title, ClaimFilter asked, ClaimFilter beside) =>
        new(title, List(asked), List(beside), Bars.Filter);

    private static ListClaimsRequest List(ClaimFilter filter) =>
        new() { Parent = Every, Filter = filter, PageSize = 50 };

    private static SummarizeClaimsRequest Summary(ClaimFilter? filter, params Dimension[] dimensions) =>
        new() { Parent = Every, Filter = filter, Dimensions = { dimensions }, Top = 40 };

    private static SummarizeClaimsRequest Crossing(ClaimFilter? filter, Dimension rows, Dimension columns) => new()
    {
        Parent = Every,
        Filter = filter,
        Crossings = { new Crossing { Rows = rows, Columns = columns, TopRows = 40, TopColumns = 25 } },
    };

    private int TotalOf(ClaimFilter filter) => rpc.Answer<ListClaimsResponse>(List(filter)).TotalSize;

    // A filter on one value that about as many claims have.
    private ClaimFilter LikeAsMany(int total) => _values
        .SelectMany(value => Groups(value.Dimension).Select(group => (Filter: value.Filter(group.Value), group.Count)))
        .MinBy(value => Math.Abs(value.Count - total)).Filter;

    private string Nearest(Dimension dimension, int total) =>
        Groups(dimension).MinBy(group => Math.Abs(group.Count - total))!.Value;

    private RepeatedField<SummaryGroup> Groups(Dimension dimension)
    {
        var request = new SummarizeClaimsRequest { Parent = Every, Dimensions = { dimension }, Top = 1000 };
        return rpc.Answer<SummarizeClaimsResponse>(request).Summaries[0].Groups;
    }
}
