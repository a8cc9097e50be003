using System.Globalization;
using Claims.Catalog;
using Claims.V1;

namespace Claims.Server.Web.Exports;

/// <summary>
/// A claim as the row of a table. Where it has several of something, they stand in one field with <c>"; "</c> between them; the
/// values of enums are their names in the contract, and what is not told is empty.
/// </summary>
internal static class ClaimColumns
{
    private const string Separator = "; ";

    public static readonly IReadOnlyList<ClaimColumn> All =
    [
        Text("name", row => row.Claim.Name),
        Text("article", row => row.Article.Name),
        Text("article_title", row => row.Article.Title),
        Text("publisher", row => row.Article.Publisher),
        Text("published_date", row => row.Article.PublishedDate?.Edtf),
        Text("text", row => row.Claim.Text),
        Bool("verbatim", row => row.Claim.Verbatim),
        Bool("presupposed", row => row.Claim.Presupposed),
        List("speakers", row => row.Claim.Speakers.Select(speaker => speaker.Source)),
        List("speaker_names", row => row.Claim.Speakers.Select(speaker => speaker.DisplayName)),
        List("speaker_kinds", row => row.Claim.Speakers.Select(speaker => NameOf(speaker.Kind))),
        List("identifications", row => row.Claim.Speakers.Select(speaker => NameOf(speaker.Identification))),
        List("on_behalf_of", row => row.Claim.Speakers.Select(speaker => speaker.OnBehalfOf).Where(name => name.Length > 0)),

        // From the publisher inwards, as the steps are: who, and in brackets how.
        List("attribution", row => row.Claim.Attribution.Steps.Select(step =>
            $"{string.Join(" + ", step.Speakers.Select(speaker => speaker.DisplayName))} [{NameOf(step.Kind)}]")),
        Text("attribution_phrase", row => row.Claim.Attribution.Phrase),
        Text("attribution_scope", row => NameOf(row.Claim.Attribution.Scope)),
        List("cues", row => row.Claim.Attribution.Steps.Select(step => step.Cue).Where(cue => cue.Length > 0)),
        Text("joint", row => NameOf(row.Claim.Attribution.Steps[^1].Joint)),
        new("alternatives", ClaimColumnType.Count, row => row.Claim.Alternatives.Count),
        Text("polarity", row => NameOf(row.Claim.Stance.Polarity)),
        Text("certainty", row => NameOf(row.Claim.Stance.Certainty)),
        Text("force", row => NameOf(row.Claim.Stance.Force)),
        .. Date("stated", claim => claim.StatedDate),
        .. Date("event", claim => claim.EventDate),
        Text("as_of", row => row.Claim.AsOf?.Edtf),
        List("figures", row => row.Claim.Figures.Select(TextOf)),
        List("places", row => row.Claim.Places.Select(place => place.Place)),
        List("place_names", row => row.Claim.Places.Select(place => place.DisplayName)),
        List("topics", row => row.Claim.Topics.Select(topic => topic.Topic)),
        List("topic_names", row => row.Claim.Topics.Select(topic => topic.DisplayName)),

        // The paragraph, and from where to where in it, in code points.
        List("locators", row => row.Claim.Locators.Select(TextOf)),
        List("locator_sha256", row => row.Claim.Locators.Select(locator => locator.Sha256)),
        List("relations", row => row.Claim.Relations.Select(relation => $"{NameOf(relation.Type)} {relation.Claim}")),
        List("notes", row => row.Claim.Notes),
        Text("digest", row => row.Claim.Digest),
        Text("revision", row => row.Revision),
    ];

    private static ClaimColumn Text(string name, Func<ClaimRow, string?> value) =>
        new(name, ClaimColumnType.Text, row => value(row) is { Length: > 0 } text ? text : null);

    private static ClaimColumn List(string name, Func<ClaimRow, IEnumerable<string>> values) =>
        Text(name, row => string.Join(Separator, values(row)));

    private static ClaimColumn Bool(string name, Func<ClaimRow, bool> value) =>
        new(name, ClaimColumnType.Bool, row => value(row));

    private static IEnumerable<ClaimColumn> Date(string name, Func<Claim, EdtfDate?> date) =>
    [
        Text($"{name}_date", row => date(row.Claim)?.Edtf),
        new($"{name}_earliest", ClaimColumnType.Time, row => date(row.Claim)?.EarliestTime?.ToDateTime()),
        new($"{name}_end", ClaimColumnType.Time, row => date(row.Claim)?.EndTime?.ToDateTime()),
        Text($"{name}_precision", row => date(row.Claim) is { } told ? NameOf(told.Precision) : null),
        Text($"{name}_basis", row => date(row.Claim) is { } told ? NameOf(told.Basis) : null),
        new($"{name}_throughout", ClaimColumnType.Bool, row => date(row.Claim)?.Throughout),
    ];

    private static string TextOf(Figure figure) =>
        figure.Unit.Length > 0 ? $"{figure.Expression} ({figure.Unit})" : figure.Expression;

    private static string TextOf(Locator locator) => string.Create(
        CultureInfo.InvariantCulture, $"{locator.Paragraph}:{locator.Start}-{locator.End}");

    private static string NameOf<T>(T value)
        where T : struct, Enum => EqualityComparer<T>.Default.Equals(value, default) ? "" : EnumNames.Of(value);
}

/// <summary>A claim, with what a row has of its article.</summary>
internal readonly record struct ClaimRow(Claim Claim, Article Article, string Revision);

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are.</param>
/// <param name="ValueOf">The value of a claim: a string, a bool, an int or a UTC time; null where there is none.</param>
internal sealed record ClaimColumn(string Name, ClaimColumnType Type, Func<ClaimRow, object?> ValueOf);

/// <summary>What the values of a column are.</summary>
internal enum ClaimColumnType
{
    Text,
    Bool,
    Count,
    Time,
}
