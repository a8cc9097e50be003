using Grpc.Core;

namespace Claims.Tests.Rpc;

/// <summary>Calls that their callers have not ended, or do not end as they should.</summary>
public class OpenCallTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string GetCorpus = "claims.v1.ClaimsService/GetCorpus";

    [Fact]
    public async Task A_call_that_is_broken_off_is_no_fault_of_the_server()
    {
        byte[][] bodies = [[], [0], [0, 0, 0, 0, 9, 1], [0, 0, 0, 0, 3, 0x3a, 1, (byte)'*'], new byte[5]];
        await using var other = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var before = other.Logs.All.Count;
        for (var i = 0; i < 20; i++)
        {
            await using var connection = await RawConnection.OpenAsync(other);
            foreach (var method in ServedMethods.All.Select(ServedMethods.NameOf))
            {
                foreach (var body in bodies)
                {
                    var call = await connection.CallAsync(method, body, ends: body.Length > 5 && i % 2 == 0);
                    await connection.ResetAsync(call);
                }
            }

            // Fewer bytes than were announced, more of them, and nothing else to do but to break the call off.
            await connection.CallAsync(GetCorpus, new byte[5], more: ("content-length", "20"));
            await connection.CallAsync(GetCorpus, new byte[5], more: ("content-length", "4"));
            await connection.CallAsync(GetCorpus, [0, 0, 0, 0, 9], ends: false);
        }

        await other.StopAsync();
        Assert.Equal(before, other.Logs.All.Count(record => record.Category != "Microsoft.Hosting.Lifetime"
            || !record.Message.Contains("shutting down", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_request_that_is_no_call_is_no_fault_of_the_server()
    {
        await using var other = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var before = other.Logs.All.Count;
        foreach (var (verb, path) in ((string, string)[])[("OPTIONS", "*"), ("GET", "/"), ("POST", "/"), ("TRACE", "/a.B/C")])
        {
            await using var connection = await RawConnection.OpenAsync(other);
            await connection.EndOfAsync(await connection.RequestAsync(verb, path));
        }

        Assert.Equal(before, other.Logs.All.Count);
    }

    [Fact]
    public async Task A_body_announced_as_larger_than_HTTP_servers_take_is_read_as_any_other()
    {
        await using var connection = await RawConnection.OpenAsync(server);
        var call = await connection.CallAsync(
            GetCorpus, [0, 2, 0, 0, 0], ends: false, more: ("content-length", "100000000"));
        var end = await connection.EndOfAsync(call);
        Assert.Contains($"grpc-status\u0001{(int)StatusCode.ResourceExhausted}", end.Fields, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0200000000", StatusCode.InvalidArgument)]
    [InlineData("00ffffffff", StatusCode.ResourceExhausted)]
    [InlineData("0100000000", StatusCode.Internal)]
    public async Task A_call_that_is_still_open_is_told_what_is_wrong_with_it_already(string body, StatusCode code)
    {
        // As a literal behind its length.
        var status = $"{(int)code}";
        foreach (var method in ServedMethods.All.Select(ServedMethods.NameOf))
        {
            // On a connection of its own: later calls on it refer to the fields of the first.
            await using var connection = await RawConnection.OpenAsync(server);
            var call = await connection.CallAsync(method, Convert.FromHexString(body), ends: false);
            var end = await connection.EndOfAsync(call);
            Assert.Contains($"grpc-status{(char)status.Length}{status}", end.Fields, StringComparison.Ordinal);
        }
    }
}
