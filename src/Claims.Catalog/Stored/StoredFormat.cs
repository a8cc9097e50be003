using System.Runtime.InteropServices;

namespace Claims.Catalog.Stored;

/// <summary>
/// How a stored file is laid out: a head, the sections, each at a multiple of <see cref="Alignment"/>, then the directory of
/// the sections and a checksum of each block of all that. Numbers are as the processor has them, little-endian: a file is
/// for the machine it was made on, and for this version of the format.
/// </summary>
internal static class StoredFormat
{
    /// <summary>To be raised with every change of what stands in a section, or of the rules by which a part is made.</summary>
    public const int Version = 9;

    /// <summary>What a section's start is a multiple of, in bytes: a line of the processor's cache.</summary>
    public const int Alignment = 64;

    /// <summary>How many bytes one checksum is of.</summary>
    public const int BlockSize = 1 << 20;

    /// <summary>The first bytes of each file.</summary>
    public static ReadOnlySpan<byte> Magic => "CLAIMS\r\n"u8;
}

/// <summary>What a stored file holds.</summary>
internal enum StoredKind
{
    /// <summary>Parts.</summary>
    Parts = 1,

    /// <summary>The merged indexes of a revision.</summary>
    Revision = 2,

    /// <summary>What a corpus compiled to.</summary>
    Record = 3,
}

/// <summary>The head of a stored file, <see cref="StoredFormat.Alignment"/> bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct StoredHead
{
    /// <summary><see cref="StoredFormat.Magic"/> as a number.</summary>
    public ulong Magic;
    public int Version;
    public StoredKind Kind;

    /// <summary>Where the directory is.</summary>
    public long DirectoryStart;

    /// <summary>How many sections it lists.</summary>
    public long SectionCount;

    /// <summary>Where the checksums are; each block before has one.</summary>
    public long ChecksumsStart;

    /// <summary>How long the file is.</summary>
    public long Length;

    /// <summary>The checksum of the checksums.</summary>
    public ulong Checksum;

    /// <summary>The checksum of this head, all before it.</summary>
    public ulong HeadChecksum;
}

/// <summary>Where a section is, and how many bytes it has.</summary>
internal readonly record struct SectionEntry(long Start, long Length);
