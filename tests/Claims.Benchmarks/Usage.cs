namespace Claims.Benchmarks;

/// <summary>
/// <c>--help</c>, and whatever is not understood.
/// </summary>
internal static class Usage
{
    private const string Text = """
        usage: Claims.Benchmarks SCENARIO

          wire [CORPUS]
                  calls under load, beside bare Grpc.AspNetCore services that answer as many bytes, one a constant and
                  one looked up by name, and beside etcd; needs h2load and etcd
          telemetry CORPUS [BEFORE]
                  calls under load, with metrics and with traces, as a multiple of none; and none, of another version's,
                  whose published program is BEFORE; needs h2load
          guarded CORPUS
                  calls under load by TLS and with a key, as a multiple of a bare service by TLS; needs h2load
          query CORPUS [--plans]
                  the first page and the total of many filters, one call at a time, beside PostgreSQL and SQLite on
                  the same claims; needs PostgreSQL 15; with its plans
          crowd CORPUS
                  the same of filters that few claims match, by 32 clients at once: requests a second and processor
                  time, beside PostgreSQL through Npgsql
          search CORPUS
                  the ten best and the total of many searches, beside FTS5 and PostgreSQL on the same words
          siblings CORPUS
                  what filters, summaries, lists of articles and similar claims cost, each as a multiple of another
                  question that is nearly the same
          reconcile CORPUS
                  the time of a thousand names in one call, by what there is of each
          load CORPUS
                  the time from start to serving it, with nothing compiled before and with all, and the memory
          change CORPUS
                  the time until a change of one file is served, what calls feel of it, and the memory of revisions
          reloads CORPUS [TIMES]
                  the memory after so many changes, 1,000 unless given, as a multiple of that after 10
          export CORPUS
                  all claims as files in each format: JSON lines beside a bare server that copies as many bytes, and
                  the memory it takes
          scale SMALL LARGE
                  how long calls take of a large corpus, as a multiple of a small one, and the most memory
          start   the time from start to serving the shipped corpus, beside the bare service
          generate CLAIMS DIR [SEED]
                  writes an invented corpus of so many claims, the same for the same seed (1 unless given)

        Ends with 0 where the scenario's bar is met, 1 where it is missed or the scenario could not be run.
        """;

    public static int Run(string[] args)
    {
        if (args is ["--help"])
        {
            Console.Out.WriteLine(Text);
            return 0;
        }

        Console.Error.WriteLine($"not understood: {string.Join(' ', args)}");
        Console.Error.WriteLine(Text);
        return 64;
    }
}
