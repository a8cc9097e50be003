using System.Net.Sockets;
using System.Text.Json;
using Claims.Server.Hosting;
using Claims.Server.Limits;

namespace Claims.Server.Verbs;

/// <summary>
/// Faults of what the program runs on, or was given to run with: too little memory, a port that is another's, a file
/// that cannot be read. Each ends the process with a sentence and exit code 1. A mistake of the program itself keeps its
/// trace.
/// </summary>
internal static class EnvironmentFault
{
    private const int BytesPerMebibyte = 1024 * 1024;

    /// <summary>Runs something, and tells in a sentence where the environment does not let it.</summary>
    /// <returns>What it answers, or <see cref="ExitCode.Failure"/>.</returns>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        // Memory may run out on any thread.
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (unhandled.ExceptionObject is Exception e && Of(e) is { } problem) Environment.Exit(Tell(problem));
        };
        if (DescriptorLimit.Problem() is { } tooFew) return Tell(tooFew);
        try
        {
            return await run();
        }
        catch (Exception e) when (Of(e) is not null)
        {
            return Tell(Of(e)!);
        }
    }

    /// <summary>The fault as one sentence; null where it is the program's own.</summary>
    public static string? Of(Exception e) => e switch
    {
        OutOfMemoryException => "out of memory: "
            + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerMebibyte} MiB may be used; expected more, or a "
            + "smaller corpus",
        AggregateException all => all.InnerExceptions.Select(Of).FirstOrDefault(problem => problem is not null),
        SettingException => e.Message,
        InvalidDataException { InnerException: { } inner } =>
            $"{e.Message.TrimEnd('.')}: {InWords(inner.GetBaseException())}",
        IOException or UnauthorizedAccessException or SocketException => e.Message,

        // A setting that is ASP.NET's to read, in its words.
        InvalidOperationException when e.Source?.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) == true
            && e.Source.EndsWith("Configuration", StringComparison.Ordinal) => e.Message,
        _ => e.InnerException is { } inner ? Of(inner) : null,
    };

    private static string InWords(Exception e) =>
        e is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
            ? $"{e.Message.Split(" LineNumber:")[0]} (line {line + 1}, column {column + 1})"
            : e.Message;

    private static int Tell(string problem)
    {
        Console.Error.WriteLine(problem.ReplaceLineEndings(" "));
        return ExitCode.Failure;
    }
}
