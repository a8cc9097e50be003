using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Claims.Server.Access;

/// <summary>
/// Who last made a call by a connection with a key: most often the next one too, whose key is then not looked for again. A
/// feature of the connection. Thread-safe.
/// </summary>
internal sealed class LastCaller
{
    // Replaced as a whole.
    private Known? _known;

    /// <summary>Who shows an authorization, if it is the last one, and is good still; null else.</summary>
    public Caller? Find(string authorization) =>
        Volatile.Read(ref _known) is { } known && known.Caller is { IsOver: false } caller
            && CryptographicOperations.FixedTimeEquals(BytesOf(authorization), BytesOf(known.Authorization))
            ? caller
            : null;

    /// <summary>Keeps whom an authorization is of.</summary>
    public void Keep(string authorization, Caller caller) => Volatile.Write(ref _known, new(authorization, caller));

    private static ReadOnlySpan<byte> BytesOf(string text) => MemoryMarshal.AsBytes(text.AsSpan());

    private sealed record Known(string Authorization, Caller Caller);
}
