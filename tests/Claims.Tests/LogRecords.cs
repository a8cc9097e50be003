using Microsoft.Extensions.Logging;

namespace Claims.Tests;

/// <summary>One line of a log.</summary>
internal sealed record LogRecord(string Category, LogLevel Level, EventId Id, string Message, Exception? Exception);

/// <summary>
/// Collects what is logged. Thread-safe.
/// </summary>
internal sealed class LogRecords : ILoggerProvider
{
    private readonly List<LogRecord> _records = [];
    private readonly List<(Predicate<LogRecord> IsIt, TaskCompletionSource<LogRecord> Found)> _awaited = [];

    /// <summary>What was logged up to now.</summary>
    public IReadOnlyList<LogRecord> All
    {
        get
        {
            lock (_records) return [.. _records];
        }
    }

    /// <summary>The first record of a kind, now or when it comes.</summary>
    public Task<LogRecord> FirstAsync(Predicate<LogRecord> isIt)
    {
        lock (_records)
        {
            if (_records.Find(isIt) is { } record) return Task.FromResult(record);
            var found = new TaskCompletionSource<LogRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((isIt, found));
            return found.Task.WaitAsync(RunningServer.Patience);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(LogRecord record)
    {
        lock (_records)
        {
            _records.Add(record);
            foreach (var (_, found) in _awaited.Where(awaited => awaited.IsIt(record))) found.TrySetResult(record);
        }
    }

    private sealed class Logger(LogRecords records, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            records.Add(new(category, logLevel, eventId, formatter(state, exception), exception));
    }
}
