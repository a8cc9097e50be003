using System.Buffers.Binary;
using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Where claims stand in articles that have no text.
/// </summary>
internal static class Locators
{
    /// <summary>What looks like the digest of something: nothing was hashed.</summary>
    public static string Digest(ref RandomStream random)
    {
        Span<byte> digest = stackalloc byte[32];
        for (var i = 0; i < digest.Length; i += sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest[i..], random.Next());
        }

        return Convert.ToHexStringLower(digest);
    }

    public static Locator Span(ref RandomStream random, int paragraph, int start, int length) =>
        new() { Paragraph = paragraph, Start = start, End = start + length, Sha256 = Digest(ref random) };

    /// <summary>Says where the article carries a claim, and where wanted, where source, cue and content are.</summary>
    public static void Add(ref RandomStream random, Claim claim, int paragraph, bool areApart)
    {
        var start = random.Below(120);
        var length = random.Between(15, 140);
        claim.Locators.Add(random.Chance(0.04)
            ? new Locator { Paragraph = paragraph, Sha256 = Digest(ref random) }
            : Span(ref random, paragraph, start, length));
        if (random.Chance(0.06))
        {
            var behind = start + length + random.Between(1, 30);
            claim.Locators.Add(Span(ref random, paragraph, behind, random.Between(15, 90)));
        }

        if (areApart && claim.Attribution.Steps.Count > 0) AddApart(ref random, claim, paragraph, start);
    }

    // One behind the other, since the pieces of a span are in order: of the content some before who says it, and of a
    // cue some before and some behind, as in "has the minister said".
    private static void AddApart(ref RandomStream random, Claim claim, int paragraph, int at)
    {
        var isCut = random.Chance(0.2);
        if (isCut || random.Chance(0.2)) claim.ContentSpans.Add(Next(ref random, 15, 60));
        foreach (var step in claim.Attribution.Steps)
        {
            var hasCue = step.Cue.Length > 0;
            if (hasCue && random.Chance(0.1)) step.CueSpans.Add(Next(ref random, 2, 4));
            step.SourceSpans.Add(Next(ref random, 5, 25));
            if (hasCue) step.CueSpans.Add(Next(ref random, 3, 12));
            if (random.Chance(0.06)) step.SourceSpans.Add(Next(ref random, 5, 25));
        }

        if (isCut || claim.ContentSpans.Count == 0) claim.ContentSpans.Add(Next(ref random, 15, 90));

        Locator Next(ref RandomStream random, int least, int most)
        {
            var piece = Span(ref random, paragraph, at, random.Between(least, most));
            at = piece.End + 1;
            return piece;
        }
    }
}
