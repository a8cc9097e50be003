using Claims.V1;

namespace Claims.Server.Web.Page.Dates;

/// <summary>The claims of one date.</summary>
/// <param name="Date">The date; null where none is told.</param>
/// <param name="Bases">What it rests on.</param>
/// <param name="Claims">The claims, at least one.</param>
public sealed record DateRow(ToldDate? Date, IReadOnlyList<DateBasis> Bases, IReadOnlyList<Claim> Claims)
{
    /// <summary>Whether all of it is said by others than the publisher.</summary>
    public bool IsOthers { get; } = Claims.All(claim => claim.Attribution.Steps[^1].Kind != AttributionKind.Narrative);

    /// <summary>Of how much of the time it is, and what that rests on.</summary>
    internal string Quality => Date is null ? "" : string.Join(", ", new[]
    {
        DateWords.ExtentOf(Date),
        Date.HasTimeOfDay ? "local time" : "",
        Bases.Count == 1 ? DateWords.ShortBasisOf(Bases[0]) : "",
    }.Where(words => words.Length > 0));

    /// <summary>Tells the row from the others of its figure; the end of an id.</summary>
    internal string Key => Date is null
        ? "none"
        : string.Join('_', KeyOf(Date.Start), KeyOf(Date.End), Date.IsInterval, Date.First, Date.After, Date.Throughout);

    /// <summary>Who says it, to stand behind their number: " by Reuters", ", 3 voices".</summary>
    internal string Voices
    {
        get
        {
            var voices = Claims.Select(claim => ClaimWords.Within(claim.Attribution.Steps[^1].Speakers)).Distinct().ToList();
            return voices.Count == 1 ? $" by {voices[0]}" : $", {ClaimWords.Count(voices.Count, "voice")}";
        }
    }

    private static string KeyOf(DateEnd end) =>
        $"{end.Kind:D}{end.Text}{(end.IsApproximate ? "~" : "")}{(end.IsUncertain ? "?" : "")}";
}

/// <summary>Claims by their dates.</summary>
internal static class DateRows
{
    /// <summary>One row for each distinct date, in the order of time, and what has none last.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="dateOf">Their date; null for none.</param>
    public static IReadOnlyList<DateRow> Of(IEnumerable<Claim> claims, Func<Claim, EdtfDate?> dateOf) =>
    [
        .. claims.GroupBy(claim => dateOf(claim) is { } date ? ToldDate.Of(date) : null)
            .Select(row => new DateRow(
                row.Key, [.. row.Select(dateOf).OfType<EdtfDate>().Select(date => date.Basis).Distinct()], [.. row]))
            .OrderBy(row => row.Date is null)
            .ThenBy(row => row.Date is not { Start.Kind: DateEndKind.Told } date ? long.MinValue : date.First)
            .ThenBy(row => row.Date is not { End.Kind: DateEndKind.Told } date ? long.MaxValue : date.After)
            .ThenByDescending(row => row.Date?.Throughout),
    ];

    /// <summary>What the rows show first: "40 of 84 claims are about 5 Sep 2016; 15 give no date".</summary>
    public static string FindingOf(IReadOnlyList<DateRow> rows) => FindingOf(
        rows.Where(row => row.Date is { IsInterval: false }).Select(row => (DayOf(row.Date!.Start.Text), row.Claims.Count)),
        rows.Sum(row => row.Claims.Count),
        rows.Where(row => row.Date is null).Sum(row => row.Claims.Count));

    /// <inheritdoc cref="FindingOf(IReadOnlyList{DateRow})"/>
    /// <param name="dates">How many claims are about each time, by its EDTF; one may be there more than once.</param>
    /// <param name="total">How many claims there are.</param>
    /// <param name="without">How many have no date.</param>
    public static string FindingOf(IEnumerable<(string Edtf, int Claims)> dates, int total, int without)
    {
        if (without == total) return "No claim gives a date";
        var none = without == 0 ? "" : $"; {ClaimWords.Number(without)} give{(without == 1 ? "s" : "")} no date";
        var most = dates.GroupBy(date => date.Edtf, date => date.Claims).Select(date => (Edtf: date.Key, Claims: date.Sum()))
            .OrderByDescending(date => date.Claims).ThenBy(date => date.Edtf, StringComparer.Ordinal).FirstOrDefault();
        if (most.Edtf is null) return $"No claim is about a single day, month or year{none}";
        var when = DateWords.SpanOf(ToldDate.Of(new EdtfDate { Edtf = most.Edtf }));
        if (when.StartsWith("about ", StringComparison.Ordinal)) when = when["about ".Length..];
        return (most.Claims == total, total) switch
        {
            (true, 1) => $"The claim is about {when}",
            (true, _) => $"All {ClaimWords.Count(total, "claim")} are about {when}",
            _ => $"{ClaimWords.Number(most.Claims)} of {ClaimWords.Count(total, "claim")} "
                + $"{(most.Claims == 1 ? "is" : "are")} about {when}{none}",
        };
    }

    /// <summary>The day of a time of day, else the date.</summary>
    public static string DayOf(string edtf) => edtf.Contains('T') ? edtf[..10] : edtf;
}
