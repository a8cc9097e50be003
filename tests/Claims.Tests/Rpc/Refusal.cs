using Google.Rpc;
using Grpc.Core;

namespace Claims.Tests.Rpc;

/// <summary>
/// An error as a client gets it, taken apart. What holds for every error of the contract is asserted on the way.
/// </summary>
internal sealed record Refusal(StatusCode Code, string Message, Google.Rpc.Status Status)
{
    public ErrorInfo Info => Status.GetDetail<ErrorInfo>();

    public string Reason => Info.Reason;

    /// <summary>The violations by field; empty where there are none.</summary>
    public IReadOnlyList<BadRequest.Types.FieldViolation> Violations =>
        [.. Status.GetDetail<BadRequest>()?.FieldViolations ?? []];

    public IReadOnlyList<ResourceInfo> Missing => [.. Details<ResourceInfo>()];

    public QuotaFailure? Quota => Status.GetDetail<QuotaFailure>();

    /// <summary>The error of a call that must fail.</summary>
    public static async Task<Refusal> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        var refusal = Of(error);
        var headers = await call.ResponseHeadersAsync;
        Assert.Matches("^[0-9a-f]{32}$", headers.GetValue("claims-revision"));
        return refusal;
    }

    /// <summary>The error of an exception.</summary>
    public static Refusal Of(RpcException error)
    {
        var status = error.GetRpcStatus();
        Assert.NotNull(status);
        Assert.Equal((int)error.StatusCode, status.Code);
        Assert.Equal(error.Status.Detail, status.Message);
        var refusal = new Refusal(error.StatusCode, status.Message, status);
        Assert.Equal("claims.v1", Assert.Single(refusal.Details<ErrorInfo>()).Domain);
        return refusal;
    }

    /// <summary>Asserts that the request was refused for these fields, in this order, and nothing else.</summary>
    public Refusal Blames(params string[] fields)
    {
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (Code, Reason));
        Assert.Equal(fields, Violations.Select(violation => violation.Field));
        Assert.Equal($"{fields.Length}", Info.Metadata["violations"]);
        return this;
    }

    private IEnumerable<T> Details<T>()
        where T : class, Google.Protobuf.IMessage<T>, new() =>
        Status.Details.Where(detail => detail.Is(new T().Descriptor)).Select(detail => detail.Unpack<T>());
}
