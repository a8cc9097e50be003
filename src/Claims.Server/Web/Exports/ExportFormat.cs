using Claims.Catalog;
using Claims.Server.Rpc;

namespace Claims.Server.Web.Exports;

/// <summary>
/// A format that claims are exported in.
/// </summary>
/// <param name="Name">What a request calls it, and the end of a file's name.</param>
/// <param name="MediaType">Its type in HTTP.</param>
/// <param name="TakesMask">Whether claims may be without some of their fields: tables have all columns.</param>
/// <param name="Open">Begins an export of a revision, into memory.</param>
internal sealed record ExportFormat(
    string Name, string MediaType, bool TakesMask, Func<Revision, ReadMask, MemoryStream, ValueTask<IClaimWriter>> Open)
{
    public static readonly IReadOnlyList<ExportFormat> All =
    [
        new("jsonl", "application/x-ndjson", true, (revision, mask, memory) => new(new JsonLines(revision, mask, memory))),
        new("csv", "text/csv; charset=utf-8; header=present", false, (revision, _, memory) => new(new CsvTable(revision, memory))),
        new("parquet", "application/vnd.apache.parquet", false, (revision, _, memory) => ParquetTable.OpenAsync(revision, memory)),
    ];
}
