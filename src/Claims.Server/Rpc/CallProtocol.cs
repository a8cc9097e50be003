using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Claims.Catalog;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Claims.Server.Rpc;

/// <summary>
/// What gRPC has every call say, as far as its library for ASP.NET Core overlooks what breaks it, or takes it for a fault
/// of the server.
/// </summary>
internal static class CallProtocol
{
    public const string ContentType = "application/grpc";

    /// <summary>Before each message: a byte that says whether it is compressed, and four for its length.</summary>
    public const int FrameHeaderSize = 5;

    private const string Identity = "identity";
    private const int MaximumTimeoutDigits = 8;
    private const string TimeoutUnits = "HMSmun";

    // A deadline is kept in ticks.
    private const int NanosecondsPerTick = 100;

    /// <summary>What a call ends with whose deadline passed before it began.</summary>
    public static Google.Rpc.Status DeadlineExceeded =>
        new() { Code = (int)StatusCode.DeadlineExceeded, Message = "Deadline Exceeded" };

    /// <summary>Whether a request is a call of gRPC, whatever it calls.</summary>
    public static bool IsCall(HttpRequest request) =>
        request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether a call is one of gRPC-Web, which says that it came by HTTP/2 and did not.</summary>
    public static bool IsTranslated(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttp2StreamIdFeature>() is null;

    /// <summary>Drops what nobody here reads of a call's headers, which it would keep as long as it waits.</summary>
    public static void DropMetadata(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(name => !IsOfProtocol(name)).ToList()) headers.Remove(name);
    }

    /// <summary>
    /// Why a call with such a timeout is over before it begins: the timeout is none, or so short that it has passed.
    /// Null where it goes on.
    /// </summary>
    /// <param name="timeout">The header.</param>
    /// <param name="left">How long the call has, where it goes on.</param>
    public static Google.Rpc.Status? EndOf(StringValues timeout, out TimeSpan left)
    {
        left = default;
        var text = timeout.ToString();
        var digits = text.Length - 1;
        if (timeout.Count != 1 || digits is < 1 or > MaximumTimeoutDigits || !TimeoutUnits.Contains(text[digits])
            || !int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return Failures.BrokenCall(
                $"grpc-timeout is '{Quote.Cut(text)}'; expected 1 to {MaximumTimeoutDigits} digits and a unit, one of "
                + string.Join(", ", TimeoutUnits.ToCharArray()));
        }

        left = text[digits] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes(value),
            'S' => TimeSpan.FromSeconds(value),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            _ => TimeSpan.FromTicks(value / NanosecondsPerTick),
        };

        // gRPC would let it pass for none at all.
        return value == 0 || (text[digits] == 'n' && value < NanosecondsPerTick)
            ? DeadlineExceeded
            : null;
    }

    /// <summary>Looks at the bytes of a request that were not read, for which reading may have stopped.</summary>
    /// <param name="request">The request, which nobody reads at the moment.</param>
    /// <param name="mistake">What is wrong with them, or null.</param>
    /// <returns>False where there is nothing to look at, since the caller has broken the call off.</returns>
    public static bool TryFindMistake(HttpRequest request, out Google.Rpc.Status? mistake)
    {
        mistake = null;
        if (IsTranslated(request)) return true;
        try
        {
            // Bytes that were looked at before are not handed out again until more come, or a read is cancelled.
            request.BodyReader.CancelPendingRead();
            if (!request.BodyReader.TryRead(out var unread)) return true;
            mistake = MistakeIn(request, unread.Buffer);
            request.BodyReader.AdvanceTo(unread.Buffer.Start);
            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whether there is a mistake in what has come of a request, so that no more of it is needed.</summary>
    public static bool HasMistake(HttpRequest request, ReadOnlySequence<byte> message) => MistakeIn(request, message) is not null;

    private static Google.Rpc.Status? MistakeIn(HttpRequest request, ReadOnlySequence<byte> message) =>
        MistakeIn(message, request.Headers.GrpcEncoding.ToString(), CallBoundary.MaximumRequestSizeOf(request.Path));

    private static bool IsOfProtocol(string header) =>
        header.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
        || header.Equals(HeaderNames.ContentType, StringComparison.OrdinalIgnoreCase)
        || header.Equals(HeaderNames.TE, StringComparison.OrdinalIgnoreCase);

    // Of a message's first bytes.
    private static Google.Rpc.Status? MistakeIn(ReadOnlySequence<byte> message, string encoding, int most)
    {
        Span<byte> header = stackalloc byte[FrameHeaderSize];
        var known = message.Slice(0, Math.Min(message.Length, FrameHeaderSize));
        known.CopyTo(header);
        header = header[..(int)known.Length];
        var length = header.Length < FrameHeaderSize ? 0 : BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        return header switch
        {
            [> 1, ..] => Failures.BrokenCall(
                $"the first byte of a message, which says whether it is compressed, is {header[0]}; expected 0 or 1"),
            _ when length > most => Failures.TooLarge(most),
            [1, _, _, _, _] when encoding is "" or Identity && message.Length >= FrameHeaderSize + length =>
                Failures.CompressedByNothing(),
            _ => null,
        };
    }
}
