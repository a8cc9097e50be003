using Claims.V1;
using Google.Protobuf.Reflection;

namespace Claims.Curated;

/// <summary>
/// What a curated file holds beside its articles. Immutable.
/// </summary>
internal sealed class FileHead
{
    /// <summary>The license of the file's articles; null where it gives none.</summary>
    public string? License { get; init; }

    /// <summary>Whether it lists articles, be it none.</summary>
    public bool HasArticles { get; init; }

    /// <summary>Whether a syntax error was met, so that anything may be missing.</summary>
    public bool IsBrokenOff { get; init; }

    public IReadOnlyList<HeadEntry<Topic>> Topics { get; init; } = [];

    public IReadOnlyList<HeadEntry<Place>> Places { get; init; } = [];

    /// <summary>The sources, their affiliations as given.</summary>
    public IReadOnlyList<HeadEntry<Source>> Sources { get; init; } = [];

    public IReadOnlyList<SynonymGroup> Synonyms { get; init; } = [];

    public IReadOnlyList<HeadEntry<Withdrawal>> Withdrawals { get; init; } = [];

    /// <summary>Whether a topic may be there that was not understood.</summary>
    public bool MayLackTopics { get; init; }

    /// <summary>The same of places.</summary>
    public bool MayLackPlaces { get; init; }

    /// <summary>The same of sources.</summary>
    public bool MayLackSources { get; init; }

    /// <summary>What is wrong with it by itself.</summary>
    public required MistakeLog Mistakes { get; init; }
}

/// <summary>A topic, place, source or withdrawal with where it stands in its file.</summary>
/// <param name="Value">What it is. Its name is empty where that was not understood.</param>
/// <param name="At">Where it begins.</param>
/// <param name="NameAt">Where its name or slug does; <see cref="Mistake.Unknown"/> where nothing more is to be said of
/// that.</param>
internal sealed record HeadEntry<T>(T Value, int At, int NameAt)
{
    /// <summary>Of a source's affiliation, or of what a place lies in, the same.</summary>
    public int AboveAt { get; init; } = Mistake.Unknown;

    /// <summary>Of a source's former names, each, the same.</summary>
    public IReadOnlyList<int> FormerNamesAt { get; init; } = [];

    /// <summary>Of a topic's places, each, the same.</summary>
    public IReadOnlyList<int> PlacesAt { get; init; } = [];

    /// <summary>Of a topic's participants, each, the same.</summary>
    public IReadOnlyList<int> ParticipantsAt { get; init; } = [];
}

/// <summary>Terms that are one to a search.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="TermsAt">Where each stands; <see cref="Mistake.Unknown"/> where nothing more is to be said of it.</param>
internal sealed record SynonymGroup(IReadOnlyList<string> Terms, IReadOnlyList<int> TermsAt);

/// <summary>What was given of a source, a place, a topic or a withdrawal.</summary>
/// <param name="message">Its message.</param>
internal sealed class HeadDraft(MessageDescriptor message) : Draft(JsonMembers.Of(message))
{
    /// <summary>Of a topic or a withdrawal, what is known of its date.</summary>
    public DateDraft Date { get; } = new();

    /// <summary>Of a place, what was given of its coordinates.</summary>
    public Draft Coordinates { get; } = new(JsonMembers.Of(V1.Coordinates.Descriptor));

    /// <summary>How many bytes it has, but for its count of claims.</summary>
    public int Size { get; set; }
}
