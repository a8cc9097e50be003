using System.Buffers;
using System.Text.Json;
using Claims.Catalog;
using Claims.Server.Rpc;
using Claims.V1;

namespace Claims.Server.Web.Exports;

/// <summary>
/// Claims as JSON, one a line (jsonlines.org).
/// </summary>
internal sealed class JsonLines(Revision revision, ReadMask mask, MemoryStream memory) : IClaimWriter
{
    private static readonly MessageJson _claim = MessageJson.Of(Claim.Descriptor);

    private readonly Utf8JsonWriter _json = new(memory, WebAnswers.Json);
    private readonly ArrayBufferWriter<byte> _encoding = new();

    public int Batch => 100;

    public ValueTask WriteAsync(IReadOnlyList<int> claims)
    {
        foreach (var claim in claims)
        {
            var message = new EncodedMessage(revision.Encodings, 1);
            mask.Apply(revision.Encodings, claim).AddTo(message);
            _encoding.ResetWrittenCount();
            message.WriteNext(_encoding);
            _claim.Write(_encoding.WrittenSpan, _json);
            _json.Flush();
            _json.Reset();
            memory.WriteByte((byte)'\n');
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask EndAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _json.DisposeAsync();
}
