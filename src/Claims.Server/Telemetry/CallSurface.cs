namespace Claims.Server.Telemetry;

/// <summary>
/// By what a call came, as metrics, spans and log lines name it: what is served has it among the metadata of its endpoint.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Lasts">Whether a call is meant to take its time, and is never a slow one.</param>
internal sealed record CallSurface(string Name, bool Lasts = false)
{
    public static readonly CallSurface Grpc = new("grpc");
    public static readonly CallSurface GrpcWeb = new("grpc-web");
    public static readonly CallSurface Json = new("json");
    public static readonly CallSurface Page = new("page");
    public static readonly CallSurface Mcp = new("mcp");
    public static readonly CallSurface Export = new("export", Lasts: true);
    public static readonly CallSurface Feed = new("feed");
    public static readonly CallSurface Watch = new("watch", Lasts: true);
    public static readonly CallSurface Probe = new("probe");
    public static readonly CallSurface Other = new("other");

    /// <summary>Whether its calls are gRPC's own.</summary>
    public bool IsGrpc => this == Grpc || this == GrpcWeb;
}
