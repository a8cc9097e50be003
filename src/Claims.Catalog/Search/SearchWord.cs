namespace Claims.Catalog.Search;

/// <summary>A word that is looked for.</summary>
/// <param name="Folded">As <see cref="WordReader"/> folds it.</param>
/// <param name="Stem">The term it is in claims of English articles.</param>
/// <param name="Verbatim">The term it is in others; the same as the stem where it cannot be stemmed.</param>
internal sealed record SearchWord(byte[] Folded, byte[] Stem, byte[] Verbatim)
{
    /// <summary>Whether it is one term in claims of English articles and another in others.</summary>
    public bool CanStem => Verbatim.Length > Folded.Length;

    /// <summary>The word a reader is at.</summary>
    public static SearchWord Of(in WordReader reader)
    {
        var stem = reader.Folded.ToArray();
        var length = EnglishStemmer.Stem(stem);
        return new(reader.Folded.ToArray(), stem[..length], reader.Verbatim(isInner: false).ToArray());
    }
}
