using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Web;

/// <summary>
/// The body of a call of gRPC-Web, which is only waited for: of one in base64, Grpc.AspNetCore.Web cannot tell what is there
/// without waiting, and throws.
/// </summary>
internal sealed class GrpcWebBody(PipeReader body) : PipeReader, IRequestBodyPipeFeature
{
    public PipeReader Reader => this;

    /// <summary>Gives a call such a body.</summary>
    public static void Set(HttpContext call) =>
        call.Features.Set<IRequestBodyPipeFeature>(new GrpcWebBody(call.Request.BodyReader));

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return false;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => body.ReadAsync(cancellationToken);

    public override void AdvanceTo(SequencePosition consumed) => body.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => body.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);
}
