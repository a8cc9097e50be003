using Claims.Catalog;
using Microsoft.Data.Sqlite;

namespace Claims.Benchmarks.Queries;

/// <summary>
/// The claims in SQLite, in memory, laid out by somebody who knows it: narrow rows, with the encodings beside them; what a
/// claim has several of as tables whose key is value and claim; dates both as columns under a B-tree, and as whole days in
/// an R-tree. Each statement is asked for in every form, and the fastest one counts.
/// </summary>
internal sealed class SqliteClaims : IDisposable
{
    private const long SecondsPerDay = 24 * 60 * 60;

    private static readonly Single[] _singles = Enum.GetValues<Single>();
    private static readonly Several[] _severals = Enum.GetValues<Several>();

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteClaims(ClaimTable table)
    {
        _connection.Open();
        CreateTables();
        using (var transaction = _connection.BeginTransaction())
        {
            InsertClaims(table);
            foreach (var column in _severals) InsertSeverals(table, column);
            transaction.Commit();
        }

        CreateIndexes();
    }

    public static IReadOnlyList<SqlForm> Forms { get; } =
    [
        new("in, B-tree", In, Columns),
        new("in, R-tree", In, Days),
        new("exists, B-tree", Exists, Columns),
    ];

    public SqliteConnection Connection => _connection;

    public void Dispose() => _connection.Dispose();

    public PreparedQuery Prepare(SqlQuery query) => new(Command(query.Page), Command(query.Total));

    private static string In(Several column, string values) =>
        $"id IN (SELECT claim FROM {FilterSql.TableOf(column)} WHERE value IN ({values}))";

    private static string Exists(Several column, string values) =>
        $"EXISTS (SELECT 1 FROM {FilterSql.TableOf(column)} WHERE value IN ({values}) AND claim = id)";

    private static string Columns(string date, Edtf during) =>
        $"({date}_start < {during.End} AND {date}_end > {during.Start})";

    private static string Days(string date, Edtf during) => during.Precision == V1.DatePrecision.Time
        ? throw new ScenarioException($"{during} is no whole days, which the R-tree has.")
        : $"id IN (SELECT id FROM {date}_days WHERE first < {DayOf(during.End)} AND last > {DayOf(during.Start)})";

    private static int DayOf(long second) => second switch
    {
        long.MinValue => int.MinValue,
        long.MaxValue => int.MaxValue,
        _ => (int)(second / SecondsPerDay),
    };

    private void CreateTables()
    {
        Execute(
            $"""
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -8000000;
            CREATE TABLE body (id INTEGER PRIMARY KEY, name TEXT, encoded BLOB);
            CREATE TABLE claim (
              id INTEGER PRIMARY KEY, stated_start INT, stated_end INT, stated_from INT, stated_until INT, event_start INT,
              event_end INT, superseded_from INT,
              {string.Join(", ", _singles.Select(column => $"{FilterSql.NameOf(column)} INT"))});
            CREATE VIRTUAL TABLE stated_days USING rtree_i32(id, first, last);
            CREATE VIRTUAL TABLE event_days USING rtree_i32(id, first, last);
            """);
        foreach (var column in _severals)
        {
            var table = FilterSql.TableOf(column);
            Execute($"CREATE TABLE {table} (value INT, claim INT, PRIMARY KEY (value, claim)) WITHOUT ROWID");
        }
    }

    private void InsertClaims(ClaimTable table)
    {
        using var bodies = Insert("body", 3);
        using var claims = Insert("claim", 8 + _singles.Length);
        using var stated = Insert("stated_days", 3);
        using var happened = Insert("event_days", 3);
        foreach (var row in table.Rows)
        {
            Run(bodies, row.Id, row.Name, table.Revision.Encodings.Copy(row.Id));
            Run(claims,
            [
                row.Id, row.Stated.Start, row.Stated.End, row.Stated.From, row.Stated.Until, row.Event.Start, row.Event.End,
                row.SupersededFrom, .. row.Singles.Cast<object>(),
            ]);
            Run(stated, row.Id, DayOf(row.Stated.Start), LastDayOf(row.Stated.End));
            if (row.Event != DateSpan.Unset) Run(happened, row.Id, DayOf(row.Event.Start), LastDayOf(row.Event.End));
        }

        // Exclusive, and rounded up: against whole days it makes no difference.
        static int LastDayOf(long end) =>
            end == long.MaxValue ? int.MaxValue : (int)((end + SecondsPerDay - 1) / SecondsPerDay);
    }

    private void InsertSeverals(ClaimTable table, Several column)
    {
        var keys = new List<(int Value, int Claim)>();
        foreach (var row in table.Rows)
        {
            foreach (var value in row.Severals[(int)column]) keys.Add((value, row.Id));
        }

        // In order, a tree is filled without gaps.
        keys.Sort();
        using var insert = Insert(FilterSql.TableOf(column), 2);
        foreach (var (value, claim) in keys) Run(insert, value, claim);
    }

    private void CreateIndexes()
    {
        Execute(
            """
            CREATE INDEX claim_stated_order ON claim (stated_from DESC, stated_until DESC, id);
            CREATE INDEX claim_stated ON claim (stated_start, stated_end);
            CREATE INDEX claim_event ON claim (event_start, event_end);
            CREATE INDEX claim_standing ON claim (stated_until, superseded_from);
            """);
        foreach (var column in _singles)
        {
            Execute($"CREATE INDEX claim_by_{FilterSql.NameOf(column)} ON claim ({FilterSql.NameOf(column)})");
        }

        foreach (var column in _severals)
        {
            Execute($"CREATE INDEX {FilterSql.TableOf(column)}_by_claim ON {FilterSql.TableOf(column)} (claim, value)");
        }

        Execute("ANALYZE");
    }

    private SqliteCommand Insert(string target, int columns)
    {
        var names = Enumerable.Range(0, columns).Select(column => $"$p{column}").ToList();
        var command = Command($"INSERT INTO {target} VALUES ({string.Join(", ", names)})");
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static void Run(SqliteCommand command, params IEnumerable<object> values)
    {
        var column = 0;
        foreach (var value in values) command.Parameters[column++].Value = value;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string statement)
    {
        var command = _connection.CreateCommand();
        command.CommandText = statement;
        return command;
    }

    private void Execute(string statements)
    {
        using var command = Command(statements);
        command.ExecuteNonQuery();
    }

    /// <summary>The statements of one query, prepared when first run.</summary>
    internal sealed class PreparedQuery(SqliteCommand page, SqliteCommand total) : IDisposable
    {
        public Answer ReadPage()
        {
            var answer = new Answer();
            using var reader = page.ExecuteReader();
            while (reader.Read()) answer.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
            return answer;
        }

        public long Count() => (long)total.ExecuteScalar()!;

        public void Dispose()
        {
            page.Dispose();
            total.Dispose();
        }
    }
}
