using System.Text;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Sentences of English build and invented words: claims' texts, curators' notes, articles' titles. Not thread-safe.
/// </summary>
/// <param name="words">What they are made of.</param>
internal sealed class Wording(Vocabulary words)
{
    /// <summary>The most words that a claim's text has.</summary>
    public const int MostWords = 30;

    private const int FewestWords = 8;

    // What a phrase may add at most.
    private const int LongestPhrase = 7;

    private static readonly string[] _stockNotes =
    [
        "A description in passing, read as the reporter's own.",
        "The sentence names no day; it is the day of the event told just before.",
        "The day is that of publishing; nothing in the sentence tells another.",
        "A title is how the reporter identifies a person, and is not put in the source's mouth.",
        "Headline and lead state the same, so they are one claim.",
        "Whose expectation it was is not said.",
        "The number is the article's; it does not say who counted.",
        "Carried by a noun, which takes the event for granted.",
        "Which of the two sources gave which part is not said.",
        "The place is read from the dateline, since the sentence names none.",
    ];

    private static readonly string[] _noteOpenings =
    [
        "The attribution stands at the end of the sentence and reaches", "It is not said whether",
        "The verb leaves open whether", "Read as one claim with", "The words say", "Nothing in the article says that",
        "The plural is taken to mean",
        "The day is inferred from", "The clause names", "It can also be read of", "The figure is kept as vague as",
        "The lead says the same of", "The sentence before tells of", "The quotation marks are those of",
        "The participle is taken to belong to", "Placed here, and not with the next sentence, because of",
    ];

    private static readonly string[] _ambiguities =
    [
        "Scope ambiguous: the attribution at the end of the sentence may reach this clause. On its narrowest reading it "
        + "covers only",
        "Scope ambiguous: the sentence may go on in the source's voice. The narrowest reading leaves to the reporter",
        "Scope ambiguous: the relative clause may be the speaker's or the reporter's, which leaves open",
    ];

    private static readonly string[] _relationNotes =
    [
        "Adds", "Names", "How long it was, and", "The occasion and", "When on that day, and", "Gives the number of",
        "Says on what condition", "The same, told of", "One of", "The other side of", "What came of",
    ];

    private readonly StringBuilder _text = new();
    private int _count;

    /// <summary>What a claim says.</summary>
    /// <param name="random">Where the words come from.</param>
    /// <param name="theme">Nouns that its article keeps coming back to.</param>
    /// <param name="negated">Whether it says that something is not so.</param>
    /// <param name="open">Whether it leaves open what is so.</param>
    /// <param name="figure">A quantity that it gives, with its unit; empty where it gives none.</param>
    /// <param name="place">Where; empty where it does not say.</param>
    /// <param name="when">The day in words; empty where it does not say.</param>
    public string Text(
        ref RandomStream random, Word[] theme, bool negated, bool open, string figure, string place, string when)
    {
        // The lower of two, so that short texts are more frequent than long ones.
        const int Most = MostWords - FewestWords + 1;
        var length = FewestWords + Math.Min(random.Below(Most), random.Below(Most + 3));
        var ending = CountWords(place) + CountWords(when) + (open ? 2 : 0);
        Start();
        if (open) Add("whether");
        if (figure.Length > 0) Add(figure);
        else NounPhrase(ref random, theme);
        VerbPhrase(ref random, theme, negated);
        NounPhrase(ref random, theme);
        while (_count < length - ending && _count + LongestPhrase + ending <= MostWords) Continue(ref random, theme);
        if (open) Add("is unclear");
        Add(place);
        Add(when);
        while (_count < FewestWords) Add(words.Adverbs.Draw(ref random));
        return Finish();
    }

    /// <summary>A judgement of the curator, in about a hundred characters.</summary>
    public string Note(ref RandomStream random, Word[] theme)
    {
        if (random.Chance(0.2)) return random.Of(_stockNotes);
        return Sentence(ref random, theme, random.Of(_noteOpenings), random.Between(6, 15));
    }

    /// <summary>How else an attribution may be read.</summary>
    public string Ambiguity(ref RandomStream random, Word[] theme) =>
        Sentence(ref random, theme, random.Of(_ambiguities), random.Between(3, 8));

    /// <summary>Why one claim is related to another.</summary>
    public string RelationNote(ref RandomStream random, Word[] theme) =>
        Sentence(ref random, theme, random.Of(_relationNotes), random.Between(3, 7));

    /// <summary>What an article is about.</summary>
    public string Title(ref RandomStream random, Word[] theme, string place, string day)
    {
        Start();
        NounPhrase(ref random, theme);
        Add("and");
        NounPhrase(ref random, theme);
        Add($"in {place}, {day}");
        return Capitalized();
    }

    private string Sentence(ref RandomStream random, Word[] theme, string opening, int length)
    {
        Start();
        Add(opening);
        length += _count;
        NounPhrase(ref random, theme);
        while (_count < length) Continue(ref random, theme);
        return Finish();
    }

    private void Continue(ref RandomStream random, Word[] theme)
    {
        switch (random.Below(10))
        {
            case < 6:
                Add(words.Prepositions.Draw(ref random));
                NounPhrase(ref random, theme);
                break;
            case < 8:
                Add(words.Conjunctions.Draw(ref random));
                VerbPhrase(ref random, theme, negated: false);
                NounPhrase(ref random, theme);
                break;
            case 8:
                Add(words.Adverbs.Draw(ref random));
                break;
            default:
                Add("to");
                Add(words.Verbs.Draw(ref random).Base);
                NounPhrase(ref random, theme);
                break;
        }
    }

    // At most 4 words.
    private void NounPhrase(ref RandomStream random, Word[] theme)
    {
        var noun = random.Chance(0.3) ? theme[Math.Min(random.Below(theme.Length), random.Below(theme.Length))]
            : words.Nouns.Draw(ref random);
        var adjective = random.Chance(0.35) ? words.Adjectives.Draw(ref random).Base : "";
        var plural = random.Chance(0.35);
        switch (random.Below(20))
        {
            case < 9:
                Add("the");
                break;
            case < 12:
                plural = false;
                Add("aeiou".Contains((adjective.Length > 0 ? adjective : noun.Base)[0]) ? "an" : "a");
                break;
            case 12:
                Add(words.Quantifiers.Draw(ref random));
                break;
            case 13:
                plural = true;
                Add(words.Numbers.Draw(ref random));
                break;
            case 14:
                Add(random.Chance(0.5) ? "its" : "their");
                break;
            default:
                plural = true;
                break;
        }

        Add(adjective);
        Add(plural ? noun.S : noun.Base);
        if (random.Chance(0.12)) Add(words.Nouns.Draw(ref random).S);
    }

    // At most 3 words.
    private void VerbPhrase(ref RandomStream random, Word[] theme, bool negated)
    {
        var verb = random.Chance(0.1) ? theme[random.Below(theme.Length)] : words.Verbs.Draw(ref random);
        if (negated)
        {
            Add(random.Chance(0.7) ? "did not" : "would not");
            Add(verb.Base);
            return;
        }

        switch (random.Below(10))
        {
            case < 5:
                Add(verb.Ed);
                break;
            case < 7:
                Add(words.Auxiliaries.Draw(ref random));
                Add(verb.Ed);
                break;
            case < 9:
                Add(random.Chance(0.5) ? "was" : "were");
                Add(verb.Ing);
                break;
            default:
                Add(verb.S);
                break;
        }
    }

    private void Start()
    {
        _text.Clear();
        _count = 0;
    }

    private void Add(string phrase)
    {
        if (phrase.Length == 0) return;
        if (_text.Length > 0) _text.Append(' ');
        _text.Append(phrase);
        _count += CountWords(phrase);
    }

    private static int CountWords(string phrase) => phrase.Length == 0 ? 0 : phrase.AsSpan().Count(' ') + 1;

    private string Finish()
    {
        _text.Append('.');
        return Capitalized();
    }

    private string Capitalized()
    {
        _text[0] = char.ToUpperInvariant(_text[0]);
        return _text.ToString();
    }
}
