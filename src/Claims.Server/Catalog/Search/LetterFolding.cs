using System.Text;

namespace Claims.Server.Catalog.Search;

/// <summary>
/// Letters without case and diacritics. A table of its own: the images carry no ICU, so nothing normalizes text there.
/// </summary>
internal static class LetterFolding
{
    /// <summary>The most bytes a folded letter takes.</summary>
    public const int MaxLength = 4;

    private const int LatinStart = 0xC0;
    private const int LatinAdditionalStart = 0x1E00;

    // U+00C0 to U+024F. A small letter is the base, a capital stands for two letters (see Pair), a dot for the letter
    // itself.
    private const string Latin =
        "aaaaaaAceeeeiiiidnooooo.ouuuuyTSaaaaaaAceeeeiiiidnooooo.ouuuuyTyaaaaaaccccccccdd" +
        "ddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkkllllllllllnnnnnnn..ooooooOOrrrrrrssssss" +
        "ssttttttuuuuuuuuuuuuwwyyyzzzzzzsb................ff....ikk......oo..........tt.u" +
        "u....zz.............DDDLLLNNNaaiioouuuuuuuuuu.aaaaAAggggkkoooo..jDDDgg..nnaaAAoo" +
        "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy......acclt....b..eejj..rryy";

    // U+1E00 to U+1EFF.
    private const string LatinAdditional =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo" +
        "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwya.ssS." +
        "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu" +
        "uuyyyyyyyy......";

    // Small letters of other scripts and their bases, in turn, so that a letter and its base with a combining mark agree.
    private const string Others = "άαέεήηίιόούυώωϊιϋυΐιΰυςσйиёеїіўуѓгќк";

    /// <summary>Whether it is a mark that folding drops.</summary>
    public static bool IsDropped(Rune rune) => rune.Value is >= 0x300 and <= 0x36F;

    /// <summary>Writes a letter, mark or digit, folded.</summary>
    /// <param name="utf8">Takes it; <see cref="MaxLength"/> bytes.</param>
    /// <returns>Its length; 0 for a mark that is dropped.</returns>
    public static int Fold(Rune rune, Span<byte> utf8)
    {
        if (IsDropped(rune))
            return 0;

        var folded = rune.Value switch
        {
            >= LatinStart and < LatinStart + 400 => Latin[rune.Value - LatinStart],
            >= LatinAdditionalStart and < LatinAdditionalStart + 256 => LatinAdditional[rune.Value - LatinAdditionalStart],
            _ => '.',
        };
        if (char.IsAsciiLetterLower(folded))
        {
            utf8[0] = (byte)folded;
            return 1;
        }
        if (folded != '.')
        {
            Pair(folded).CopyTo(utf8);
            return 2;
        }

        var small = Rune.ToLowerInvariant(rune);
        if (small.Value is >= 0x370 and < 0x480)
        {
            var other = Others.IndexOf((char)small.Value);
            if (other >= 0) small = new Rune(Others[other | 1]);
        }
        return small.EncodeToUtf8(utf8);
    }

    private static ReadOnlySpan<byte> Pair(char letter) => letter switch
    {
        'A' => "ae"u8,
        'D' => "dz"u8,
        'I' => "ij"u8,
        'L' => "lj"u8,
        'N' => "nj"u8,
        'O' => "oe"u8,
        'S' => "ss"u8,
        _ => "th"u8,
    };
}
