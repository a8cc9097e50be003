namespace Claims.Tests.Interop;

/// <summary>A foreign client: grpc-js on Node.js. It plays every case against our server, once for all the tests.</summary>
public sealed class GrpcJsClient : IAsyncLifetime
{
    private readonly InteropServer _server = new();
    private string _output = "";
    private string _errors = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        using var node = await Node.Start(
            "interop/client.mjs", [_server.Address.Authority, .. InteropCases.Names.Select(row => row.Data)]);
        node.StandardInput.Close();
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        using var guard = new CancellationTokenSource(Guard.Milliseconds);
        await using (guard.Token.Register(node.Kill))
            await node.WaitForExitAsync();
        (_output, _errors) = (await output, await errors);
    }

    /// <summary>What the client said of a case: "ok", or what went wrong.</summary>
    public string Verdict(string name)
    {
        foreach (var line in _output.Split('\n'))
        {
            if (line == $"ok {name}")
                return "ok";
            if (line.StartsWith($"not ok {name}: ", StringComparison.Ordinal))
                return line;
        }

        return $"The client said nothing of {name}.\n{_output}{_errors}";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
