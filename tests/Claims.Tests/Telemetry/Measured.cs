using System.Diagnostics.Metrics;
using Claims.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Claims.Tests.Telemetry;

/// <summary>
/// What one server measures, among all those of this process. Thread-safe.
/// </summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(string What, TaskCompletionSource Seen)> _awaited = [];
    private readonly List<string> _all = [];
    private readonly Dictionary<string, double> _observed = [];

    public Measured(RunningServer server)
    {
        var scope = server.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var meter = instrument.Meter;
            if (meter.Name == CallTelemetry.Name && meter.Scope == scope) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Each call that is over: <c>rpc STATUS surface</c>, and <c>refused REASON surface</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Is over once a call has been measured, which may be after its client has the answer.</summary>
    public Task SeenAsync(string what)
    {
        lock (_all)
        {
            if (_all.Contains(what)) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((what, seen));
            return seen.Task.WaitAsync(RunningServer.Patience);
        }
    }

    /// <summary>What is told when it is asked for: by the instrument's name, and the values of tags behind it.</summary>
    public IReadOnlyDictionary<string, double> Observe()
    {
        lock (_all) _observed.Clear();
        _listener.RecordObservableInstruments();
        lock (_all) return new Dictionary<string, double>(_observed);
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new List<string>();
        foreach (var (_, tag) in tags) values.Add($"{tag}");
        lock (_all)
        {
            if (instrument.IsObservable)
            {
                _observed[string.Join(' ', values.Prepend(instrument.Name))] = value;
                return;
            }

            var what = string.Join(' ', instrument is Histogram<double> ? values : values.Prepend("refused"));
            _all.Add(what);
            foreach (var (_, seen) in _awaited.Where(awaited => awaited.What == what)) seen.TrySetResult();
        }
    }
}
