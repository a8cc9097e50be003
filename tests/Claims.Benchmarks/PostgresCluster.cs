using System.Diagnostics;
using Npgsql;

namespace Claims.Benchmarks;

/// <summary>
/// PostgreSQL with a new cluster in a directory of its own, reached over a unix socket, both gone afterwards. What a
/// benchmark does not measure, safety after a crash, is off; memory there is plenty.
/// </summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string Package = "postgresql-15";
    private const string Role = "claims";

    private static readonly string[] _settings =
    [
        "listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off", "wal_level=minimal",
        "max_wal_senders=0", "autovacuum=off", "shared_buffers=4GB", "effective_cache_size=8GB", "work_mem=256MB",
        "maintenance_work_mem=1GB",

        // All of it is in memory, where any page is as near as the next.
        "random_page_cost=1.1", "default_statistics_target=500",

        // Compiling takes longer than these queries run.
        "jit=off",
    ];

    private readonly string _directory;
    private ChildProcess? _server;

    private PostgresCluster(string directory) => _directory = directory;

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Where it is reached, by its only role.</summary>
    public string ConnectionString =>
        $"Host={_directory};Username={Role};Database=postgres;Command Timeout=0;Max Auto Prepare=0;Pooling=false";

    /// <summary>
    /// What the server and its processes, one for each connection and more, have used of the processors since it
    /// started, those that have ended included.
    /// </summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            const int TicksPerSecond = 100;
            var server = _server!.Process.Id;
            var ticks = 0L;
            foreach (var process in Directory.GetDirectories("/proc"))
            {
                if (!int.TryParse(Path.GetFileName(process), out var id) || StatisticsOf(id) is not { } of) continue;
                if (id == server) ticks += of.Own + of.Ended;
                else if (of.Parent == server) ticks += of.Own;
            }

            return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
        }
    }

    public static async Task<PostgresCluster> StartAsync()
    {
        var cluster = new PostgresCluster(Directory.CreateTempSubdirectory("claims-postgres-").FullName);
        try
        {
            await cluster.StartServerAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // It takes its own children with it, and the memory they share.
            await RunAsync("pg_ctl", "stop", "--pgdata", Data, "--mode=immediate", "--silent");
            await _server.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    // Processor time in ticks: the process's, and that of its children that have ended; null where it is gone itself.
    private static (int Parent, long Own, long Ended)? StatisticsOf(int process)
    {
        try
        {
            // Behind the name, which may hold anything: fields 3 and following.
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(Field(4), null), long.Parse(Field(14), null) + long.Parse(Field(15), null),
                long.Parse(Field(16), null) + long.Parse(Field(17), null));

            string Field(int number) => fields[number - 3];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task StartServerAsync()
    {
        if (OperatingSystem.IsWindows()) throw new ScenarioException("PostgreSQL is run as on Debian.");

        // Its own user makes the data directory in it.
        File.SetUnixFileMode(_directory, (UnixFileMode)0b111_111_111);
        await RunAsync("initdb", "--pgdata", Data, "--username", Role, "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--no-sync", "--no-instructions");
        string[] settings = [.. _settings.SelectMany(setting => new[] { "-c", setting })];
        _server = Start("postgres", ["-D", Data, "-k", _directory, .. settings]);
        for (var tries = 100; ; tries--)
        {
            try
            {
                await using var connection = await ConnectAsync();
                return;
            }
            catch (NpgsqlException) when (tries > 0)
            {
                await Task.Delay(100);
            }
        }
    }

    private static async Task RunAsync(string program, params string[] args)
    {
        await using var child = Start(program, args);
        var problem = child.Process.StandardError.ReadToEndAsync();
        await child.Process.StandardOutput.ReadToEndAsync();
        await child.Process.WaitForExitAsync();
        if (child.Process.ExitCode is var code and not 0)
        {
            throw new ScenarioException($"{program} ended with {code}: {await problem}");
        }
    }

    private static ChildProcess Start(string program, string[] args)
    {
        var path = Path.Combine(Programs, program);
        if (!File.Exists(path)) throw new ScenarioException($"{path} is missing. On Debian: apt-get install {Package}");

        // It refuses to be run by root.
        var start = Environment.UserName == "root"
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. args])
            : new ProcessStartInfo(path, args);
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var child = ChildProcess.Start(start, "util-linux");
        if (program == "postgres")
        {
            // Its log is read and forgotten, so that it never waits to be read.
            child.Process.BeginOutputReadLine();
            child.Process.BeginErrorReadLine();
        }

        return child;
    }
}
