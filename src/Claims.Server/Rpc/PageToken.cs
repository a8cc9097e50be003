using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace Claims.Server.Rpc;

/// <summary>
/// Where a page ended: opaque to clients, and complete in itself, so that any server that holds the same revision can
/// answer the next page.
/// </summary>
/// <param name="Revision">The revision the page was of.</param>
/// <param name="Request">The digest of the request, <see cref="DigestOf"/>.</param>
/// <param name="LastKey">What finds the page's last item again: its resource name, with its score before it in a search.</param>
internal sealed record PageToken(string Revision, string Request, string LastKey)
{
    private const char Separator = '\n';
    private const int ChecksumSize = 8;
    private const int MaximumLength = 1024;

    private static readonly string[] _free = ["page_size", "page_token", "revision"];

    /// <summary>The token as a client gets it, in base64url.</summary>
    public override string ToString()
    {
        var content = Encoding.UTF8.GetBytes(string.Join(Separator, Revision, Request, LastKey));
        return Base64Url.EncodeToString([.. Checksum(content), .. content]);
    }

    /// <summary>The token, or null where it was altered or is none of ours.</summary>
    public static PageToken? Parse(string text)
    {
        if (text.Length > MaximumLength || !Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < ChecksumSize) return null;
        var parts = Encoding.UTF8.GetString(bytes.AsSpan(ChecksumSize)).Split(Separator);
        if (parts.Length != 3) return null;

        // Written anew it is the same, checksum and all; a decoder alone overlooks white space, padding and spare bits.
        var token = new PageToken(parts[0], parts[1], parts[2]);
        return token.ToString() == text ? token : null;
    }

    /// <summary>
    /// A digest of every field of a list request but <c>page_size</c>, <c>page_token</c> and <c>revision</c>, which the
    /// token names itself: a token goes with the request it came from.
    /// </summary>
    /// <param name="request">The request, without these three while this runs.</param>
    public static string DigestOf(IMessage request)
    {
        var fields = Array.ConvertAll(_free, request.Descriptor.FindFieldByName);
        var given = Array.ConvertAll(fields, field => field.Accessor.GetValue(request));
        foreach (var field in fields) field.Accessor.Clear(request);
        var name = request.Descriptor.FullName;
        var content = new byte[name.Length + request.CalculateSize()];
        Encoding.ASCII.GetBytes(name, content);
        request.WriteTo(content.AsSpan(name.Length));
        for (var i = 0; i < fields.Length; i++) fields[i].Accessor.SetValue(request, given[i]);
        return Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
    }

    // It finds alterations; it is no secret, since a token grants nothing.
    private static byte[] Checksum(ReadOnlySpan<byte> content) => SHA256.HashData(content)[..ChecksumSize];
}
