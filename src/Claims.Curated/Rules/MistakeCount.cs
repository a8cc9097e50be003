using Claims.Catalog;
namespace Claims.Curated;

/// <summary>
/// How many mistakes a corpus has. There may be as many as it has bytes: all are counted, and so many told. Not
/// thread-safe.
/// </summary>
internal sealed class MistakeCount
{
    /// <summary>So many mistakes are told; of the others it is only said how many there are.</summary>
    public const int MostTold = 1000;

    /// <summary>For so many it is guessed what was meant.</summary>
    public const int MostGuessed = 100;

    /// <summary>How many were found.</summary>
    public long Found { get; private set; }

    /// <summary>Whether as many were found as are told.</summary>
    public bool IsFull => Found >= MostTold;

    /// <summary>Whether it may be guessed what was meant where the next one is.</summary>
    public bool MayGuess => Found < MostGuessed;

    /// <summary>Counts a mistake.</summary>
    /// <returns>Whether it is to be told.</returns>
    public bool Add() => Found++ < MostTold;
}
