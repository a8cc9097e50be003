using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Claims.Benchmarks;

/// <summary>
/// nghttp2's load generator, calling a unary rpc over HTTP/2 as fast as the answers come. It knows nothing of
/// gRPC: here an answer is one whose HTTP status is 2xx and whose data is as long as it must be, which an error's,
/// having none, is not.
/// </summary>
internal static partial class H2Load
{
    private const int Connections = 8;
    private const int StreamsPerConnection = 32;

    // Before each message stand a zero, for "not compressed", and its length in four bytes.
    private const int FrameHeaderSize = 5;

    /// <param name="uri">The rpc, at a server's address.</param>
    /// <param name="request">The encoded request.</param>
    /// <param name="responseSize">How many bytes the response is encoded in.</param>
    /// <param name="count">How many requests to send.</param>
    /// <param name="key">What the caller shows to be let in; null for nothing.</param>
    /// <returns>Requests per second.</returns>
    /// <exception cref="ScenarioException">An answer was not what it must be.</exception>
    public static async Task<double> RunAsync(string uri, byte[] request, int responseSize, int count, string? key = null)
    {
        var body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, Framed(request));
            var report = await ReportAsync([
                uri, $"--data={body}", $"--requests={count}", $"--clients={Connections}",
                $"--max-concurrent-streams={StreamsPerConnection}", "--no-tls-proto=h2c",
                "--header=content-type: application/grpc", "--header=te: trailers",
                .. key is null ? (string[])[] : [$"--header=authorization: Bearer {key}"]]);
            var measured = Measured().Match(report);
            return measured.Success
                && Number(measured.Groups["succeeded"].Value) == count
                && Number(measured.Groups["ok"].Value) == count
                && Number(measured.Groups["data"].Value) == (double)count * (FrameHeaderSize + responseSize)
                ? Number(measured.Groups["rate"].Value)
                : throw new ScenarioException($"Not {count} answers of {responseSize} bytes each, as h2load tells:\n{report}");
        }
        finally
        {
            File.Delete(body);
        }
    }

    private static async Task<string> ReportAsync(string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("h2load", args) { RedirectStandardOutput = true })!;
            var report = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return report;
        }
        catch (Win32Exception)
        {
            throw new ScenarioException("h2load is missing. On Debian: apt-get install nghttp2-client");
        }
    }

    private static byte[] Framed(byte[] message)
    {
        var frame = new byte[FrameHeaderSize + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, FrameHeaderSize);
        return frame;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """
        ^finished .*, (?<rate>[0-9.]+) req/s,.*
        requests: .*, (?<succeeded>[0-9]+) succeeded,.*
        status codes: (?<ok>[0-9]+) 2xx,.*
        traffic: .*\((?<data>[0-9]+)\) data$
        """,
        RegexOptions.Multiline)]
    private static partial Regex Measured();
}
