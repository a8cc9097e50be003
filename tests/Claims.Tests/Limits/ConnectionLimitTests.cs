using Claims.Server.Limits;
using Claims.Tests.Verbs;

namespace Claims.Tests.Limits;

public class ConnectionLimitTests
{
    [Fact]
    public async Task More_connections_than_there_is_memory_for_are_refused_at_start_and_why()
    {
        var run = await ServerProcess.RunAsync(
            [("DOTNET_GCHeapHardLimit", "0x10000000"), ("Limits__Connections", "50000")], "serve", "--Urls=http://127.0.0.1:0");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "Limits__Connections: '50000' cannot be used: the memory that the heap may grow to, 256 MiB, bears 409",
            run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_connections_than_there_are_descriptors_for_are_refused_at_start_and_why()
    {
        var run = await ServerProcess.RunWithDescriptorsAsync(640, "serve", "--Urls=http://127.0.0.1:0", "--Limits:Connections=151");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "--Limits:Connections: '151' cannot be used: the 640 file descriptors that are allowed (ulimit -n) bear 150",
            run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_as_it_bears_are_no_problem() => Assert.Null(ConnectionLimit.Problem(ConnectionLimit.Current));
}
