using System.Text;
using Claims.Catalog;
using Claims.Server.Limits;
using Claims.Server.Rpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Claims.Server.Web;

/// <summary>
/// Reads the request of a call from its path, and from its query string or its body.
/// </summary>
internal static class WebRequests
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it.</summary>
    /// <param name="http">The call.</param>
    /// <param name="type">The type of the request.</param>
    /// <param name="path">The path it came by.</param>
    /// <param name="besides">The parameter that is none of the request's; null for none.</param>
    /// <exception cref="RpcException">It is none.</exception>
    public static async Task<IMessage> ReadAsync(HttpContext http, MessageDescriptor type, WebPath path, string? besides = null)
    {
        var request = HttpMethods.IsPost(http.Request.Method)
            ? await ReadBodyAsync(http, type)
            : (IMessage)Activator.CreateInstance(type.ClrType)!;
        if (path.Field is { } field && (string)field.Accessor.GetValue(request) is { Length: > 0 } given)
        {
            var inBody = given;
            path.Bind(http.Request.RouteValues, request);
            if ((string)field.Accessor.GetValue(request) is var inPath && inPath != inBody)
            {
                throw Failures.InvalidRequest([new(field.Name,
                    $"'{Quote.Cut(inBody)}' is not what the path has, which is '{Quote.Cut(inPath)}'; leave it out of the body")]);
            }
        }

        var query = new RequestQuery(request);
        foreach (var (name, values) in http.Request.Query)
        {
            if (name != besides) query.Add(name, values);
        }

        query.ThrowIfBroken();
        path.Bind(http.Request.RouteValues, request);
        return request;
    }

    private static async Task<IMessage> ReadBodyAsync(HttpContext http, MessageDescriptor type)
    {
        using var bound = CallDeadline.Bound(http, http.RequestAborted);
        var body = await http.Request.BodyReader.ReadAtLeastAsync(CallBoundary.MaximumRequestSize + 1, bound.Token);
        try
        {
            if (body.Buffer.Length > CallBoundary.MaximumRequestSize)
            {
                throw Failures.TooLarge(CallBoundary.MaximumRequestSize).ToRpcException();
            }

            return JsonParser.Default.Parse(_strict.GetString(body.Buffer), type);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or DecoderFallbackException)
        {
            throw Failures.UndecodableRequest(e.Message);
        }
        finally
        {
            http.Request.BodyReader.AdvanceTo(body.Buffer.End);
        }
    }
}
