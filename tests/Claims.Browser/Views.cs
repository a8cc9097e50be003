namespace Claims.Browser;

/// <summary>The corpora whose every view is looked at.</summary>
public enum Corpus
{
    Shipped,
    Invented,
}

/// <summary>
/// Every view of the page, by a name and with its address in a corpus.
/// </summary>
internal static class Views
{
    private const string Article = "/articles/reuters-2016-09-05-syria-blasts-truce-talks";

    public static readonly string[] All =
    [
        "all articles", "article", "when", "who", "when of an article", "who of an article", "why", "claim", "source", "topic", "found",
        "nothing found", "unsearchable", "filtered", "nowhere", "unfolded", "legend",
    ];

    /// <summary>Every view of what is shipped, and those of what is invented that show shapes of claims which it lacks.</summary>
    public static TheoryData<Corpus, string> OfBoth
    {
        get
        {
            var views = new TheoryData<Corpus, string>();
            foreach (var view in All) views.Add(Corpus.Shipped, view);
            foreach (var view in (string[])["article", "when of an article", "who of an article", "why", "claim"])
            {
                views.Add(Corpus.Invented, view);
            }

            return views;
        }
    }

    /// <summary>Shows a view, as wide as the page is by then.</summary>
    public static async Task ShowAsync(this Visit visit, Corpus corpus, string view)
    {
        await visit.GoAsync(AddressOf(corpus, view));
        if (view == "legend") await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Legend" }).ClickAsync();
    }

    public static string AddressOf(Corpus corpus, string view)
    {
        var isShipped = corpus == Corpus.Shipped;
        var article = isShipped ? Article : "/articles/ferry-claim";
        var claim = isShipped ? "six-explosions" : "front-set-fire";
        return view switch
        {
            "article" => article,
            "when" => "/?view=when",
            "who" => "/?view=who",
            "when of an article" => $"{article}?view=when",
            "who of an article" => $"{article}?view=who",
            "why" => $"{article}?view=who&why={claim}",
            "claim" => $"{article}/claims/{claim}",
            "source" => isShipped ? "/sources/turkish-government" : "/sources/corvane-press-agency",
            "topic" => isShipped ? "/topics/al-qaeda" : "/topics/aldine-fire",
            "found" => isShipped ? "/?q=turkish" : "/?q=ferry",
            "nothing found" => "/?q=nothing-found",
            "unsearchable" => "/?q=-x",
            "filtered" => $"{article}?filter.polarities=POLARITY_POSITIVE&filter.forces=FORCE_ASSERT",
            "nowhere" => "/articles/nix",
            "unfolded" => $"{article}?open={claim}",
            _ => "/",
        };
    }
}
