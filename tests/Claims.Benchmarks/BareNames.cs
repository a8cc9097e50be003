using Claims.Benchmarks.Contract;
using Grpc.Core;

namespace Claims.Benchmarks;

/// <summary>
/// <c>bare-names FILE</c>: the bare service, with a message of its own for each name, which it looks up in a table in
/// memory: the least that a service does which answers what it is asked for.
/// </summary>
internal sealed class BareNames(Dictionary<string, Constant> answers) : ConstantService.ConstantServiceBase
{
    public static Task<int> RunAsync(string file, string[] settings) =>
        BareHost.RunAsync(new BareNames(Read(file)), settings);

    /// <summary>Writes names to a file that the service is started with.</summary>
    /// <param name="file">Where.</param>
    /// <param name="names">Each name with the size of its answer, each once.</param>
    public static void Write(string file, IReadOnlyCollection<(string Name, int Size)> names)
    {
        using var writer = new BinaryWriter(File.Create(file));
        writer.Write(names.Count);
        foreach (var (name, size) in names)
        {
            writer.Write(name);
            writer.Write(size);
        }
    }

    public override Task<Constant> GetClaim(GetClaimRequest request, ServerCallContext context) =>
        answers.TryGetValue(request.Name, out var answer)
            ? Task.FromResult(answer)
            : throw new RpcException(new Status(StatusCode.NotFound, request.Name));

    private static Dictionary<string, Constant> Read(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        var count = reader.ReadInt32();
        var answers = new Dictionary<string, Constant>(count);
        for (var i = 0; i < count; i++) answers.Add(reader.ReadString(), BareService.OfSize(reader.ReadInt32()));
        return answers;
    }
}
