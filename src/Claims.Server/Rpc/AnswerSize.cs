namespace Claims.Server.Rpc;

/// <summary>
/// How many of something an answer has at most, by what the request says: 0 stands for the default, and more than the most for
/// the most. Of pages, <see cref="Paging"/> knows it.
/// </summary>
internal static class AnswerSize
{
    public const int DefaultGroups = 10;
    public const int MaximumGroups = 1000;
    public const int DefaultCandidates = 3;
    public const int MaximumCandidates = 20;
    public const int DefaultSimilar = 10;
    public const int MaximumSimilar = 100;
    public const int DefaultTraced = 100;
    public const int MaximumTraced = 500;

    /// <summary>Groups of a dimension.</summary>
    public static int GroupsOf(int top) => Of(top, DefaultGroups, MaximumGroups);

    /// <summary>Candidates for a name.</summary>
    public static int CandidatesOf(int limit) => Of(limit, DefaultCandidates, MaximumCandidates);

    /// <summary>Claims that are similar to one.</summary>
    public static int SimilarOf(int limit) => Of(limit, DefaultSimilar, MaximumSimilar);

    /// <summary>Claims of a trace.</summary>
    public static int TracedOf(int maximum) => Of(maximum, DefaultTraced, MaximumTraced);

    private static int Of(int asked, int byDefault, int most) => asked == 0 ? byDefault : Math.Min(asked, most);
}
