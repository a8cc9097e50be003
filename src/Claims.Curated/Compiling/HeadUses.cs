using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Claims.Catalog.Stored;

namespace Claims.Curated;

/// <summary>
/// What a part's articles took from the heads of all files, as it is kept in the part: as long as the same names mean the same,
/// the file compiles to the same. An item each: what kind of thing, a digest of what is encoded of it, and the name; of what was
/// withdrawn, the name by which it was, and the one it has or had.
/// </summary>
internal static class HeadUses
{
    private const byte Topic = (byte)'t';
    private const byte Place = (byte)'p';
    private const byte Source = (byte)'s';
    private const byte License = (byte)'l';
    private const byte Withdrawn = (byte)'w';

    // In no name.
    private const byte Separator = 0;
    private const int NameStart = 1 + 16;

    /// <summary>What the file that was compiled last uses.</summary>
    public static IEnumerable<byte[]> Of(FileCompiler compiler)
    {
        var (heads, references) = (compiler.References.Heads, compiler.References);
        yield return Item(License, compiler.License, heads);
        foreach (var topic in references.Topics) yield return Item(Topic, topic, heads);
        foreach (var place in references.Places) yield return Item(Place, place, heads);
        foreach (var source in references.Sources) yield return Item(Source, source, heads);
        foreach (var (name, given) in references.Withdrawn) yield return Item(Withdrawn, $"{given}{(char)Separator}{name}", heads);
    }

    /// <summary>What of the articles is not served, since it was withdrawn.</summary>
    public static IEnumerable<WithdrawnName> WithdrawnOf(TextList uses)
    {
        for (var item = 0; item < uses.Count; item++)
        {
            if (uses[item][0] != Withdrawn) continue;
            var names = Encoding.UTF8.GetString(uses[item][NameStart..]).Split((char)Separator);
            yield return new(names[1], names[0]);
        }
    }

    /// <summary>Whether all that was used is still the same.</summary>
    /// <param name="uses">What was used.</param>
    /// <param name="heads">What there is now.</param>
    /// <param name="license">The license that the file's articles have now.</param>
    public static bool AreSame(TextList uses, Heads heads, string license)
    {
        for (var item = 0; item < uses.Count; item++)
        {
            var use = uses[item];
            var name = use[NameStart..];
            var isSame = use[0] switch
            {
                License => name.SequenceEqual(Encoding.UTF8.GetBytes(license)),
                Withdrawn => heads.WithdrawnNames.Find(name[..name.IndexOf(Separator)]) >= 0,
                _ => TryDigest(use[0], name, heads, out var digest) && MemoryMarshal.Read<UInt128>(use[1..]) == digest,
            };
            if (!isSame) return false;
        }

        return true;
    }

    private static byte[] Item(byte kind, string name, Heads heads)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        TryDigest(kind, utf8, heads, out var digest);
        var item = new byte[NameStart + utf8.Length];
        item[0] = kind;
        MemoryMarshal.Write(item.AsSpan(1), digest);
        utf8.CopyTo(item, NameStart);
        return item;
    }

    private static bool TryDigest(byte kind, ReadOnlySpan<byte> name, Heads heads, out UInt128 digest)
    {
        digest = 0;
        var names = kind switch { Topic => heads.TopicNames, Place => heads.PlaceNames, Source => heads.SourceNames, _ => null };
        if (names is null || names.Find(name) is not (>= 0 and var found)) return false;
        digest = kind switch
        {
            Topic => XxHash128.HashToUInt128(heads.Topic(found).Encoding),
            Place => XxHash128.HashToUInt128(heads.Place(found).Encoding),
            Source => XxHash128.HashToUInt128([.. heads.Source(found).Name, .. heads.Source(found).Derived]),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return true;
    }
}
