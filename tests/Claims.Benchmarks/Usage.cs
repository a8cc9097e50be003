namespace Claims.Benchmarks;

/// <summary>
/// <c>--help</c>, and whatever is not understood.
/// </summary>
internal static class Usage
{
    private const string Text = """
        usage: Claims.Benchmarks SCENARIO

          wire [CORPUS]
                  calls under load, beside a bare Grpc.AspNetCore service that answers as many bytes, and beside etcd;
                  needs h2load and etcd
          query CORPUS [--plans]
                  the first page and the total of many filters, beside PostgreSQL and SQLite on the same claims; needs
                  PostgreSQL 15; with its plans
          search CORPUS
                  the ten best and the total of many searches, beside FTS5 and PostgreSQL on the same words
          load CORPUS
                  the time from start to serving it, and the memory
          scale SMALL LARGE
                  how long calls take of a large corpus, as a multiple of a small one
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
