namespace Claims.Benchmarks;

/// <summary>
/// <c>--help</c>, and whatever is not understood.
/// </summary>
internal static class Usage
{
    private const string Text = """
        usage: Claims.Benchmarks SCENARIO

          wire    GetClaim under load, beside a bare Grpc.AspNetCore service that answers as many bytes; needs h2load
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
