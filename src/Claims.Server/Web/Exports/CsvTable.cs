using System.Globalization;
using Claims.Catalog;
using CsvHelper;

namespace Claims.Server.Web.Exports;

/// <summary>
/// Claims as CSV (RFC 4180) in UTF-8, a row each under a header. What begins like a formula stays as it is.
/// </summary>
internal sealed class CsvTable : IClaimWriter
{
    private readonly ClaimRows _rows;
    private readonly CsvWriter _csv;

    public CsvTable(Revision revision, MemoryStream memory)
    {
        _rows = new(revision);
        _csv = CsvWriter.Create(memory, leaveOpen: true);
        _csv.WriteRecord([.. ClaimColumns.All.Select(column => column.Name)]);
    }

    public int Batch => 100;

    public ValueTask WriteAsync(IReadOnlyList<int> claims)
    {
        foreach (var claim in claims)
        {
            var row = _rows.Of(claim);
            foreach (var column in ClaimColumns.All) _csv.WriteField(TextOf(column.ValueOf(row)));
            _csv.EndRecord();
        }

        _csv.Flush();
        return ValueTask.CompletedTask;
    }

    // The header, where there is no claim.
    public ValueTask EndAsync()
    {
        _csv.Flush();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private static string? TextOf(object? value) => value switch
    {
        bool isTrue => isTrue ? "true" : "false",
        int count => count.ToString(CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => (string?)value,
    };
}
