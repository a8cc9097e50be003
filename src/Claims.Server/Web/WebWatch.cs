using System.Buffers;
using System.Text;
using System.Text.Json;
using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Server.Web;

/// <summary>
/// WatchClaims as server-sent events (html.spec.whatwg.org/multipage/server-sent-events.html): each message is one event,
/// named after what happened. The id of an event is the revision that is reached, so that a browser which connects anew goes
/// on from there.
/// </summary>
internal sealed class WebWatch(ClaimsRpc rpc, WebBoundary boundary)
{
    private static readonly MessageJson _answer = MessageJson.Of(WatchClaimsResponse.Descriptor);

    public const string MediaType = "text/event-stream";

    /// <summary>Where it is.</summary>
    public static readonly WebPath Path = new("/v1/{parent=articles/*}/claims:watch", WatchClaimsRequest.Descriptor);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path.Route, http => boundary.ServeLastingAsync(http, () => WatchAsync(http)));
        routes.MapPost(Path.Route, http => boundary.ServeLastingAsync(http, () => WatchAsync(http)));
    }

    private async Task WatchAsync(HttpContext http)
    {
        var request = (WatchClaimsRequest)await WebRequests.ReadAsync(http, WatchClaimsRequest.Descriptor, Path);
        if (http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } reached]) request.Revision = reached;
        using var place = LastingPlace.Take(http);
        var events = new Events(http.Response);
        try
        {
            var checkedRequest = RequestReader<WatchClaimsRequest>.Read(request.ToByteArray());
            await rpc.WatchClaims(checkedRequest, events, new WebCall(http));
        }
        catch (Exception e) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            // Not "error", which is what a browser calls the end of the connection.
            var status = WebAnswers.Encode(boundary.StatusOf(http, e), out _);
            await http.Response.WriteAsync($"event: failure\ndata: {Encoding.UTF8.GetString(status)}\n\n", http.RequestAborted);
        }
        finally
        {
            events.Leave();
        }
    }

    private sealed class Events(HttpResponse response) : IServerStreamWriter<WatchClaimsResponse>
    {
        // In bytes, what is sent at a time while there is more.
        private const int Piece = 32 * 1024;

        private readonly ArrayBufferWriter<byte> _event = new();

        // Between two pieces.
        private bool _hasPlace;

        public WriteOptions? WriteOptions { get; set; }

        public async Task WriteAsync(WatchClaimsResponse message)
        {
            if (!_hasPlace) await Pace.EnterAsync(response.HttpContext.RequestAborted);
            _hasPlace = true;
            if (!response.HasStarted)
            {
                response.ContentType = MediaType;
                response.Headers.CacheControl = "no-cache";

                // Else some proxies keep it until there is more.
                response.Headers["X-Accel-Buffering"] = "no";
            }

            _event.ResetWrittenCount();
            if (message.EventCase == WatchClaimsResponse.EventOneofCase.Checkpoint) Add($"id: {message.Revision}\n");
            Add($"event: {message.EventCase.ToString().ToLowerInvariant()}\ndata: ");
            using (var json = new Utf8JsonWriter(_event, WebAnswers.Json)) _answer.Write(message.ToByteArray(), json);
            Add("\n\n");
            response.BodyWriter.Write(_event.WrittenSpan);

            // Behind the last change there is always a checkpoint.
            if (message.EventCase != WatchClaimsResponse.EventOneofCase.Checkpoint && response.BodyWriter.UnflushedBytes < Piece) return;
            Leave();
            await WebAnswers.FlushAsync(response.BodyWriter, response.HttpContext.RequestAborted);
        }

        /// <summary>Keeps others waiting no more.</summary>
        public void Leave()
        {
            if (_hasPlace) Pace.Leave();
            _hasPlace = false;
        }

        private void Add(string text) => Encoding.UTF8.GetBytes(text, _event);
    }
}
