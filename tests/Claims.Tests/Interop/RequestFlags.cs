using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Tests.Interop;

/// <summary>Kestrel's own reader of a request, with an eye on the messages that are read from it.</summary>
internal sealed class RequestFlags(PipeReader inner, CompressedFlags flags) : PipeReader, IRequestBodyPipeFeature
{
    private ReadOnlySequence<byte> _unread;

    public PipeReader Reader => this;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await inner.ReadAsync(cancellationToken);
        _unread = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        var read = inner.TryRead(out result);
        _unread = result.Buffer;
        return read;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // Only what is consumed will not be read again.
        foreach (var bytes in _unread.Slice(0, consumed))
            flags.See(bytes.Span);
        _unread = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
