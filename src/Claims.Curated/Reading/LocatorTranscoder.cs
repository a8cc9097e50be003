using System.Text.Json;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// Turns the JSON of locators into encoded <see cref="Locator"/>s, where they break no rule. Not thread-safe.
/// </summary>
internal sealed class LocatorTranscoder(JsonTexts texts)
{
    private static readonly JsonMembers _members = new(Locator.Descriptor);

    /// <summary>Reads the locator at which a reader is, and writes it as a field of a message.</summary>
    /// <returns>False where it is not plainly right in an article of so many paragraphs.</returns>
    public bool TryTranscode(ref Utf8JsonReader reader, int paragraphs, int field, EncodingBuffer to)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        int? paragraph = null, start = null, end = null;
        ReadOnlySpan<byte> digest = default;
        JsonMembers.State state = default;
        for (int member; (member = _members.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case Locator.ParagraphFieldNumber when TryReadCount(ref reader, out paragraph):
                case Locator.StartFieldNumber when TryReadCount(ref reader, out start):
                case Locator.EndFieldNumber when TryReadCount(ref reader, out end):
                case Locator.Sha256FieldNumber when texts.TryReadName(ref reader, out digest):
                    break;
                default:
                    return false;
            }
        }

        if (paragraph >= paragraphs || start.HasValue != end.HasValue || start >= end
            || (start.HasValue && !paragraph.HasValue) || !Utf8Names.IsDigest(digest))
        {
            return false;
        }

        var message = to.Begin(field);
        if (paragraph is { } inParagraph) to.WriteGivenNumber(Locator.ParagraphFieldNumber, inParagraph);
        if (start is { } from) to.WriteGivenNumber(Locator.StartFieldNumber, from);
        if (end is { } until) to.WriteGivenNumber(Locator.EndFieldNumber, until);
        to.WriteText(Locator.Sha256FieldNumber, digest);
        to.End(message);
        return true;
    }

    private static bool TryReadCount(ref Utf8JsonReader reader, out int? count)
    {
        count = null;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var number) || number < 0) return false;
        count = number;
        return true;
    }
}
