using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Claims.Benchmarks.Queries;

/// <summary>
/// The claims in PostgreSQL, laid out by somebody who knows it: narrow rows, with the encodings beside them; what a claim
/// has several of both as arrays under GIN, and as tables whose key is value and claim; dates both as ranges under GiST,
/// and as columns under a B-tree. Each statement is asked for in every form, and the fastest one counts.
/// </summary>
internal sealed class PostgresClaims : IAsyncDisposable
{
    private static readonly SqlForm _arrays = new("arrays",
        (column, values) => $"{FilterSql.NameOf(column)} && '{{{values}}}'::int[]",
        (date, during) => $"{date}_range && int8range({during.Start}, {during.End})");

    private static readonly SqlForm _tables = new("tables",
        (column, values) => $"id IN (SELECT claim FROM {FilterSql.TableOf(column)} WHERE value IN ({values}))",
        (date, during) => $"({date}_start < {during.End} AND {date}_end > {during.Start})");

    private const NpgsqlDbType Integers = NpgsqlDbType.Array | NpgsqlDbType.Integer;

    private static readonly Single[] _singles = Enum.GetValues<Single>();
    private static readonly Several[] _severals = Enum.GetValues<Several>();

    private readonly PostgresCluster _cluster;

    private PostgresClaims(PostgresCluster cluster, NpgsqlConnection connection) =>
        (_cluster, Connection) = (cluster, connection);

    public NpgsqlConnection Connection { get; }

    /// <summary>What all processes of the engine have used of the processors since it started.</summary>
    public TimeSpan ProcessorTime => _cluster.ProcessorTime;

    public static IReadOnlyList<SqlForm> Forms { get; } =
        [_arrays, _tables, new("tables, ranges", _tables.HasAny, _arrays.Overlaps)];

    public static async Task<PostgresClaims> LoadAsync(ClaimTable table)
    {
        var cluster = await PostgresCluster.StartAsync();
        try
        {
            var claims = new PostgresClaims(cluster, await cluster.ConnectAsync());
            await claims.LoadRowsAsync(table);
            return claims;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    /// <summary>
    /// How long the engine itself took to run a statement, in microseconds, without reading, planning and sending.
    /// </summary>
    public async Task<double> ExecutionAsync(string statement)
    {
        // Without timing each step, which takes longer than the steps.
        await using var command = new NpgsqlCommand($"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", Connection);
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        return plan.RootElement[0].GetProperty("Execution Time").GetDouble() * 1000;
    }

    public async Task<long> CountAsync(string statement)
    {
        await using var command = new NpgsqlCommand(statement, Connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The statement's plan for people to read.</summary>
    public async Task<string> PlanAsync(string statement)
    {
        await using var command = new NpgsqlCommand($"EXPLAIN (ANALYZE, BUFFERS, SUMMARY) {statement}", Connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    /// <summary>A list request in the forms that are executed fastest, one for each statement.</summary>
    /// <param name="table">The claims.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="answer">What all forms must answer.</param>
    /// <returns>The statements, how long both take to execute in microseconds, and the forms' names.</returns>
    /// <exception cref="ScenarioException">A form answers otherwise.</exception>
    public async Task<(SqlQuery Sql, double Execution, string Forms)> FastestAsync(
        ClaimTable table, Query query, Answer answer)
    {
        var statements = Forms.Select(form => new FilterSql(table, form).Of(query.Request)).ToList();
        var pages = new List<double>();
        var totals = new List<double>();
        foreach (var statement in statements)
        {
            await using (var batch = await PrepareAsync(Connection, statement))
            {
                (await AskAsync(batch)).MustEqual(answer, query.Title, "PostgreSQL");
            }

            pages.Add(await Timing.OfAsync(() => ExecutionAsync(statement.Page)));
            totals.Add(await Timing.OfAsync(() => ExecutionAsync(statement.Total)));
        }

        var (page, total) = (pages.IndexOf(pages.Min()), totals.IndexOf(totals.Min()));
        return (new(statements[page].Page, statements[total].Total), pages[page] + totals[total],
            $"{Forms[page].Name} + {Forms[total].Name}");
    }

    /// <summary>Another connection.</summary>
    public Task<NpgsqlConnection> ConnectAsync() => _cluster.ConnectAsync();

    /// <summary>Both statements, prepared, to be sent in one batch.</summary>
    public static async Task<NpgsqlBatch> PrepareAsync(NpgsqlConnection connection, SqlQuery query)
    {
        var batch = new NpgsqlBatch(connection) { BatchCommands = { new(query.Page), new(query.Total) } };
        await batch.PrepareAsync();
        return batch;
    }

    /// <summary>Sends a batch, and reads all of its answer.</summary>
    public static async Task<Answer> AskAsync(NpgsqlBatch batch)
    {
        var answer = new Answer();
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync()) answer.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
        await reader.NextResultAsync();
        await reader.ReadAsync();
        answer.Total = reader.GetInt64(0);
        return answer;
    }

    private async Task LoadRowsAsync(ClaimTable table)
    {
        await ExecuteAsync(
            $"""
            CREATE UNLOGGED TABLE body (id int, name text, encoded bytea);
            CREATE UNLOGGED TABLE claim (
              id int, stated_start int8, stated_end int8, stated_from int8, stated_until int8, event_start int8,
              event_end int8, superseded_from int8, {Columns(_singles.Cast<Enum>(), "int")}, stated_range int8range,
              event_range int8range,
              {Columns(_severals.Cast<Enum>(), "int[]")});
            """);
        await using (var bodies = await Connection.BeginBinaryImportAsync("COPY body FROM STDIN (FORMAT binary)"))
        {
            foreach (var row in table.Rows)
            {
                await bodies.StartRowAsync();
                await bodies.WriteAsync(row.Id);
                await bodies.WriteAsync(row.Name);
                await bodies.WriteAsync(table.Revision.Encodings.Copy(row.Id));
            }

            await bodies.CompleteAsync();
        }

        await using (var claims = await Connection.BeginBinaryImportAsync("COPY claim FROM STDIN (FORMAT binary)"))
        {
            foreach (var row in table.Rows)
            {
                await claims.StartRowAsync();
                await claims.WriteAsync(row.Id);
                await claims.WriteAsync(row.Stated.Start);
                await claims.WriteAsync(row.Stated.End);
                await claims.WriteAsync(row.Stated.From);
                await claims.WriteAsync(row.Stated.Until);
                await claims.WriteAsync(row.Event.Start);
                await claims.WriteAsync(row.Event.End);
                await claims.WriteAsync(row.SupersededFrom);
                foreach (var value in row.Singles) await claims.WriteAsync(value);
                await claims.WriteAsync(RangeOf(row.Stated), NpgsqlDbType.BigIntRange);
                await claims.WriteAsync(RangeOf(row.Event), NpgsqlDbType.BigIntRange);
                foreach (var values in row.Severals) await claims.WriteAsync(values, Integers);
            }

            await claims.CompleteAsync();
        }

        await ExecuteAsync(
            """
            ALTER TABLE body ADD PRIMARY KEY (id);
            ALTER TABLE claim ADD PRIMARY KEY (id);
            CREATE INDEX ON claim (stated_from DESC, stated_until DESC, id);
            CREATE INDEX ON claim (stated_start, stated_end, id);
            CREATE INDEX ON claim (event_start, event_end, id);
            CREATE INDEX ON claim (stated_until, superseded_from);
            CREATE INDEX ON claim USING gist (stated_range);
            CREATE INDEX ON claim USING gist (event_range);
            """);
        foreach (var column in _singles) await ExecuteAsync($"CREATE INDEX ON claim ({FilterSql.NameOf(column)}, id)");
        foreach (var column in _severals)
        {
            var (name, severals) = (FilterSql.NameOf(column), FilterSql.TableOf(column));
            await ExecuteAsync(
                $"""
                CREATE INDEX ON claim USING gin ({name}) WITH (fastupdate = off);
                CREATE UNLOGGED TABLE {severals} AS SELECT unnest({name}) AS value, id AS claim FROM claim;
                ALTER TABLE {severals} ADD PRIMARY KEY (value, claim);
                CREATE INDEX ON {severals} (claim, value);
                """);
        }

        // It also notes which pages are visible to all, so that an index alone can answer.
        await ExecuteAsync("VACUUM (ANALYZE)");
    }

    private static NpgsqlRange<long> RangeOf(DateSpan date) =>
        date.Start > date.End ? NpgsqlRange<long>.Empty : new(date.Start, true, date.End, false);

    private static string Columns(IEnumerable<Enum> columns, string type) =>
        string.Join(", ", columns.Select(column => $"{FilterSql.NameOf(column)} {type}"));

    public async Task ExecuteAsync(string statements)
    {
        await using var command = new NpgsqlCommand(statements, Connection);
        await command.ExecuteNonQueryAsync();
    }
}
