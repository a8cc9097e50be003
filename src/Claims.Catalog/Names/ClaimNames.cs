using System.Numerics;
using System.Text;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// Finds claims by their resource names. The names are those in the encodings, and not kept a second time. Immutable.
/// </summary>
internal sealed class ClaimNames
{
    private const int MaximumLength = 256;

    private readonly EncodedClaims _claims;
    private readonly Section<(uint Hash, int Claim)> _slots;

    public ClaimNames(SectionReader sections, EncodedClaims claims)
        : this(sections.Read<(uint, int)>(), claims)
    {
    }

    public ClaimNames(Section<(uint Hash, int Claim)> slots, EncodedClaims claims)
    {
        _slots = slots;
        _claims = claims;
    }

    /// <summary>Indexes the names of all claims.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="work">Where the table is.</param>
    /// <param name="onDoubled">Called with the first claim that has a name, which it keeps, and another.</param>
    /// <returns>The table.</returns>
    public static Scratch<(uint Hash, int Claim)> Index(EncodedClaims claims, Workspace work, Action<int, int> onDoubled)
    {
        var length = BitOperations.RoundUpToPowerOf2((uint)Math.Max(claims.Count * 3L / 2, 4));
        var slots = work.Take<(uint Hash, int Claim)>((int)length);
        var names = new ClaimNames(slots.Section, claims);
        for (var claim = 0; claim < claims.Count; claim++)
        {
            var name = claims.NameOf(claim);
            var hash = Utf8Hash.Of(name);
            ref var slot = ref slots[names.SlotOf(name, hash)];
            if (slot.Claim > 0) onDoubled(slot.Claim - 1, claim);
            else slot = (hash, claim + 1);
        }

        return slots;
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
