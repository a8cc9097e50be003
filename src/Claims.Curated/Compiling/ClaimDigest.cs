using System.Security.Cryptography;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// Computes the digest of claims, which is <c>Claim.digest</c>: SHA-256 over <see cref="CanonicalJson"/>. Kept for the next claim,
/// and the next. Not thread-safe.
/// </summary>
internal sealed class ClaimDigest
{
    private readonly CanonicalJson _json = new();
    private readonly byte[] _hex = new byte[2 * SHA256.HashSizeInBytes];

    /// <summary>The digest of a claim in lower-case hexadecimal digits, until the next is computed.</summary>
    /// <param name="claim">The claim, encoded, all but its digest.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> claim)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_json.Of(claim, Claim.Descriptor), hash);
        Convert.TryToHexStringLower(hash, _hex, out _);
        return _hex;
    }
}
