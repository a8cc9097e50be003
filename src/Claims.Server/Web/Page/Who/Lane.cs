using System.Globalization;
using Claims.Server.Web.Page.Dates;
using Claims.V1;

namespace Claims.Server.Web.Page.Who;

/// <summary>One part of a lane, in per cent of its width.</summary>
/// <param name="Label">What stands above it.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Width">How wide it is.</param>
public sealed record LaneBand(string Label, double Start, double Width)
{
    // Of a lane beside the names of a wide page, and of one under them on a narrow page.
    private const double Wide = 560, Narrow = 280;

    /// <summary>Whether there is room for the label.</summary>
    public bool IsLabelled => HasRoom(Wide);

    /// <summary>Whether there is none on a narrow page.</summary>
    public bool IsTight => !HasRoom(Narrow);

    // A digit takes seven pixels.
    private bool HasRoom(double lane) => (Label.Length * 7) + 1 <= Width * lane / 100;
}

/// <summary>
/// Where claims stand from left to right: in bands, each as wide as it has claims, so that strokes never lie on each other for
/// want of room elsewhere. Immutable.
/// </summary>
public sealed class Lane
{
    private const double MostGap = 0.9, AllGaps = 24;
    private const int MostDays = 12, MostMonths = 24;

    private readonly Dictionary<string, double> _places = [];

    private Lane(IEnumerable<(string Label, IReadOnlyList<Claim> Claims)> groups, string words)
    {
        Words = words;
        var all = groups.ToList();
        var gap = Math.Min(MostGap, AllGaps / Math.Max(all.Count, 1));
        var step = (100 - (gap * (all.Count - 1))) / Math.Max(all.Sum(group => group.Claims.Count), 1);
        var bands = new List<LaneBand>();
        var at = 0.0;
        foreach (var (label, claims) in all)
        {
            bands.Add(new(label, at, step * claims.Count));
            foreach (var (i, claim) in claims.Index()) _places[claim.Name] = at + (step * (i + 0.5));
            at += (step * claims.Count) + gap;
        }

        Bands = bands;
    }

    /// <summary>The bands, from the left.</summary>
    public IReadOnlyList<LaneBand> Bands { get; }

    /// <summary>What the lane's length is, in a sentence or two.</summary>
    public string Words { get; }

    /// <summary>How many claims have a place.</summary>
    public int Size => _places.Count;

    /// <summary>The lane of an article: its paragraphs.</summary>
    /// <param name="claims">All of its claims.</param>
    public static Lane OfParagraphs(IEnumerable<Claim> claims) => new(
        from claim in claims
        let first = claim.Locators.FirstOrDefault()
        group claim by first is { HasParagraph: true } ? first.Paragraph : -1 into paragraph
        orderby paragraph.Key
        select (paragraph.Key < 0 ? "whole" : paragraph.Key.ToString(CultureInfo.InvariantCulture), (IReadOnlyList<Claim>)[.. paragraph]),
        "Numbers above are paragraphs, 0 the headline; every stroke is a claim.");

    /// <summary>The lane of several articles: days, months or years of saying.</summary>
    /// <param name="claims">All claims that are shown.</param>
    public static Lane OfTime(IEnumerable<Claim> claims)
    {
        var said = claims.Select(claim => (Claim: claim, By: SaidBy(claim))).OrderBy(one => one.By).ToList();
        var unit = said.DistinctBy(one => one.By.Date).Count() <= MostDays ? "d MMM yyyy"
            : said.DistinctBy(one => (one.By.Year, one.By.Month)).Count() <= MostMonths ? "MMM yyyy" : "yyyy";
        var groups = said.GroupBy(one => Shown(one.By, unit)).ToList();
        var year = "";
        return new(groups.Select(group =>
        {
            var label = group.Key;
            // The year stands once, at the first of its bands.
            if (label.Length > 4 && label[^4..] == year) label = label[..^5];
            year = group.Key[^4..];
            return (label, (IReadOnlyList<Claim>)[.. group.Select(one => one.Claim)]);
        }), $"From left to right when it had been said at the latest, {(groups.Count > 1 ? $"from {groups[0].Key} to {groups[^1].Key}" : groups.FirstOrDefault()?.Key)}; "
            + "every stroke is a claim.");
    }

    /// <summary>Where a claim stands, in per cent; null for nowhere.</summary>
    public double? PlaceOf(Claim claim) => _places.TryGetValue(claim.Name, out var place) ? place : null;

    private static DateTime SaidBy(Claim claim)
    {
        var date = ToldDate.Of(claim.StatedDate);
        return ToldTime.At(date.End.Kind == DateEndKind.Told ? date.After - 1 : date.First);
    }

    private static string Shown(DateTime time, string unit) => time.ToString(unit, CultureInfo.InvariantCulture);
}
