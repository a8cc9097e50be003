using Claims.Benchmarks.Queries;
using Claims.Catalog.Search;
using Claims.V1;
using Microsoft.Data.Sqlite;

namespace Claims.Benchmarks.Searches;

/// <summary>
/// FTS5 over the claims' stems, a column for each field, so that no phrase reaches from one to the next, of those that
/// count where something is excluded before the others; merged into one segment, and without a copy of the texts, which lie
/// beside it.
/// </summary>
internal sealed class SqliteSearch
{
    private readonly SqliteConnection _connection;
    private readonly FilterSql _filters;
    private readonly IReadOnlyList<string> _excludable;

    public SqliteSearch(SqliteClaims claims, ClaimTable table, ClaimWords words)
    {
        _connection = claims.Connection;
        _filters = new(table, SqliteClaims.Forms[0]);
        var (excludable, others) = (0, 0);
        for (var claim = 0; claim < words.ClaimCount; claim++)
        {
            var fields = words.FieldsOf(claim).ToLookup(field => field.IsExcludable);
            (excludable, others) = (Math.Max(excludable, fields[true].Count()), Math.Max(others, fields[false].Count()));
        }

        _excludable = [.. Enumerable.Range(0, excludable).Select(column => $"e{column}")];
        List<string> columns = [.. _excludable, .. Enumerable.Range(0, others).Select(column => $"o{column}")];
        Execute($"CREATE VIRTUAL TABLE words USING fts5({string.Join(", ", columns)}, content='', tokenize='ascii')");
        using (var transaction = _connection.BeginTransaction())
        {
            var values = string.Join(", ", columns.Select(column => $"${column}"));
            using var insert = Command($"INSERT INTO words(rowid, {string.Join(", ", columns)}) VALUES ($id, {values})");
            insert.Parameters.Add(new SqliteParameter { ParameterName = "$id" });
            foreach (var column in columns) insert.Parameters.Add(new SqliteParameter { ParameterName = $"${column}" });
            for (var claim = 0; claim < words.ClaimCount; claim++)
            {
                insert.Parameters[0].Value = claim;
                for (var column = 1; column <= columns.Count; column++) insert.Parameters[column].Value = DBNull.Value;
                var (nextExcludable, nextOther) = (1, excludable + 1);
                foreach (var (isExcludable, stems) in words.FieldsOf(claim))
                {
                    insert.Parameters[isExcludable ? nextExcludable++ : nextOther++].Value = string.Join(' ', stems);
                }

                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        Execute("INSERT INTO words(words) VALUES ('optimize')");
    }

    public PreparedSearch Prepare(SearchClaimsRequest request)
    {
        var matches = $"words MATCH '{SearchText.OfFts5(SearchQuery.Parse(request.Query), _excludable)}'";
        var from = request.Filter is null ? "words" : "words JOIN claim ON id = words.rowid";
        if (request.Filter is not null) matches += $" AND {_filters.Where(request.Filter)}";

        // `rank` is bm25(words), and sorts faster; it leaves open which of two with the same score comes first.
        return new(
            Command($"SELECT b.name, b.encoded, p.score FROM (SELECT words.rowid AS found, rank AS score FROM {from} "
                + $"WHERE {matches} ORDER BY rank LIMIT {SearchMix.PageSize}) p "
                    + "JOIN body b ON b.id = p.found ORDER BY p.score"),
            Command($"SELECT b.name, b.encoded, p.score FROM (SELECT words.rowid AS found, bm25(words) AS score FROM {from} "
                + $"WHERE {matches} ORDER BY score, words.rowid LIMIT {SearchMix.PageSize}) p JOIN body b ON b.id = p.found "
                + "ORDER BY p.score, p.found"),
            Command($"SELECT count(*) FROM {from} WHERE {matches}"));
    }

    private SqliteCommand Command(string statement)
    {
        var command = _connection.CreateCommand();
        command.CommandText = statement;
        return command;
    }

    private void Execute(string statement)
    {
        using var command = Command(statement);
        command.ExecuteNonQuery();
    }

    /// <summary>The statements of one search, prepared when first run.</summary>
    internal sealed class PreparedSearch(SqliteCommand page, SqliteCommand exactPage, SqliteCommand total) : IDisposable
    {
        /// <summary>The best ones and how many there are.</summary>
        public Found Ask() => Ask(page);

        /// <summary>The same, of equals the first by position first.</summary>
        public Found AskExactly() => Ask(exactPage);

        public void Dispose()
        {
            page.Dispose();
            exactPage.Dispose();
            total.Dispose();
        }

        private Found Ask(SqliteCommand command)
        {
            var found = new Found { Total = (long)total.ExecuteScalar()! };
            using var reader = command.ExecuteReader();
            while (reader.Read()) found.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1), -reader.GetDouble(2));
            return found;
        }
    }
}
