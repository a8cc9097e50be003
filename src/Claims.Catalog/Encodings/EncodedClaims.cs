using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// The claims of a revision as they go over the wire, by number. What a claim's encoding would hold twice is
/// kept once: the publisher's own step, which all its claims begin with, and the speakers, which are those of the last
/// step. Immutable.
/// </summary>
/// <param name="chunks">The records, one behind the other; see <see cref="EncodedClaim"/>.</param>
/// <param name="places">For each claim, where its record starts; see <see cref="Place"/>.</param>
/// <param name="publishers">The voices of publishers, by the number of their source.</param>
internal sealed class EncodedClaims(byte[][] chunks, long[] places, IReadOnlyList<PublisherVoice?> publishers)
{
    private const byte SpeakersTag = (Claim.SpeakersFieldNumber << 3) | 2;

    /// <summary>How many claims there are.</summary>
    public int Count => places.Length;

    /// <summary>A place in a chunk as one number.</summary>
    public static long Place(int chunk, int offset) => ((long)chunk << 32) | (uint)offset;

    /// <summary>How long a claim's encoding is.</summary>
    public int SizeOf(int claim) => Find(claim).Size;

    /// <summary>Copies a claim's encoding to the beginning of a span that has the room.</summary>
    public void CopyTo(int claim, Span<byte> to)
    {
        var record = Find(claim);
        var voice = publishers[record.Publisher]!;
        var kept = record.Chunk.AsSpan(record.Start, record.KeptSize(voice));
        kept[..record.SpeakersAt].CopyTo(to);
        to = to[record.SpeakersAt..];
        to = to[CopySpeakers(record, kept, voice, to)..];
        kept[record.SpeakersAt..record.VoiceAt].CopyTo(to);
        to = to[(record.VoiceAt - record.SpeakersAt)..];
        voice.Step.CopyTo(to);
        kept[record.VoiceAt..].CopyTo(to[voice.Step.Length..]);
    }

    /// <summary>A claim's encoding.</summary>
    public byte[] Copy(int claim)
    {
        var copy = new byte[SizeOf(claim)];
        CopyTo(claim, copy);
        return copy;
    }

    /// <summary>A claim's resource name.</summary>
    public ReadOnlySpan<byte> NameOf(int claim)
    {
        // The name is field 1, so it comes first, and every claim has it.
        var record = Find(claim);
        var reader = new WireReader(record.Chunk.AsSpan(record.Start, record.SpeakersAt));
        reader.Read();
        return reader.Bytes;
    }

    /// <summary>A claim's resource name as a string of its own.</summary>
    public string NameTextOf(int claim) => System.Text.Encoding.ASCII.GetString(NameOf(claim));

    /// <summary>A claim's text.</summary>
    public ReadOnlySpan<byte> TextOf(int claim)
    {
        // It is field 2, and every claim has it.
        var record = Find(claim);
        var reader = new WireReader(record.Chunk.AsSpan(record.Start, record.SpeakersAt));
        reader.Read();
        reader.Read();
        return reader.Bytes;
    }

    /// <summary>A claim as a message of its own, which the caller may change.</summary>
    public Claim Decode(int claim) => Claim.Parser.ParseFrom(Copy(claim));

    private EncodedClaim Find(int claim) => EncodedClaim.At(chunks[(int)(places[claim] >> 32)], (int)(uint)places[claim]);

    // How many bytes those are is what it answers.
    private static int CopySpeakers(in EncodedClaim record, ReadOnlySpan<byte> kept, PublisherVoice voice, Span<byte> to)
    {
        if (record.SpeakersEnd == 0)
        {
            voice.Speakers.CopyTo(to);
            return voice.Speakers.Length;
        }

        // They stand in their step under another tag of one byte.
        var speakers = kept[record.SpeakersStart..record.SpeakersEnd];
        speakers.CopyTo(to);
        for (var at = 0; at < speakers.Length;)
        {
            to[at++] = SpeakersTag;
            var length = WireReader.LengthAt(speakers, ref at);
            at += length;
        }

        return speakers.Length;
    }
}
