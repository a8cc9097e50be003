using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// The claims of a revision as they go over the wire, by number, in pieces that a response puts together by copying. What a
/// claim's encoding would hold twice is kept once: the publisher's own step, which all its claims begin with, and the
/// speakers, which are those of the last step. Immutable.
/// </summary>
/// <param name="chunks">The records, one behind the other; see <see cref="EncodedClaim"/>.</param>
/// <param name="places">For each claim, where its record starts; see <see cref="Place"/>.</param>
/// <param name="publishers">The voices of publishers, by the number of their source.</param>
internal sealed class EncodedClaims(byte[][] chunks, long[] places, IReadOnlyList<PublisherVoice?> publishers)
{
    /// <summary>The tag of field 1, a message: what claims are in every response that has several.</summary>
    public const byte Tag = 0x0A;

    // Tag and length of a claim in a response, at the most.
    private const int MaximumHead = 5;

    private static readonly ReadOnlyMemory<byte> _speakersTag =
        new[] { (byte)((Claim.SpeakersFieldNumber << 3) | 2) };

    /// <summary>How many claims there are.</summary>
    public int Count => places.Length;

    /// <summary>A place in a chunk as one number.</summary>
    public static long Place(int chunk, int offset) => ((long)chunk << 32) | (uint)offset;

    /// <summary>How long a claim's encoding is.</summary>
    public int SizeOf(int claim) => Find(claim).Size;

    /// <summary>Adds a claim's encoding to a message.</summary>
    public void AppendTo(EncodedMessage message, int claim) => Append(message, Find(claim));

    /// <summary>Adds a claim's encoding to a message, behind the tag and the length of a repeated field 1.</summary>
    public void AppendFramedTo(EncodedMessage message, int claim)
    {
        var record = Find(claim);
        var head = new byte[MaximumHead];
        head[0] = Tag;
        message.Add(head.AsMemory(0, 1 + WriteLength(head.AsSpan(1), record.Size)));
        Append(message, record);
    }

    /// <summary>A claim's encoding in one piece.</summary>
    public byte[] Copy(int claim)
    {
        var pieces = new EncodedMessage(8);
        AppendTo(pieces, claim);
        var copy = new byte[pieces.Size];
        pieces.CopyTo(copy);
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

    private void Append(EncodedMessage message, EncodedClaim record)
    {
        var voice = publishers[record.Publisher]!;
        message.Add(record.Chunk.AsMemory(record.Start, record.SpeakersAt));
        if (record.SpeakersEnd == 0) message.Add(voice.Speakers);
        else AppendSpeakers(message, record);
        message.Add(record.Chunk.AsMemory(record.Start + record.SpeakersAt, record.VoiceAt - record.SpeakersAt));
        message.Add(voice.Step);
        message.Add(record.Chunk.AsMemory(record.Start + record.VoiceAt, record.KeptSize(voice) - record.VoiceAt));
    }

    // They stand in their step under another tag of one byte.
    private static void AppendSpeakers(EncodedMessage message, EncodedClaim record)
    {
        var speakers = record.Chunk.AsMemory(record.Start + record.SpeakersStart, record.SpeakersEnd - record.SpeakersStart);
        var reader = new WireReader(speakers.Span);
        while (reader.Read())
        {
            message.Add(_speakersTag);
            message.Add(speakers[(reader.FieldStart + 1)..(reader.BytesStart + reader.Bytes.Length)]);
        }
    }

    private static int WriteLength(Span<byte> bytes, int length)
    {
        var count = 0;
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7) bytes[count++] = (byte)(rest | 0x80);
        bytes[count++] = (byte)rest;
        return count;
    }
}
