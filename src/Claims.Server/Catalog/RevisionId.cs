using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;

namespace Claims.Server.Catalog;

/// <summary>
/// The digest that names a revision: the first 128 bits of a SHA-256 over the corpus's canonical content, in 32
/// hexadecimal digits.
/// </summary>
/// <remarks>
/// Canonical content is the license, then topics, places, sources, articles and claims, each list sorted by name and
/// each entry encoded as protobuf in field order, behind its length. So the order of entries, their division into files,
/// white space, comments and members given their default value make no difference, and anything that a client can see
/// does: computed fields too, so that servers of two versions may name one corpus differently.
/// </remarks>
internal static class RevisionId
{
    private const int Digits = 32;

    public static string Of(Revision revision, IEnumerable<Topic> topics, IEnumerable<ListedPlace> places)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        AppendText(revision.License);
        foreach (var topic in topics.OrderBy(topic => topic.Slug, StringComparer.Ordinal))
        {
            AppendText(topic.Slug);
            AppendText(topic.DisplayName);
        }

        AppendEnd();
        foreach (var place in places.OrderBy(place => place.Slug, StringComparer.Ordinal))
        {
            AppendText(place.Slug);
            AppendText(place.DisplayName);
            AppendText(place.CountryCode);
        }

        AppendEnd();
        AppendMessages(revision.Sources, source => source.Name, source => source.ToByteArray());
        AppendMessages(revision.Articles, article => article.Name, article => article.ToByteArray());
        AppendMessages(revision.Claims, claim => claim.Name, claim => claim.Encoding!);
        return Convert.ToHexStringLower(digest.GetHashAndReset())[..Digits];

        void AppendMessages<T>(IEnumerable<T> messages, Func<T, string> name, Func<T, byte[]> encoding)
        {
            foreach (var message in messages.OrderBy(name, StringComparer.Ordinal)) AppendBytes(encoding(message));
            AppendEnd();
        }

        void AppendText(string text) => AppendBytes(System.Text.Encoding.UTF8.GetBytes(text));

        void AppendBytes(byte[] bytes)
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
