using Claims.Catalog;
using Parquet;
using Parquet.Schema;

namespace Claims.Server.Web.Exports;

/// <summary>
/// Claims as an Apache Parquet file, with the columns of the CSV, but that times, numbers and truth values are of their own
/// types.
/// </summary>
internal sealed class ParquetTable : IClaimWriter
{
    private static readonly DataField[] _fields = [.. ClaimColumns.All.Select(FieldOf)];
    private static readonly ParquetSchema _schema = new(_fields);

    private readonly ClaimRows _rows;
    private readonly ParquetWriter _parquet;

    private ParquetTable(Revision revision, ParquetWriter parquet) => (_rows, _parquet) = (new(revision), parquet);

    public int Batch => 1000;

    public static async ValueTask<IClaimWriter> OpenAsync(Revision revision, MemoryStream memory) =>
        new ParquetTable(revision, await ParquetWriter.CreateAsync(_schema, new CountingStream(memory)));

    /// <summary>Writes the claims as a row group.</summary>
    public async ValueTask WriteAsync(IReadOnlyList<int> claims)
    {
        var rows = claims.Select(_rows.Of).ToList();
        using var group = _parquet.CreateRowGroup();
        foreach (var (column, field) in ClaimColumns.All.Zip(_fields))
        {
            var values = rows.Select(column.ValueOf);
            await (column.Type switch
            {
                ClaimColumnType.Bool => group.WriteAsync<bool>(field, values.Select(value => (bool?)value).ToArray()),
                ClaimColumnType.Count => group.WriteAsync<int>(field, values.Select(value => (int?)value).ToArray()),
                ClaimColumnType.Time => group.WriteAsync<DateTime>(field, values.Select(value => (DateTime?)value).ToArray()),
                _ => group.WriteAsync(field, values.Select(value => (string?)value).ToArray()!),
            });
        }
    }

    public ValueTask EndAsync() => _parquet.DisposeAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static DataField FieldOf(ClaimColumn column) => column.Type switch
    {
        ClaimColumnType.Bool => new DataField<bool?>(column.Name),
        ClaimColumnType.Count => new DataField<int?>(column.Name),
        ClaimColumnType.Time => new DateTimeDataField(
            column.Name, DateTimeFormat.DateAndTimeMicros, isAdjustedToUTC: true, isNullable: true),
        _ => new DataField<string>(column.Name),
    };
}
