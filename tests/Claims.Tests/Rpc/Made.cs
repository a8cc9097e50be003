using Claims.V1;

namespace Claims.Tests.Rpc;

/// <summary>
/// Entries that break no rule, for corpora that are made up for one test.
/// </summary>
internal static class Made
{
    public const string Publisher = "sources/publisher";

    private static readonly string _digest = new('0', 64);

    public static Source Source(string name) => new() { Name = name, DisplayName = name, Kind = SourceKind.NewsAgency };

    public static Article Article(string name, string published) => new()
    {
        Name = name,
        Title = name,
        Publisher = Publisher,
        PublishedDate = Date(published),
        Language = "en",
        TextSha256 = _digest,
        ParagraphCount = 1000,
        Curator = "A test",
        CuratedDate = Date("2030"),
    };

    public static Claim Claim(string name, string stated, string? happened = null) => new()
    {
        Name = name,
        Text = name,
        Attribution = new(),
        StatedDate = Date(stated),
        EventDate = happened is null ? null : Date(happened),
        Stance = new() { Polarity = Polarity.Positive, Certainty = Certainty.Certain, Force = Force.Assert },
        Locators = { new Locator { Paragraph = 1, Sha256 = _digest } },
    };

    public static EdtfDate Date(string edtf) =>
        new() { Edtf = edtf, Basis = DateBasis.Stated, TimeZone = "Etc/UTC" };
}
