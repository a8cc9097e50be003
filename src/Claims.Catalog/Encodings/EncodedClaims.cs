using Claims.Catalog.Building;
using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// The claims of a revision as they go over the wire, by number. What a claim's encoding would hold twice is
/// kept once: the publisher's own step, which all its claims begin with, and the speakers, which are those of the last
/// step. The records stay in the parts, where they are mapped. Immutable.
/// </summary>
/// <param name="records">For each claim, where its record is; see <see cref="RecordAt"/>.</param>
/// <param name="parts">The parts.</param>
internal sealed unsafe class EncodedClaims(Section<long> records, IReadOnlyList<Part> parts)
{
    private const byte SpeakersTag = (Claim.SpeakersFieldNumber << 3) | 2;
    private const int OffsetBits = 40;

    private readonly PartRecords[] _parts = [.. parts.Select(part => new PartRecords(part))];

    /// <summary>How many claims there are.</summary>
    public int Count => records.Length;

    /// <summary>Where a record is, as one number.</summary>
    /// <param name="part">The number of the part.</param>
    /// <param name="offset">Where in the part's records it starts.</param>
    public static long RecordAt(int part, long offset) => ((long)part << OffsetBits) | offset;

    /// <summary>How long a claim's encoding is.</summary>
    public int SizeOf(int claim) => Find(claim, out _).Size;

    /// <summary>Copies a claim's encoding to the beginning of a span that has the room.</summary>
    public void CopyTo(int claim, Span<byte> to)
    {
        var record = Find(claim, out var part);
        var voice = part.Voices[record.Publisher];
        var kept = new ReadOnlySpan<byte>(record.Start, record.KeptSize(voice));
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
        var record = Find(claim, out _);
        var reader = new WireReader(new(record.Start, record.SpeakersAt));
        reader.Read();
        return reader.Bytes;
    }

    /// <summary>A claim's resource name as a string of its own.</summary>
    public string NameTextOf(int claim) => System.Text.Encoding.ASCII.GetString(NameOf(claim));

    /// <summary>A claim's text.</summary>
    public ReadOnlySpan<byte> TextOf(int claim)
    {
        // It is field 2, and every claim has it.
        var record = Find(claim, out _);
        var reader = new WireReader(new(record.Start, record.SpeakersAt));
        reader.Read();
        reader.Read();
        return reader.Bytes;
    }

    /// <summary>A claim as a message of its own, which the caller may change.</summary>
    public Claim Decode(int claim) => Claim.Parser.ParseFrom(Copy(claim));

    private EncodedClaim Find(int claim, out PartRecords part)
    {
        var record = records[claim];
        part = _parts[(int)(record >> OffsetBits)];
        return EncodedClaim.At(part.Start + (record & ((1L << OffsetBits) - 1)));
    }

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

    private readonly struct PartRecords(Part part)
    {
        public byte* Start { get; } = part.Records;

        public PublisherVoice[] Voices { get; } = part.Voices;
    }
}
