namespace Claims.Server.Access;

/// <summary>What is served, as far as it can be shown to one caller and not to another.</summary>
internal enum Surface
{
    /// <summary>The rpcs, by gRPC, gRPC-Web and HTTP, with exports and feeds. They are never off.</summary>
    Calls,

    /// <summary>What describes them: server reflection, and <c>/v1/openapi.json</c>.</summary>
    Reflection,

    /// <summary>The page.</summary>
    Page,

    /// <summary>The tools for assistants.</summary>
    Mcp,

    /// <summary>The metrics, for Prometheus.</summary>
    Metrics,
}

/// <summary>Who is shown a surface.</summary>
internal enum Exposure
{
    /// <summary>Nobody: it is not served.</summary>
    Off,

    /// <summary>Everybody.</summary>
    Open,

    /// <summary>Whoever calls are answered to: with nothing configured that asks callers who they are, everybody.</summary>
    Guarded,
}
