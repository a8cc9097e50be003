using Claims.V1;

namespace Claims.Server.Web.Page;

/// <summary>
/// The page's words for what the contract has values for: short, plain, and in lower case where they can stand within a
/// sentence.
/// </summary>
internal static class ClaimWords
{
    /// <summary>The form of an attribution: "reported".</summary>
    public static string Of(AttributionKind kind) => kind switch
    {
        AttributionKind.Narrative => "own voice",
        AttributionKind.Direct => "quoted",
        AttributionKind.Indirect => "reported",
        AttributionKind.Mixed => "partly quoted",
        AttributionKind.Attitude => "a view, nothing said",
        _ => "form not told",
    };

    /// <summary>The name of a form in style sheets: "direct".</summary>
    public static string ClassOf(AttributionKind kind) => kind switch
    {
        AttributionKind.Narrative => "narrative",
        AttributionKind.Direct => "direct",
        AttributionKind.Mixed => "mixed",
        AttributionKind.Attitude => "attitude",
        _ => "indirect",
    };

    /// <summary>What speakers do by saying it: "accuses".</summary>
    public static string Of(Force force) => force switch
    {
        Force.Assert => "states it",
        Force.Deny => "denies",
        Force.Accuse => "accuses",
        Force.Condition => "sets a condition",
        Force.Threaten => "threatens",
        Force.Intend => "intends",
        Force.Desire => "wishes",
        Force.Require => "requires",
        Force.Refuse => "refuses",
        _ => "not told",
    };

    /// <summary>Whether something is asserted by it, so that its speakers can be certain of it.</summary>
    public static bool Asserts(Force force) => force is Force.Assert or Force.Deny or Force.Accuse;

    /// <summary>The tone of a force: <c>against</c>, <c>will</c>, or none.</summary>
    public static string ToneOf(Force force) => force switch
    {
        Force.Accuse or Force.Deny or Force.Threaten or Force.Refuse => "against",
        Force.Condition or Force.Intend or Force.Desire or Force.Require => "will",
        _ => "",
    };

    /// <summary>How certain speakers show themselves of what they assert: "probable".</summary>
    public static string Of(Certainty certainty) => certainty switch
    {
        Certainty.Certain => "certain",
        Certainty.Probable => "probable",
        Certainty.Possible => "possible",
        Certainty.Uncommitted => "uncommitted",
        _ => "not told",
    };

    /// <summary>How firmly they hold what they do not assert: an aim, a wish, a threat.</summary>
    public static string FirmnessOf(Certainty certainty) => certainty switch
    {
        Certainty.Certain => "firmly held",
        Certainty.Probable => "probably held",
        Certainty.Possible => "possibly held",
        Certainty.Uncommitted => "not committed to",
        _ => "not told",
    };

    /// <summary>Whether a text says that something is so.</summary>
    public static string Of(Polarity polarity) => polarity switch
    {
        Polarity.Positive => "it is so",
        Polarity.Negative => "it is not so",
        Polarity.Open => "left open",
        _ => "not told",
    };

    /// <summary>How sure, in a word or four: "certain, a negation", "left open whether it is so", "firmly held".</summary>
    public static string SureOf(Stance stance) =>
        stance.Polarity == Polarity.Open ? "left open whether it is so"
        : !Asserts(stance.Force) ? FirmnessOf(stance.Certainty)
        : Of(stance.Certainty) + (stance.Polarity == Polarity.Negative ? ", a negation" : "");

    /// <summary>Whether a speaker is less than certain, or leaves it open.</summary>
    public static bool IsUnsure(Stance stance) =>
        stance.Polarity == Polarity.Open || stance.Certainty != Certainty.Certain;

    /// <summary>A stance in a sentence of its own.</summary>
    public static string SentenceOf(Stance stance)
    {
        if (!Asserts(stance.Force)) return $"{Capital(Of(stance.Force))}, {FirmnessOf(stance.Certainty)}.";
        var act = stance.Force == Force.Assert ? "States" : $"{Capital(Of(stance.Force))}, stating";
        var what = stance.Polarity switch
        {
            Polarity.Negative => "that something is not so",
            Polarity.Open => "that it is open whether something is so",
            _ => "that something is so",
        };
        return $"{act} {what}; {Of(stance.Certainty)}.";
    }

    /// <summary>How far a mention identifies its source.</summary>
    public static string Of(Identification identification) => identification switch
    {
        Identification.Metonym => "stands for its government",
        Identification.Collective => "several, unnamed",
        Identification.Named => "named",
        Identification.RoleDescribed => "unnamed, role given",
        Identification.Unnamed => "unnamed",
        _ => "not told",
    };

    /// <summary>Whether a mention leaves its source without a name.</summary>
    public static bool IsUnnamed(Identification identification) =>
        identification is Identification.Collective or Identification.RoleDescribed or Identification.Unnamed;

    /// <summary>How several speakers share a statement.</summary>
    public static string Of(JointMode joint) => joint switch
    {
        JointMode.Joint => "together, one statement",
        JointMode.Each => "each separately",
        JointMode.Unclear => "together or each, not told",
        _ => "",
    };

    /// <summary>What a source is: "news agency".</summary>
    public static string Of(SourceKind kind) => kind switch
    {
        SourceKind.Unspecified => "kind not told",
        SourceKind.HeadOfState => "head of state or government",
        _ => Spaced(kind.ToString()),
    };

    /// <summary>What a topic is.</summary>
    public static string Of(TopicKind kind) => kind switch
    {
        TopicKind.Person => "person",
        TopicKind.Body => "body",
        TopicKind.Event => "event",
        TopicKind.Theme => "theme",
        _ => "topic",
    };

    /// <summary>How a claim stands to another: "elaborates".</summary>
    public static string Of(RelationType type) => type switch
    {
        RelationType.Corroborates => "corroborates",
        RelationType.Contradicts => "contradicts",
        RelationType.Elaborates => "elaborates",
        RelationType.Qualifies => "qualifies",
        RelationType.Supersedes => "supersedes",
        RelationType.GivesReasonFor => "gives the reason for",
        RelationType.ResultsFrom => "results from",
        RelationType.ConditionOf => "is a condition of",
        RelationType.Presupposes => "presupposes",
        _ => "relates to",
    };

    /// <summary>The same from the other claim's side: "elaborated by".</summary>
    public static string BackOf(RelationType type) => type switch
    {
        RelationType.Corroborates => "corroborated by",
        RelationType.Contradicts => "contradicted by",
        RelationType.Elaborates => "elaborated by",
        RelationType.Qualifies => "qualified by",
        RelationType.Supersedes => "superseded by",
        RelationType.GivesReasonFor => "has its reason in",
        RelationType.ResultsFrom => "results in",
        RelationType.ConditionOf => "on condition of",
        RelationType.Presupposes => "presupposed by",
        _ => "related to by",
    };

    /// <summary>A figure as the article has it, and what it comes to: "“at least 30”: 30 or more (person)".</summary>
    public static string Of(Figure figure)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        var lower = figure.HasLower ? figure.Lower.ToString("#,0.##########", invariant) : "";
        var upper = figure.HasUpper ? figure.Upper.ToString("#,0.##########", invariant) : "";
        var amount = (figure.HasLower, figure.HasUpper) switch
        {
            (true, true) when lower == upper => lower,
            (true, true) => $"{lower} to {upper}",
            (true, false) => figure.LowerExclusive ? $"more than {lower}" : $"{lower} or more",
            (false, true) => figure.UpperExclusive ? $"less than {upper}" : $"{upper} or less",
            _ => "no number told",
        };
        var unit = figure.Unit.Length > 0 ? $" ({figure.Unit})" : "";
        return $"“{figure.Expression}”: {(figure.Approximate ? "about " : "")}{amount}{unit}";
    }

    /// <summary>What to call a speaker: as published where it has no name, else by its name.</summary>
    public static string NameOf(Speaker speaker) =>
        IsUnnamed(speaker.Identification) && speaker.AsPublished.Length > 0
            ? Capital(speaker.AsPublished)
            : speaker.DisplayName;

    /// <summary>What to call several: "State media and a monitor".</summary>
    public static string NameOf(IEnumerable<Speaker> speakers) =>
        string.Join(" and ", speakers.Select((speaker, i) => i == 0 ? NameOf(speaker) : Within(NameOf(speaker))));

    /// <summary>The beginning of a text that is longer, up to a word's end where there is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters of it at the most.</param>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = text.LastIndexOf(' ', most);

        // Not every script has blanks; no pair of surrogates is cut in two.
        if (end <= 0) end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return text[..end] + " …";
    }

    /// <summary>Who speaks, within a sentence: who is not named is no name, and begins with a small letter.</summary>
    public static string Within(IEnumerable<Speaker> speakers) => string.Join(" and ", speakers.Select(speaker =>
        IsUnnamed(speaker.Identification) && speaker.AsPublished is [>= 'a' and <= 'z', ..]
            ? Small(NameOf(speaker))
            : Within(NameOf(speaker))));

    /// <summary>A name within a sentence: its article in lower case, "a monitor", "the Foreign Office".</summary>
    public static string Within(string name)
    {
        foreach (var article in new[] { "A ", "An ", "The ", "Some ", "Several " })
        {
            if (name.StartsWith(article, StringComparison.Ordinal)) return char.ToLowerInvariant(name[0]) + name[1..];
        }

        return name;
    }

    private static string Small(string words) => words.Length == 0 ? words : char.ToLowerInvariant(words[0]) + words[1..];

    /// <summary>The first letter a capital.</summary>
    public static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>"1 claim", "84 claims", "100,000 claims".</summary>
    public static string Count(int number, string one) =>
        $"{Number(number)} {one}{(number == 1 ? "" : "s")}";

    /// <summary>With commas between thousands.</summary>
    public static string Number(int number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The first eight digits of a revision: enough for the eye.</summary>
    public static string Short(string revision) => revision.Length > 8 ? revision[..8] : revision;

    private static string Spaced(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter)
            ? (i == 0 ? "" : " ") + char.ToLowerInvariant(letter)
            : letter.ToString()));
}
