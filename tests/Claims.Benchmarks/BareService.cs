using Claims.Benchmarks.Contract;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Benchmarks;

/// <summary>
/// <c>bare SIZE</c>: serves one message of a size, whatever is asked for.
/// </summary>
internal sealed class BareService(Constant answer) : ConstantService.ConstantServiceBase
{
    public static Task<int> RunAsync(int size, string[] settings) =>
        BareHost.RunAsync(new BareService(OfSize(size)), settings);

    public override Task<Constant> GetClaim(GetClaimRequest request, ServerCallContext context) => Task.FromResult(answer);

    /// <summary>A message of a size, at least 2; where none of one field has it, a byte smaller.</summary>
    public static Constant OfSize(int size)
    {
        const int TagSize = 1;
        var count = size - TagSize - 1;
        while (TagSize + CodedOutputStream.ComputeLengthSize(count) + count > size) count--;
        return new Constant { Content = UnsafeByteOperations.UnsafeWrap(new byte[count]) };
    }
}
