using Claims.Catalog;

namespace Claims.Curated;

/// <summary>
/// Makes diagnostics of mistakes: finds out where each is by reading its file once more, one file after the other, and
/// what it may have meant.
/// </summary>
/// <param name="root">The corpus.</param>
/// <param name="files">Its files.</param>
internal sealed class MistakeTelling(string root, List<FoundFile> files)
{
    private readonly FileBytes _bytes = new();
    private readonly Dictionary<(int File, int At, string? Path), Spot> _spots = [];
    private int _guessed;

    /// <summary>How many mistakes were left out, since they stand behind the syntax error of their file.</summary>
    public int BehindBreakOff { get; private set; }

    /// <summary>Tells mistakes, by file, line and column.</summary>
    /// <param name="mistakes">The mistakes, and which file each is in.</param>
    public List<Diagnostic> Tell(IReadOnlyList<(int File, Mistake Mistake)> mistakes)
    {
        var places = mistakes.Select(found => new FilePlace(found.File, found.Mistake.At, found.Mistake.Path))
            .Concat(mistakes.Where(found => found.Mistake.First is not null).Select(found => found.Mistake.First!.Value));
        var breakOffs = new Dictionary<int, Spot>();
        foreach (var ofFile in places.GroupBy(place => place.File))
        {
            var breakOff = FindPlaces(ofFile.Key, [.. ofFile]);
            var isAsked = ofFile.Any(place => place.At == Mistake.Unknown && place.Path is null);
            if (breakOff is not null && isAsked) breakOffs[ofFile.Key] = breakOff;
        }

        var diagnostics = new List<Diagnostic>();
        foreach (var (file, mistake) in mistakes)
        {
            var spot = _spots[(file, mistake.At, mistake.Path)];
            var message = mistake.Message;
            if (breakOffs.TryGetValue(file, out var end))
            {
                // What is there may be something else than it seems.
                if (spot.Found.At > end.Found.At)
                {
                    BehindBreakOff++;
                    continue;
                }

                if (mistake.Rule == JsonRules.MalformedJson.Slug) (spot, message) = (end, end.Problem);
            }

            var path = spot.Found.Path + (mistake.Missing is null ? "" : $".{mistake.Missing}");
            diagnostics.Add(new(RelativePath(file), spot.Line, spot.Column, path,
                Quote.Cut(spot.Found.Resource), mistake.Rule, message + MeantBy(mistake) + FirstOf(mistake)));
        }

        return [.. diagnostics
            .OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Line)
            .ThenBy(diagnostic => diagnostic.Column)];
    }

    // Guessing takes longer than all the rest, and is for the first only.
    private string MeantBy(Mistake mistake)
    {
        if (mistake.Guess is null || _guessed == MistakeLog.MostGuessed) return mistake.Otherwise;
        var guess = mistake.Guess();
        if (guess.Length == 0) return mistake.Otherwise;
        _guessed++;
        return guess;
    }

    private string FirstOf(Mistake mistake)
    {
        if (mistake.First is not { } first) return "";
        var spot = _spots[(first.File, first.At, first.Path)];
        return $"; first at {RelativePath(first.File)}:{spot.Line}:{spot.Column}";
    }

    // Where the file breaks off, where it does.
    private Spot? FindPlaces(int file, FilePlace[] asked)
    {
        var text = TextOf(file);
        var places = new MistakePlaces(
            text,
            asked.Where(place => place.Path is null).Select(place => place.At),
            asked.Where(place => place.Path is not null).Select(place => place.Path!));
        var found = new Dictionary<FilePlace, FoundPlace>();
        foreach (var place in asked) found[place] = place.Path is null ? places.At(place.At) : places.At(place.Path);
        var offsets = found.Values.Select(place => place.At);
        if (places.BreakOff is not null) offsets = offsets.Append(places.BreakOff.At);
        var positions = TextPosition.Of(text, offsets);
        foreach (var (place, at) in found)
        {
            var (line, column) = positions[at.At];
            _spots[(file, place.At, place.Path)] = new(at, line, column, "");
        }

        if (places.BreakOff is not { } breakOff) return null;
        var (atLine, atColumn) = positions[breakOff.At];
        return new(breakOff, atLine, atColumn, places.Problem);
    }

    private ArraySegment<byte> TextOf(int file)
    {
        if (files[file].Problem is not null) return [];
        try
        {
            _bytes.ReadFrom(files[file].Path);
            return _bytes.Read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [];
        }
    }

    private string RelativePath(int file) =>
        files[file].Path == root ? Path.GetFileName(root) : Path.GetRelativePath(root, files[file].Path);

    private sealed record Spot(FoundPlace Found, int Line, int Column, string Problem);
}
