using System.Diagnostics;
using System.Globalization;

namespace Claims.Tests.Interop;

/// <summary>A foreign server: grpc-js on Node.js, HTTP/2 without TLS.</summary>
public sealed class GrpcJsServer : IAsyncLifetime
{
    private Process? _node;
    private Task<string>? _errors;

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await Node.Start("interop/server.mjs");
        _errors = _node.StandardError.ReadToEndAsync(CancellationToken.None);
        // The program's one line is the port it listens on.
        using var guard = new CancellationTokenSource(Guard.Milliseconds);
        var line = await _node.StandardOutput.ReadLineAsync(guard.Token)
            ?? throw new InvalidOperationException($"The server ended before it listened:\n{await _errors}");
        Address = new Uri($"http://127.0.0.1:{int.Parse(line, CultureInfo.InvariantCulture)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is null)
            return;
        // The server lives as long as its standard input, so that it ends with us whichever way we end.
        _node.StandardInput.Close();
        await _node.WaitForExitAsync();
        _node.Dispose();
    }
}
