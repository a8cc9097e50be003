using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Claims.Catalog.Building;

/// <summary>
/// The digest that names a revision: the first 128 bits of a SHA-256 over the corpus's canonical content, in 32
/// hexadecimal digits.
/// </summary>
/// <remarks>
/// Canonical content is topics, places, sources, synonyms, withdrawals and articles, each list sorted by name and each entry encoded as protobuf
/// in field order, behind its length; behind each article the digest of its claims, made likewise. So
/// the order of entries, their division into files, white space, comments and members given their default value make no
/// difference, and anything that a client can see does: computed fields too, so that servers of two versions may name one
/// corpus differently.
/// </remarks>
internal static class RevisionId
{
    private const int Digits = 32;

    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a text may be the name of a revision.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length == Digits && !text.ContainsAnyExcept(_digits);

    /// <summary>The digest of a corpus.</summary>
    /// <param name="heads">Topics, places, sources, synonyms and withdrawals: the entries of each list, by name, encoded.</param>
    /// <param name="layout">The articles.</param>
    public static string Of(byte[][][] heads, RevisionLayout layout)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var list in heads)
        {
            foreach (var entry in list) AppendBytes(entry);
            AppendEnd();
        }

        var articles = layout.Articles;
        foreach (var article in Ordering.Of(articles.Count, (a, b) => string.CompareOrdinal(articles[a].Name, articles[b].Name)))
        {
            AppendBytes(articles[article].Encoding);
            AppendBytes(ArticleDigest.BytesOf(articles[article].Digest));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset())[..Digits];

        void AppendBytes(ReadOnlySpan<byte> bytes)
        {
            AppendLength(bytes.Length);
            digest.AppendData(bytes);
        }

        // No entry has this length, so that lists cannot run into each other.
        void AppendEnd() => AppendLength(-1);

        void AppendLength(int length)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
            digest.AppendData(bytes);
        }
    }
}
