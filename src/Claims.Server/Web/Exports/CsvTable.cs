using System.Globalization;
using Claims.Catalog;
using Claims.Server.Rpc;
using CsvHelper;

namespace Claims.Server.Web.Exports;

/// <summary>
/// Claims as CSV (RFC 4180) in UTF-8, a row each under a header. What begins like a formula stays as it is.
/// </summary>
internal sealed class CsvTable : IClaimWriter
{
    private readonly ClaimRows _rows;
    private readonly CsvWriter _csv;

    private CsvTable(Revision revision, HttpResponse response)
    {
        _rows = new(revision);
        _csv = CsvWriter.Create(response.BodyWriter.AsStream(leaveOpen: true), leaveOpen: true);
    }

    public static async Task<IClaimWriter> OpenAsync(Revision revision, ReadMask mask, HttpResponse response)
    {
        var table = new CsvTable(revision, response);
        await table._csv.WriteRecordAsync(
            [.. ClaimColumns.All.Select(column => column.Name)], response.HttpContext.RequestAborted);
        return table;
    }

    public async Task WriteAsync(IReadOnlyList<int> claims, CancellationToken cancellation)
    {
        foreach (var claim in claims)
        {
            var row = _rows.Of(claim);
            foreach (var column in ClaimColumns.All) _csv.WriteField(TextOf(column.ValueOf(row)));
            await _csv.EndRecordAsync(cancellation);
        }

        await _csv.FlushAsync(cancellation);
    }

    public Task EndAsync(CancellationToken cancellation) => _csv.FlushAsync(cancellation).AsTask();

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private static string? TextOf(object? value) => value switch
    {
        bool isTrue => isTrue ? "true" : "false",
        int count => count.ToString(CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => (string?)value,
    };
}
