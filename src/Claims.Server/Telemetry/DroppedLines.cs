using System.Diagnostics.Metrics;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.Logging.Console;

namespace Claims.Server.Telemetry;

/// <summary>
/// How many lines of the log were dropped, since nobody took them: at least so many. The console's logger counts them in a
/// field of its own, from 0 again whenever it gets rid of a line; what is dropped and told between two looks goes uncounted.
/// Nothing public reaches that, and to stand between it and the console would be a second logger. Thread-safe.
/// </summary>
internal sealed class DroppedLines
{
    private static readonly Func<ConsoleLoggerProvider, int>? _read = MakeRead();

    private readonly Lock _gate = new();
    private readonly ConsoleLoggerProvider _console;
    private long _before;
    private int _last;

    private DroppedLines(ConsoleLoggerProvider console) => _console = console;

    /// <summary>Whether this logger has the field; where it has not, nothing is told.</summary>
    public static bool HasCount => _read is not null;

    /// <summary>Tells it of the console's logger, where there is one.</summary>
    public static void Tell(IEnumerable<ILoggerProvider> loggers, IMeterFactory meters)
    {
        if (!HasCount || loggers.OfType<ConsoleLoggerProvider>().FirstOrDefault() is not { } console) return;
        var dropped = new DroppedLines(console);
        meters.Create(CallTelemetry.Name).CreateObservableCounter(
            "claims.log.dropped", dropped.Count, "{line}",
            "Lines of the log that were dropped, since nobody took them; at least so many.");
    }

    private long Count()
    {
        lock (_gate)
        {
            var now = _read!(_console);
            if (now < _last) _before += _last;
            _last = now;
            return _before + now;
        }
    }

    private static Func<ConsoleLoggerProvider, int>? MakeRead()
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic;
        var queue = typeof(ConsoleLoggerProvider).GetField("_messageQueue", Own);
        var dropped = queue?.FieldType.GetField("_messagesDropped", Own);
        if (queue is null || dropped?.FieldType != typeof(int)) return null;
        var console = Expression.Parameter(typeof(ConsoleLoggerProvider));
        var count = Expression.Field(Expression.Field(console, queue), dropped);
        return Expression.Lambda<Func<ConsoleLoggerProvider, int>>(count, console).Compile();
    }
}
