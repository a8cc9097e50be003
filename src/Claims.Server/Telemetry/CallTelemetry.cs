using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Claims.Server.Telemetry;

/// <summary>
/// Sees every call from its begin to its end, and tells whoever wants to know: by metrics, a span, and a line of the log.
/// Where nobody does, a call costs two looks at the clock. Thread-safe.
/// </summary>
internal sealed class CallTelemetry
{
    /// <summary>Under which name all is told: of the meter and of the source of spans.</summary>
    public const string Name = "Claims.Server";

    /// <summary>The category of the lines about calls.</summary>
    public const string Category = "Claims.Server.Calls";

    /// <summary>Where an answer says what it is of.</summary>
    public const string RevisionHeader = "claims-revision";

    private const double DefaultSlowSeconds = 1;

    // In seconds: from a claim that is looked up to what nobody waits for.
    private static readonly double[] _buckets =
    [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
    ];

    private readonly ConcurrentDictionary<(Endpoint?, CallSurface), CallName> _names = new();
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refused;
    private readonly ILogger _logger;
    private readonly TimeSpan _slow;
    private long _inFlight;

    public CallTelemetry(IMeterFactory meters, ILoggerFactory loggers, IConfiguration configuration)
    {
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram(
            "rpc.server.call.duration", "s", "How long calls took, of whatever came by any surface.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = _buckets });
        _refused = meter.CreateCounter<long>("claims.calls.refused", "{call}", "Calls that were turned away, by the reason.");
        meter.CreateObservableUpDownCounter(
            "claims.calls.in_flight", () => Interlocked.Read(ref _inFlight), "{call}",
            "Calls that are not over, watches included.");
        _logger = loggers.CreateLogger(Category);
        _slow = TimeSpan.FromSeconds(configuration.GetValue("Telemetry:SlowCallSeconds", DefaultSlowSeconds));
    }

    /// <summary>Serves calls, and sees them.</summary>
    /// <param name="next">What serves them, and leaves each with its final status.</param>
    /// <param name="grpc">By what the calls of gRPC come here.</param>
    public RequestDelegate Around(RequestDelegate next, CallSurface grpc) => http => ServeAsync(next, http, grpc);

    private Task ServeAsync(RequestDelegate next, HttpContext http, CallSurface grpc)
    {
        var before = CallSpan.Source.HasListeners() ? Activity.Current : null;
        var seen = new Seen(Stopwatch.GetTimestamp(), _duration.Enabled, CallSpan.Begin(http), grpc);
        if (seen.IsCounted) Interlocked.Increment(ref _inFlight);

        // Without a state machine where the call is over at once, as most are.
        Task call;
        try
        {
            call = next(http);
        }
        catch
        {
            End(http, seen, isFault: true);
            throw;
        }

        if (!call.IsCompletedSuccessfully)
        {
            call = EndAfterAsync(call, http, seen);

            // What follows on this connection is no part of it.
            if (seen.Span is not null) Activity.Current = before;
            return call;
        }

        End(http, seen, isFault: false);
        return call;
    }

    private async Task EndAfterAsync(Task call, HttpContext http, Seen seen)
    {
        var isFault = true;
        try
        {
            await call;
            isFault = false;
        }
        finally
        {
            End(http, seen, isFault);
        }
    }

    private void End(HttpContext http, in Seen seen, bool isFault)
    {
        if (seen.IsCounted) Interlocked.Decrement(ref _inFlight);
        var time = Stopwatch.GetElapsedTime(seen.Start);
        var isSlow = time >= _slow && _logger.IsEnabled(LogLevel.Information);
        var isLogged = _logger.IsEnabled(LogLevel.Debug);
        if (seen.IsCounted || seen.Span is not null || isSlow || isLogged) Tell(http, seen, isFault, time, isSlow, isLogged);
    }

    private void Tell(HttpContext http, in Seen seen, bool isFault, TimeSpan time, bool isSlow, bool isLogged)
    {
        var name = _names.GetOrAdd((http.GetEndpoint(), seen.Grpc), static key => CallName.Of(key.Item1, key.Item2));
        var status = !isFault ? CallStatus.Of(http, name.Surface.IsGrpc)
            : new(http.RequestAborted.IsCancellationRequested ? CallStatus.Cancelled : CallStatus.Internal, null);
        var surface = name.Surface.Name;
        if (seen.IsCounted)
        {
            _duration.Record(
                time.TotalSeconds,
                new("rpc.method", name.Method), new("rpc.response.status_code", status.Code), new("claims.surface", surface));
            if (status.IsRefusal)
            {
                _refused.Add(1, new("claims.reason", status.Reason ?? CallStatus.Unknown), new("claims.surface", surface));
            }
        }

        if (seen.Span is null && !isSlow && !isLogged) return;
        var revision = http.Response.Headers[RevisionHeader].ToString();
        var milliseconds = time.TotalMilliseconds;
        if (isSlow && !name.Lasts) ServerLog.CalledSlowly(_logger, name.Method, status.Code, milliseconds, surface, revision);
        if (isLogged) ServerLog.Called(_logger, name.Method, status.Code, milliseconds, surface, revision);

        // The lines above belong to it.
        if (seen.Span is not null) CallSpan.End(seen.Span, name, status, revision);
    }

    // What is known of a call as it begins.
    private readonly record struct Seen(long Start, bool IsCounted, Activity? Span, CallSurface Grpc);
}
