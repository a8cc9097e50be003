using Google.Protobuf.WellKnownTypes;

namespace Claims.Benchmarks.Queries;

/// <summary>What a claim has one of, and every claim has; 0 where it is not stated.</summary>
internal enum Single
{
    Article,
    AttributionKind,
    Scope,
    Cue,
    Polarity,
    Certainty,
    Force,
    Presupposed,
}

/// <summary>What a claim can have several of.</summary>
internal enum Several
{
    Speaker,
    Source,
    Affiliation,
    SourceKind,
    Identification,
    Topic,
    Place,
    Country,
    RelationType,
}

/// <summary>
/// A claim as a database keeps it to filter it: every value a number.
/// </summary>
/// <param name="Id">Where it stands in the order <c>position</c>.</param>
/// <param name="Name">Its resource name.</param>
/// <param name="Singles">By <see cref="Single"/>.</param>
/// <param name="Severals">By <see cref="Several"/>, each value once.</param>
/// <param name="Stated">When it was said.</param>
/// <param name="Event">When what it says happened.</param>
internal sealed record ClaimRow(int Id, string Name, int[] Singles, int[][] Severals, DateSpan Stated, DateSpan Event)
{
    /// <summary>The earliest end of what was said in a claim that supersedes it.</summary>
    public long SupersededFrom { get; set; } = long.MaxValue;
}

/// <summary>
/// A date. An open side is the least or the greatest number; an unset date has neither calendar nor moments: it ends
/// before it starts, so that it overlaps with nothing.
/// </summary>
/// <param name="Start">Its first second as the calendar has it, counted from the year 1.</param>
/// <param name="End">The first second after it, likewise.</param>
/// <param name="From">Its first moment, in seconds since 1970.</param>
/// <param name="Until">The first moment after it, likewise.</param>
internal readonly record struct DateSpan(long Start, long End, long From, long Until)
{
    public static readonly DateSpan Unset = new(long.MaxValue, long.MinValue, long.MaxValue, long.MaxValue);

    /// <summary>A moment, in seconds since 1970.</summary>
    public static long Seconds(Timestamp time) => time.Nanos == 0
        ? time.Seconds
        : throw new ScenarioException($"{time} is no whole second, as databases keep them here.");
}
