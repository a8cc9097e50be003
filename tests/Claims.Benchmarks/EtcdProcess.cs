using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Claims.Benchmarks.Etcd;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Claims.Benchmarks;

/// <summary>
/// etcd, a cluster of one, on free loopback ports and in a directory of its own, gone afterwards.
/// </summary>
internal sealed class EtcdProcess : IAsyncDisposable
{
    private const int AtATime = 64;

    private readonly string _directory = Directory.CreateTempSubdirectory("claims-etcd-").FullName;

    private EtcdProcess()
    {
        Address = $"http://127.0.0.1:{FreePort()}";
        var peers = $"http://127.0.0.1:{FreePort()}";
        Child = ChildProcess.Start(
            new ProcessStartInfo("etcd",
            [
                "--data-dir", _directory, "--listen-client-urls", Address, "--advertise-client-urls", Address,
                "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", $"default={peers}",
                "--log-level", "error",
            ])
            {
                RedirectStandardError = true,
            },
            "etcd-server");
        Child.Process.BeginErrorReadLine();
    }

    public string Address { get; }

    public ChildProcess Child { get; }

    /// <summary>Starts it with some values.</summary>
    public static async Task<EtcdProcess> StartAsync(IReadOnlyList<(string Key, byte[] Value)> values)
    {
        var etcd = new EtcdProcess();
        try
        {
            using var channel = GrpcChannel.ForAddress(etcd.Address);
            var client = new KV.KVClient(channel);
            await client.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8("any") },
                new CallOptions(deadline: DateTime.UtcNow.AddSeconds(30)).WithWaitForReady());
            var together = new ParallelOptions { MaxDegreeOfParallelism = AtATime };
            await Parallel.ForEachAsync(values, together, async (value, cancelled) =>
                await client.PutAsync(new PutRequest
                {
                    Key = ByteString.CopyFromUtf8(value.Key),
                    Value = UnsafeByteOperations.UnsafeWrap(value.Value),
                }, cancellationToken: cancelled));
            return etcd;
        }
        catch
        {
            await etcd.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Child.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
