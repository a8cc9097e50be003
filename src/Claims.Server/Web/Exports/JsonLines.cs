using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Claims.Catalog;
using Claims.Server.Rpc;
using Claims.V1;

namespace Claims.Server.Web.Exports;

/// <summary>
/// Claims as JSON, one a line (jsonlines.org).
/// </summary>
internal sealed class JsonLines : IClaimWriter
{
    private static readonly MessageJson _claim = MessageJson.Of(Claim.Descriptor);

    private readonly Revision _revision;
    private readonly ReadMask _mask;
    private readonly PipeWriter _output;
    private readonly Utf8JsonWriter _json;
    private readonly ArrayBufferWriter<byte> _encoding = new();

    private JsonLines(Revision revision, ReadMask mask, PipeWriter output)
    {
        (_revision, _mask, _output) = (revision, mask, output);
        _json = new(output, WebAnswers.Json);
    }

    public static Task<IClaimWriter> OpenAsync(Revision revision, ReadMask mask, HttpResponse response) =>
        Task.FromResult<IClaimWriter>(new JsonLines(revision, mask, response.BodyWriter));

    public async Task WriteAsync(IReadOnlyList<int> claims, CancellationToken cancellation)
    {
        const int Piece = 64 * 1024;
        foreach (var claim in claims)
        {
            var message = new EncodedMessage(_revision.Encodings, 1);
            _mask.Apply(_revision.Encodings, claim).AddTo(message);
            _encoding.ResetWrittenCount();
            message.WriteNext(_encoding);
            _claim.Write(_encoding.WrittenSpan, _json);
            _json.Flush();
            _json.Reset();
            _output.Write("\n"u8);
            if (_output.UnflushedBytes >= Piece) await WebAnswers.FlushAsync(_output, cancellation);
        }
    }

    public Task EndAsync(CancellationToken cancellation) => WebAnswers.FlushAsync(_output, cancellation).AsTask();

    public ValueTask DisposeAsync() => _json.DisposeAsync();
}
