using Claims.Catalog;
using Claims.Server.Rpc;

namespace Claims.Server.Web.Exports;

/// <summary>
/// A format that claims are exported in.
/// </summary>
/// <param name="Name">What a request calls it, and the end of a file's name.</param>
/// <param name="MediaType">Its type in HTTP.</param>
/// <param name="Open">Begins an export of a revision.</param>
internal sealed record ExportFormat(
    string Name, string MediaType, Func<Revision, ReadMask, HttpResponse, Task<IClaimWriter>> Open)
{
    public static readonly IReadOnlyList<ExportFormat> All =
    [
        new("jsonl", "application/x-ndjson", JsonLines.OpenAsync),
        new("csv", "text/csv; charset=utf-8; header=present", CsvTable.OpenAsync),
        new("parquet", "application/vnd.apache.parquet", ParquetTable.OpenAsync),
    ];
}
