using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// A record of <see cref="EncodedClaims"/>: a claim's encoding but for its speakers and the publisher's own step, behind
/// what tells where those go.
/// </summary>
/// <param name="start">Where the encoding starts; what is said below counts from there.</param>
/// <param name="size">How long the whole encoding is.</param>
/// <param name="publisher">The number of the publisher's voice in the part.</param>
/// <param name="speakersAt">Where the speakers go.</param>
/// <param name="voiceAt">Where the publisher's own step goes.</param>
/// <param name="speakersStart">Where the speakers of the last step start.</param>
/// <param name="speakersEnd">Where they end; 0 where the last step is the publisher's own.</param>
internal readonly unsafe struct EncodedClaim(
    byte* start, int size, int publisher, int speakersAt, int voiceAt, int speakersStart, int speakersEnd)
{
    public byte* Start { get; } = start;

    public int Size { get; } = size;

    public int Publisher { get; } = publisher;

    public int SpeakersAt { get; } = speakersAt;

    public int VoiceAt { get; } = voiceAt;

    public int SpeakersStart { get; } = speakersStart;

    public int SpeakersEnd { get; } = speakersEnd;

    /// <summary>How many bytes stand before the encoding.</summary>
    public const int HeadSize = (2 * sizeof(int)) + (4 * sizeof(ushort));

    /// <summary>Reads a record.</summary>
    public static EncodedClaim At(byte* record) => new(
        record + HeadSize,
        Unsafe.ReadUnaligned<int>(record),
        Unsafe.ReadUnaligned<int>(record + 4),
        Unsafe.ReadUnaligned<ushort>(record + 8),
        Unsafe.ReadUnaligned<ushort>(record + 10),
        Unsafe.ReadUnaligned<ushort>(record + 12),
        Unsafe.ReadUnaligned<ushort>(record + 14));

    /// <summary>How much of the encoding is in the record.</summary>
    public int KeptSize(PublisherVoice voice) =>
        Size - voice.Step.Length - (SpeakersEnd == 0 ? voice.Speakers.Length : SpeakersEnd - SpeakersStart);

    /// <summary>Takes a whole encoding apart.</summary>
    /// <param name="encoding">The encoding, every field where the generated code puts it.</param>
    /// <param name="step">The publisher's own step, behind its tag and length.</param>
    public static EncodedClaim Of(ReadOnlySpan<byte> encoding, out ReadOnlySpan<byte> step)
    {
        var (speakersAt, voiceAt, speakersStart, speakersEnd) = (-1, 0, 0, 0);
        step = default;
        var reader = new WireReader(encoding);
        while (reader.Read())
        {
            if (reader.Field == Claim.SpeakersFieldNumber && speakersAt < 0) speakersAt = reader.FieldStart;
            if (reader.Field != Claim.AttributionFieldNumber) continue;

            // Without the speakers, what stands behind them moves up.
            var shift = reader.BytesStart - (reader.FieldStart - speakersAt);
            var steps = 0;
            var inner = new WireReader(reader.Bytes);
            while (inner.Read())
            {
                if (inner.Field != Attribution.StepsFieldNumber) continue;
                if (steps++ == 0)
                {
                    voiceAt = shift + inner.FieldStart;
                    step = reader.Bytes[inner.FieldStart..(inner.BytesStart + inner.Bytes.Length)];
                    continue;
                }

                // The speakers are a step's first field.
                speakersStart = shift - step.Length + inner.BytesStart;
                speakersEnd = speakersStart;
                var speaker = new WireReader(inner.Bytes);
                while (speaker.Read() && speaker.Field == AttributionStep.SpeakersFieldNumber)
                {
                    speakersEnd = speakersStart + speaker.BytesStart + speaker.Bytes.Length;
                }
            }

            break;
        }

        return new(null, encoding.Length, 0, speakersAt, voiceAt, speakersStart, speakersEnd);
    }

    /// <summary>Writes the record of a whole encoding.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="publisher">The number of the publisher's voice.</param>
    /// <param name="voice">That voice.</param>
    /// <param name="record">Takes the head, and what is kept.</param>
    public void Write(ReadOnlySpan<byte> encoding, int publisher, PublisherVoice voice, Span<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, Size);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], publisher);
        BinaryPrimitives.WriteUInt16LittleEndian(record[8..], checked((ushort)SpeakersAt));
        BinaryPrimitives.WriteUInt16LittleEndian(record[10..], checked((ushort)VoiceAt));
        BinaryPrimitives.WriteUInt16LittleEndian(record[12..], checked((ushort)SpeakersStart));
        BinaryPrimitives.WriteUInt16LittleEndian(record[14..], checked((ushort)SpeakersEnd));
        var kept = record[HeadSize..];
        var speakers = SpeakersEnd == 0 ? voice.Speakers.Length : SpeakersEnd - SpeakersStart;
        encoding[..SpeakersAt].CopyTo(kept);
        encoding[(SpeakersAt + speakers)..(VoiceAt + speakers)].CopyTo(kept[SpeakersAt..]);
        encoding[(VoiceAt + speakers + voice.Step.Length)..].CopyTo(kept[VoiceAt..]);
    }
}

/// <summary>
/// What a publisher's claims have in common, encoded.
/// </summary>
/// <param name="Step">Its own step, the first of each attribution, behind its tag and length.</param>
/// <param name="Speakers">The speakers of a claim in its own voice, behind their tags and lengths.</param>
internal sealed record PublisherVoice(byte[] Step, byte[] Speakers)
{
    /// <summary>The voice that a publisher's own step tells.</summary>
    public static PublisherVoice Of(ReadOnlySpan<byte> step)
    {
        var outer = new WireReader(step);
        outer.Read();
        var inner = new WireReader(outer.Bytes);
        inner.Read();
        var speakers = outer.Bytes[inner.FieldStart..(inner.BytesStart + inner.Bytes.Length)].ToArray();
        speakers[0] = (Claim.SpeakersFieldNumber << 3) | 2;
        return new(step.ToArray(), speakers);
    }
}
