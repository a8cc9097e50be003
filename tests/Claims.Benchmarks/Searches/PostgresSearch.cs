using System.Text;
using Claims.Benchmarks.Queries;
using Claims.Catalog.Search;
using Claims.V1;

namespace Claims.Benchmarks.Searches;

/// <summary>
/// PostgreSQL's full-text search over the claims' stems: a tsvector under GIN, ranked by ts_rank. Fields lie apart by more
/// than a word, so that no phrase reaches from one to the next. Weight A is of those that count where something is excluded;
/// all weigh the same.
/// </summary>
internal sealed class PostgresSearch
{
    private const string EqualWeights = "'{1, 1, 1, 1}'";

    private readonly PostgresClaims _claims;
    private readonly IReadOnlyList<FilterSql> _filters;

    private PostgresSearch(PostgresClaims claims, ClaimTable table)
    {
        _claims = claims;
        _filters = [.. PostgresClaims.Forms.Select(form => new FilterSql(table, form))];
    }

    public static async Task<PostgresSearch> LoadAsync(PostgresClaims claims, ClaimTable table, ClaimWords words)
    {
        await claims.ExecuteAsync("CREATE UNLOGGED TABLE written (id int, words text)");
        await using (var rows = await claims.Connection.BeginBinaryImportAsync("COPY written FROM STDIN (FORMAT binary)"))
        {
            for (var claim = 0; claim < words.ClaimCount; claim++)
            {
                await rows.StartRowAsync();
                await rows.WriteAsync(claim);
                await rows.WriteAsync(VectorOf(words.FieldsOf(claim)));
            }

            await rows.CompleteAsync();
        }

        await claims.ExecuteAsync(
            """
            CREATE UNLOGGED TABLE document AS SELECT id, words::tsvector FROM written;
            DROP TABLE written;
            ALTER TABLE document ADD PRIMARY KEY (id);
            CREATE INDEX ON document USING gin (words) WITH (fastupdate = off);
            """);
        await claims.ExecuteAsync("VACUUM (ANALYZE) document");
        return new(claims, table);
    }

    /// <summary>The statements of a search, one for each form a filter can have.</summary>
    public IReadOnlyList<SqlQuery> Statements(SearchClaimsRequest request)
    {
        var text = SearchText.OfPostgres(SearchQuery.Parse(request.Query));
        var query = $"'{text.Replace("'", "''", StringComparison.Ordinal)}'::tsquery";
        return request.Filter is null
            ? [Statement("document", "")]
            : [.. _filters.Select(filter => filter.Where(request.Filter))
                    .Select(where => Statement("document JOIN claim USING (id)", $" AND {where}"))];

        SqlQuery Statement(string from, string condition) => new(
            $"""
            SELECT b.name, b.encoded
            FROM (SELECT id, ts_rank({EqualWeights}, words, {query}) AS score FROM {from} WHERE words @@ {query}{condition}
              ORDER BY score DESC, id LIMIT {SearchMix.PageSize}) p
            JOIN body b USING (id)
            ORDER BY p.score DESC, p.id
            """,
            $"SELECT count(*) FROM {from} WHERE words @@ {query}{condition}");
    }

    private static string VectorOf(IEnumerable<(bool IsExcludable, string[] Stems)> fields)
    {
        var vector = new StringBuilder();
        var position = 1;
        foreach (var (isExcludable, stems) in fields)
        {
            foreach (var stem in stems) vector.Append('\'').Append(stem).Append("':").Append(position++).Append(isExcludable ? "A " : " ");
            position++;
        }

        return vector.ToString();
    }
}
