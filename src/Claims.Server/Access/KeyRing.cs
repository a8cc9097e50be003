using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Claims.Server.Access;

/// <summary>
/// The keys that callers may show, of which only digests are known: a file
/// <c>{"keys": [{"name": …, "sha256": …, "expires": …}]}</c>. A key is to be long and random, since a digest without a salt
/// hides no word that somebody can think of. Immutable, but that a key can expire or be revoked.
/// </summary>
internal sealed class KeyRing
{
    private const int LongestName = 64;
    private const int MostOnStack = 256;

    // A caller of another's name, or with a part that is not understood, would be let in by mistake.
    private static readonly JsonSerializerOptions _json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly string[] _times = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"];

    private readonly Key[] _keys;

    private KeyRing(Key[] keys) => _keys = keys;

    /// <summary>How many there are, expired ones included.</summary>
    public int Count => _keys.Length;

    /// <summary>Reads the file.</summary>
    /// <param name="json">What is in it.</param>
    /// <param name="before">What it held before: whoever has a key that is still there stays who he is, and all others are
    /// revoked.</param>
    /// <exception cref="FormatException">It is none; the message tells nothing of what may be a key.</exception>
    public static KeyRing Read(byte[] json, KeyRing? before)
    {
        var keys = new List<Key>();
        foreach (var (i, entry) in Entries(json).Index())
        {
            var key = Read(entry, $"keys[{i}]");
            if (keys.Exists(other => other.Name == key.Name)) throw new FormatException($"keys[{i}].name: '{key.Name}' is there twice");
            if (keys.Find(other => other.HasSameDigest(key)) is { } twin)
            {
                throw new FormatException($"keys[{i}].sha256: it is that of '{twin.Name}' too; expected a key for each");
            }

            keys.Add(before?._keys.FirstOrDefault(key.Equals) ?? key);
        }

        foreach (var gone in before?._keys.Except(keys) ?? []) gone.Revoke();
        return new([.. keys]);
    }

    /// <summary>
    /// Who has a key; null where nobody has. It takes as long whichever of them it is, or none; the caller may be over.
    /// </summary>
    public Caller? Find(string key)
    {
        var length = Encoding.UTF8.GetByteCount(key);
        var bytes = length <= MostOnStack ? stackalloc byte[MostOnStack] : new byte[length];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], digest);
        Caller? found = null;
        foreach (var one in _keys)
        {
            if (one.Has(digest)) found = one;
        }

        return found;
    }

    private static List<Entry> Entries(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<KeyFile>(json, _json)!.Keys;
        }
        catch (JsonException e)
        {
            // Its own words may have some of the text in them.
            var at = e.LineNumber is { } line ? $" (line {line + 1}, column {e.BytePositionInLine + 1})" : "";
            var path = e.Path is { Length: > 1 } where ? $", at {where}" : "";
            throw new FormatException("expected {\"keys\": [{\"name\": …, \"sha256\": …, \"expires\": …}]}" + path + at);
        }
    }

    private static Key Read(Entry entry, string path)
    {
        if (entry.Name.Length is 0 or > LongestName || !entry.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@'))
        {
            throw new FormatException(
                $"{path}.name: expected 1 to {LongestName} letters, digits, hyphens, low lines, full stops or at signs");
        }

        // Not the value: somebody may have put the key itself there.
        var digest = new byte[SHA256.HashSizeInBytes];
        if (entry.Sha256.Length != 2 * digest.Length
            || Convert.FromHexString(entry.Sha256, digest, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            throw new FormatException(
                $"{path}.sha256: it has {entry.Sha256.Length} characters; expected the key's SHA-256, {2 * digest.Length} hexadecimal digits");
        }

        return DateTimeOffset.TryParseExact(
            entry.Expires, _times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
            ? new(entry.Name, digest, expires)
            : throw new FormatException($"{path}.expires: expected a time with its offset, such as 2027-01-31T00:00:00Z");
    }

    private sealed record KeyFile(List<Entry> Keys);

    private sealed record Entry(string Name, string Sha256, string Expires);

    private sealed class Key(string name, byte[] digest, DateTimeOffset expires) : Caller
    {
        private volatile bool _isRevoked;

        public override string Name => name;

        public override bool IsOver => _isRevoked || DateTimeOffset.UtcNow >= expires;

        private DateTimeOffset Expires => expires;

        public bool Has(ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(digest, other);

        public bool HasSameDigest(Key other) => other.Has(digest);

        public bool Equals(Key other) => name == other.Name && expires == other.Expires && HasSameDigest(other);

        public void Revoke() => _isRevoked = true;
    }
}
