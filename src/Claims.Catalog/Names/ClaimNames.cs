using System.Text;

namespace Claims.Catalog;

/// <summary>
/// Finds claims by their resource names. The names are those in the encodings, and not kept a second time. Immutable once
/// filled.
/// </summary>
internal sealed class ClaimNames
{
    private const int MaximumLength = 256;

    private readonly EncodedClaims _claims;
    private readonly (uint Hash, int Claim)[] _slots;

    private ClaimNames(EncodedClaims claims)
    {
        _claims = claims;
        _slots = new (uint, int)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(claims.Count * 3L / 2, 4))];
    }

    /// <summary>Indexes the names of all claims; null where two claims have one name.</summary>
    public static ClaimNames? Index(EncodedClaims claims)
    {
        var names = new ClaimNames(claims);
        for (var claim = 0; claim < claims.Count; claim++)
        {
            var name = claims.NameOf(claim);
            var hash = Utf8Hash.Of(name);
            var slot = names.SlotOf(name, hash);
            if (names._slots[slot].Claim > 0) return null;
            names._slots[slot] = (hash, claim + 1);
        }

        return names;
    }

    /// <summary>The number of the claim that has a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => _slots[SlotOf(name, Utf8Hash.Of(name))].Claim - 1;

    /// <summary>The number of the claim that has a name, or -1.</summary>
    public int Find(ReadOnlySpan<char> name)
    {
        // No name of a claim is longer, and all are ASCII.
        if (name.Length > MaximumLength) return -1;
        Span<byte> utf8 = stackalloc byte[MaximumLength];
        return Ascii.FromUtf16(name, utf8, out var written) == System.Buffers.OperationStatus.Done ? Find(utf8[..written]) : -1;
    }

    // Where the name is, or the empty slot where it would be. A claim in a slot counts from 1, so that 0 is none.
    private int SlotOf(ReadOnlySpan<byte> name, uint hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var (found, claim) = _slots[slot];
            if (claim == 0 || (found == hash && _claims.NameOf(claim - 1).SequenceEqual(name))) return slot;
        }
    }
}
