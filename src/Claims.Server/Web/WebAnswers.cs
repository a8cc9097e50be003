using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Claims.Catalog;
using Claims.Server.Rpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using HttpResponse = Microsoft.AspNetCore.Http.HttpResponse;

namespace Claims.Server.Web;

/// <summary>
/// Writes what calls are answered as JSON: messages in protobuf's, piece by piece as the client takes them, and errors as
/// Google's services have them (AIP-193).
/// </summary>
internal static class WebAnswers
{
    public const string JsonType = "application/json";

    /// <summary>Texts stay as they are read: nothing of it is put into a page as markup.</summary>
    public static readonly JsonWriterOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // How many bytes of an answer are looked at before what came of them is sent.
    private const int Piece = 32 * 1024;

    private static readonly JsonFormatter _errors = new(new JsonFormatter.Settings(formatDefaultValues: false,
        TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor, V1.WithdrawalReflection.Descriptor)));

    /// <summary>Answers a call with a message.</summary>
    public static async Task WriteAsync(HttpResponse response, EncodedMessage message, MessageDescriptor type)
    {
        var cancellation = response.HttpContext.RequestAborted;
        var output = response.BodyWriter;
        var json = MessageJson.Of(type);
        response.ContentType = JsonType;
        message.PieceBytes = Piece;
        var unwritten = new ArrayBufferWriter<byte>(Math.Min(message.Size, 2 * Piece) + 1);
        await using var writer = new Utf8JsonWriter(output, Json);
        var list = 0;
        writer.WriteStartObject();
        while (message.HasMore)
        {
            message.WriteNext(unwritten);
            var read = unwritten.WrittenSpan;
            var whole = message.HasMore ? WholeFields(read) : read.Length;
            json.WriteFields(read[..whole], writer, ref list);
            var rest = read[whole..].ToArray();
            unwritten.ResetWrittenCount();
            unwritten.Write(rest);
            if (!message.HasMore) break;
            writer.Flush();
            await FlushAsync(output, cancellation);
        }

        MessageJson.EndList(writer, ref list);
        writer.WriteEndObject();
        writer.Flush();
        await FlushAsync(output, cancellation);
    }

    /// <summary>Answers a call with an error.</summary>
    public static async Task WriteAsync(HttpResponse response, Google.Rpc.Status status)
    {
        var error = Encode(status, out _);
        SetStatus(response, status);
        response.ContentType = JsonType;
        await response.Body.WriteAsync(error);
    }

    /// <summary>Says by HTTP's own means what an error is, and when to try again.</summary>
    public static void SetStatus(HttpResponse response, Google.Rpc.Status status)
    {
        response.StatusCode = StatusOf(status);
        if (status.GetDetail<RetryInfo>()?.RetryDelay.ToTimeSpan() is not { } wait) return;

        // In whole seconds, and no sooner than it may.
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>An error as JSON, and the status of HTTP that it has.</summary>
    public static byte[] Encode(Google.Rpc.Status status, out int code)
    {
        code = StatusOf(status);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteNumber("code", code);
            json.WriteString("message", status.Message);
            json.WriteString("status", NameOf((Code)status.Code));
            json.WriteStartArray("details");
            foreach (var detail in status.Details) json.WriteRawValue(_errors.Format(detail));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Waits until the transport takes more.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public static async ValueTask FlushAsync(PipeWriter output, CancellationToken cancellation)
    {
        var flushed = await output.FlushAsync(cancellation);
        if (flushed.IsCompleted || flushed.IsCanceled) throw new OperationCanceledException();
    }

    // As google/rpc/code.proto maps them, but for what is too large, which HTTP has a status of its own for.
    private static int StatusOf(Google.Rpc.Status status) => (Code)status.Code switch
    {
        Code.ResourceExhausted when status.GetDetail<ErrorInfo>()?.Reason == "TOO_LARGE" => StatusCodes.Status413PayloadTooLarge,
        Code.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        Code.Ok => StatusCodes.Status200OK,
        Code.Cancelled => StatusCodes.Status499ClientClosedRequest,
        Code.InvalidArgument or Code.FailedPrecondition or Code.OutOfRange => StatusCodes.Status400BadRequest,
        Code.Unauthenticated => StatusCodes.Status401Unauthorized,
        Code.PermissionDenied => StatusCodes.Status403Forbidden,
        Code.NotFound => StatusCodes.Status404NotFound,
        Code.AlreadyExists or Code.Aborted => StatusCodes.Status409Conflict,
        Code.Unimplemented => StatusCodes.Status501NotImplemented,
        Code.Unavailable => StatusCodes.Status503ServiceUnavailable,
        Code.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    // INVALID_ARGUMENT, as it stands in the .proto.
    private static string NameOf(Code code) =>
        CodeReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code)?.Name ?? nameof(Code.Unknown);

    // How many of the bytes are of fields that are there to their last byte.
    private static int WholeFields(ReadOnlySpan<byte> encoding)
    {
        // Of a tag and a number or length, at the most.
        const int LongestHead = 15;
        for (var whole = 0; ;)
        {
            var at = whole;
            if (encoding.Length - at < LongestHead) return whole;
            var wireType = WireFormat.GetTagWireType((uint)WireReader.LengthAt(encoding, ref at));
            if (wireType == WireFormat.WireType.Fixed64) at += sizeof(ulong);
            else if (WireReader.LengthAt(encoding, ref at) is var length && wireType == WireFormat.WireType.LengthDelimited) at += length;
            if (at > encoding.Length) return whole;
            whole = at;
        }
    }
}
