using Claims.Server.Rpc;
using Claims.V1;
using Microsoft.Extensions.Primitives;

namespace Claims.Server.Web.Page;

/// <summary>Whose claims are shown.</summary>
public enum PageScope
{
    /// <summary>Those of all articles.</summary>
    All,

    /// <summary>Those of one article.</summary>
    Article,

    /// <summary>One claim.</summary>
    Claim,

    /// <summary>Those that one source makes.</summary>
    Source,

    /// <summary>Those about one topic.</summary>
    Topic,
}

/// <summary>How the claims are shown.</summary>
public enum PageView
{
    /// <summary>As they stand, under the voices that make them.</summary>
    Read,

    /// <summary>On a time line.</summary>
    When,

    /// <summary>By their sources, and one of them among those it relates to.</summary>
    Who,
}

/// <summary>
/// What the address of a page asks for. Immutable; other addresses are made from it, so that every state of the page is one.
/// </summary>
public sealed class PageQuery
{
    /// <summary>The parameter of the words that are searched.</summary>
    public const string WordsName = "q";

    /// <summary>The parameter of the revision the page stays with.</summary>
    public const string RevisionName = "at";

    /// <summary>The parameter of the token of a further page of the list.</summary>
    public const string PageName = "page";

    /// <summary>The parameter of how many claims stand before that page.</summary>
    public const string BeforeName = "before";

    /// <summary>The parameter that shows all values of a facet, by its name.</summary>
    public const string MoreName = "more";

    /// <summary>The parameter of the words that articles are looked for by.</summary>
    public const string ArticlesName = "articles";

    /// <summary>The parameter of the view; without it, claims are read.</summary>
    public const string ViewName = "view";

    /// <summary>The parameter of the claim, by its name or within an article by its id, whose relations are shown.</summary>
    public const string WhyName = "why";

    /// <summary>The parameter of the claim that is unfolded in the list, by its name or within an article by its id.</summary>
    public const string OpenName = "open";

    /// <summary>The parameter that with "0" keeps the page from telling of changes.</summary>
    public const string LiveName = "live";

    private const string FilterPrefix = "filter.";
    private const string PresupposedName = "filter.presupposed";

    // Of what an address keeps, in the order in which it stands there.
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    /// <param name="scope">Whose claims are shown.</param>
    /// <param name="name">The resource name of what the scope names, a topic's as <c>topics/</c> and its slug; empty for all.</param>
    /// <param name="parameters">The parameters of the address; those the page does not know are dropped.</param>
    /// <exception cref="Grpc.Core.RpcException">A filter names no field, or its value is none of that field.</exception>
    public PageQuery(PageScope scope, string name, IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        Scope = scope;
        Name = name;
        var request = new SearchClaimsRequest { Filter = new() };
        var filter = new RequestQuery(request);
        foreach (var (key, values) in parameters)
        {
            var value = values.ToString();
            switch (key)
            {
                case WordsName: Words = value.Trim(); break;
                case RevisionName: At = value; break;
                case PageName: PageToken = value; break;
                case BeforeName: Before = int.TryParse(value, out var before) ? Math.Max(before, 0) : 0; break;
                case MoreName: More = value; break;
                case ViewName when ViewOf(value) is { } view: View = view; break;
                case WhyName: Why = value; break;
                case OpenName: Open = value; break;
                case LiveName: IsLive = value != "0"; break;
                case ArticlesName: ArticleWords = value.Trim(); break;
                case PresupposedName when values.Count > 1: continue; // Either.
                case var _ when key.StartsWith(FilterPrefix, StringComparison.Ordinal): filter.Add(key, values); break;
                default: continue;
            }

            foreach (var one in values.Where(one => !string.IsNullOrEmpty(one))) _parameters.Add(new(key, one!));
        }

        filter.ThrowIfBroken();
        Filter = request.Filter;
    }

    public PageScope Scope { get; }

    /// <summary>The resource name of what the scope names; empty for all.</summary>
    public string Name { get; }

    /// <summary>The path of the page.</summary>
    public string Path => $"/{Name}";

    /// <summary>The article whose claims are asked for, or every article: what requests have as <c>parent</c>.</summary>
    public string Parent => Scope is PageScope.Article or PageScope.Claim
        ? Name.Split("/claims/")[0]
        : "articles/-";

    /// <summary>The words that are searched; empty for none.</summary>
    public string Words { get; } = "";

    /// <summary>The filters of the address.</summary>
    public ClaimFilter Filter { get; }

    /// <summary>The revision the page stays with; empty for the current one.</summary>
    public string At { get; } = "";

    /// <summary>The token of a further page of the list; empty for the first.</summary>
    public string PageToken { get; } = "";

    /// <summary>How many claims stand before that page.</summary>
    public int Before { get; }

    /// <summary>The facet of which all values are shown; empty for none.</summary>
    public string More { get; } = "";

    /// <summary>The words that articles are looked for by; empty for none.</summary>
    public string ArticleWords { get; } = "";

    /// <summary>How the claims are shown.</summary>
    public PageView View { get; }

    /// <summary>The claim whose relations are shown, by its name or its id; empty for one that the page chooses.</summary>
    public string Why { get; } = "";

    /// <summary>The claim that is unfolded in the list, by its name or its id; empty for none.</summary>
    public string Open { get; } = "";

    /// <summary>Whether the page tells of changes.</summary>
    public bool IsLive { get; } = true;

    /// <summary>The parameters that are filters, one for each value.</summary>
    public IEnumerable<KeyValuePair<string, string>> Filters =>
        _parameters.Where(parameter => parameter.Key.StartsWith(FilterPrefix, StringComparison.Ordinal));

    /// <summary>Whether nothing is asked but what the scope has.</summary>
    public bool IsWhole => Words.Length == 0 && !Filters.Any();

    /// <summary>The filters of the address, and that of the scope.</summary>
    public ClaimFilter WholeFilter => OfScope(Filter);

    /// <summary>A filter within the scope.</summary>
    public ClaimFilter OfScope(ClaimFilter filter)
    {
        var whole = filter.Clone();
        if (Scope == PageScope.Source) whole.AllOf.Add(new ClaimFilter { Speakers = { Name } });
        if (Scope == PageScope.Topic) whole.AllOf.Add(new ClaimFilter { Topics = { Slug } });
        return whole;
    }

    /// <summary>The last part of <see cref="Name"/>: of a topic, its slug.</summary>
    public string Slug => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>Whether a parameter that names a claim, by id or by resource name, means this one.</summary>
    public static bool Means(string given, Claim claim) => given.Length > 0
        && (given == claim.Name || claim.Name.EndsWith($"/claims/{given}", StringComparison.Ordinal));

    /// <summary>Whether the address has a value of a parameter.</summary>
    public bool Has(string name, string value) => _parameters.Contains(new(name, value));

    /// <summary>The values of a parameter.</summary>
    public IEnumerable<string> ValuesOf(string name) =>
        _parameters.Where(parameter => parameter.Key == name).Select(parameter => parameter.Value);

    /// <summary>
    /// The address of this page with other values of some parameters: null takes one away. It begins with the list's first
    /// page, unless it says which.
    /// </summary>
    public string With(params (string Name, string? Value)[] changes) => AddressOf(Path, _parameters
        .Where(kept => kept.Key is not (PageName or BeforeName) && !changes.Any(change => change.Name == kept.Key))
        .Concat(Given(changes)));

    /// <summary>The address of this page without one value of a parameter.</summary>
    public string Without(string name, string value) => AddressOf(Path, _parameters
        .Where(kept => kept.Key is not (PageName or BeforeName) && !(kept.Key == name && kept.Value == value)));

    /// <summary>The address of this page without words and filters.</summary>
    public string Whole() => AddressOf(Path, _parameters.Where(kept => kept.Key is RevisionName or ViewName or LiveName));

    /// <summary>The address of the same claims in another view.</summary>
    public string In(PageView view) => With((ViewName, view == PageView.Read ? null : NameOf(view)), (WhyName, null));

    private static string NameOf(PageView view) => view == PageView.When ? "when" : "who";

    private static PageView? ViewOf(string name) => name switch
    {
        "when" => PageView.When,
        "who" => PageView.Who,
        _ => null,
    };

    /// <summary>The address of another page, of the same revision and with the same words for articles or none.</summary>
    public string To(string name, params (string Name, string? Value)[] parameters) => AddressOf($"/{name}", _parameters
        .Where(kept => kept.Key is RevisionName or LiveName)
        .Concat(Given(parameters)));

    /// <summary>The parameters that a form keeps which sends others by itself.</summary>
    /// <param name="sent">The names of those it sends.</param>
    public IEnumerable<KeyValuePair<string, string>> KeptBeside(params string[] sent) => _parameters
        .Where(kept => kept.Key is not (PageName or BeforeName) && !sent.Contains(kept.Key));

    private static IEnumerable<KeyValuePair<string, string>> Given((string Name, string? Value)[] parameters) =>
        from parameter in parameters
        where parameter.Value is { Length: > 0 }
        select new KeyValuePair<string, string>(parameter.Name, parameter.Value!);

    private static string AddressOf(string path, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var query = string.Join('&', parameters.Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
