using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Tests.Rpc;

/// <summary>
/// A call made of bytes, so that a test can send what no client would, and see all that comes back.
/// </summary>
internal static class RawCall
{
    private static readonly HttpClient _http = new() { Timeout = RunningServer.Patience };

    /// <summary>Calls a method, such as <c>claims.v1.ClaimsService/GetClaim</c>, with a message.</summary>
    public static Task<RawAnswer> SendAsync(RunningServer server, string method, IMessage message) =>
        SendAsync(server, method, message.ToByteArray());

    /// <summary>Calls a method with one message of any bytes.</summary>
    public static Task<RawAnswer> SendAsync(
        RunningServer server, string method, byte[] message, bool compressed = false, string? encoding = null)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return SendFrameAsync(server, method, frame, encoding);
    }

    /// <summary>Calls a method with a body of any bytes.</summary>
    public static async Task<RawAnswer> SendFrameAsync(
        RunningServer server, string method, byte[] frame, string? encoding = null, string type = "application/grpc",
        string verb = "POST", bool trailers = true, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(verb), $"{server.Address}/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content = new ByteArrayContent(frame);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (trailers) request.Headers.TE.Add(new("trailers"));
        if (encoding is not null) request.Headers.Add("grpc-encoding", encoding);
        foreach (var (name, value) in fields) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        return new(
            response.StatusCode,
            Fields(response.Headers).Concat(Fields(response.Content.Headers)).ToDictionary(),
            Fields(response.TrailingHeaders).ToDictionary(),
            body);
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(HttpHeaders headers) =>
        headers.NonValidated.Select(field =>
            KeyValuePair.Create(field.Key.ToLowerInvariant(), string.Join(',', field.Value)));
}

/// <summary>What came back of a call, as it was encoded.</summary>
internal sealed record RawAnswer(
    HttpStatusCode HttpStatus, Dictionary<string, string> Headers, Dictionary<string, string> Trailers, byte[] Body)
{
    /// <summary>Where the status stands: in the headers, where nothing else was sent.</summary>
    public Dictionary<string, string> LastFields => Headers.ContainsKey("grpc-status") ? Headers : Trailers;

    public StatusCode Code => (StatusCode)int.Parse(LastFields["grpc-status"], null);

    /// <summary>The bytes of all names and values.</summary>
    public int LastFieldsSize => LastFields.Sum(pair => pair.Key.Length + pair.Value.Length);

    public Refusal Refusal
    {
        get
        {
            var trailers = new Metadata
            {
                { "grpc-status-details-bin", FromBase64(LastFields["grpc-status-details-bin"]) },
            };
            var message = Uri.UnescapeDataString(LastFields.GetValueOrDefault("grpc-message", ""));
            return Rpc.Refusal.Of(new RpcException(new(Code, message), trailers));
        }
    }

    /// <summary>Asserts that it is a refusal.</summary>
    public void Has(StatusCode code, string reason) => Assert.Equal((code, reason), (Refusal.Code, Refusal.Reason));

    /// <summary>Asserts that it refuses the request as a whole, and says so.</summary>
    public void IsInvalid(string says)
    {
        Has(StatusCode.InvalidArgument, "INVALID_REQUEST");
        Assert.Contains(says, Refusal.Message, StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(Refusal.Violations).Field);
    }

    private static byte[] FromBase64(string text) =>
        Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}
