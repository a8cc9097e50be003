using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// The claims of a revision as they go over the wire, by number. Each stands behind the tag and the length of a repeated
/// field 1, which is what the claims are in every response that has several, so that a page is a copy. Immutable.
/// </summary>
internal sealed class EncodedClaims(byte[][] chunks, long[] places)
{
    /// <summary>The tag of field 1, a message.</summary>
    public const byte Tag = 0x0A;

    /// <summary>How many claims there are.</summary>
    public int Count => places.Length;

    /// <summary>A place in a chunk as one number.</summary>
    public static long Place(int chunk, int offset) => ((long)chunk << 32) | (uint)offset;

    /// <summary>A claim's encoding.</summary>
    public ReadOnlyMemory<byte> this[int claim]
    {
        get
        {
            var (chunk, start, length) = Find(claim);
            return chunk.AsMemory(start, length);
        }
    }

    /// <summary>A claim's encoding, to look at.</summary>
    public ReadOnlySpan<byte> Look(int claim)
    {
        var (chunk, start, length) = Find(claim);
        return chunk.AsSpan(start, length);
    }

    /// <summary>A claim's encoding behind its tag and length.</summary>
    public ReadOnlyMemory<byte> Framed(int claim)
    {
        var (chunk, start, length) = Find(claim);
        var tag = (int)(uint)places[claim];
        return chunk.AsMemory(tag, start + length - tag);
    }

    /// <summary>A claim's resource name.</summary>
    public ReadOnlySpan<byte> NameOf(int claim)
    {
        // The name is field 1, so it comes first, and every claim has it.
        var reader = new WireReader(Look(claim));
        reader.Read();
        return reader.Bytes;
    }

    /// <summary>A claim's resource name as a string of its own.</summary>
    public string NameTextOf(int claim) => System.Text.Encoding.ASCII.GetString(NameOf(claim));

    /// <summary>A claim as a message of its own, which the caller may change.</summary>
    public Claim Decode(int claim) => Claim.Parser.ParseFrom(Look(claim));

    private (byte[] Chunk, int Start, int Length) Find(int claim)
    {
        var place = places[claim];
        var chunk = chunks[(int)(place >> 32)];
        var at = (int)(uint)place + 1;
        int length = chunk[at++];
        if (length >= 0x80)
        {
            length &= 0x7F;
            for (var shift = 7; ; shift += 7)
            {
                var next = chunk[at++];
                length |= (next & 0x7F) << shift;
                if (next < 0x80) break;
            }
        }

        return (chunk, at, length);
    }
}
