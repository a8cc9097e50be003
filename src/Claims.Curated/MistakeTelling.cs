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
        var locations = mistakes.Select(found => new FileLocation(found.File, found.Mistake.At, found.Mistake.Path))
            .Concat(mistakes.Where(found => found.Mistake.First is not null).Select(found => found.Mistake.First!.Value));
        var breakOffs = new Dictionary<int, Spot>();
        foreach (var ofFile in locations.GroupBy(location => location.File))
        {
            var breakOff = FindLocations(ofFile.Key, [.. ofFile]);
            var isAsked = ofFile.Any(location => location.At == Mistake.Unknown && location.Path is null);
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
    private Spot? FindLocations(int file, FileLocation[] asked)
    {
        var text = TextOf(file);
        var locations = new MistakeLocations(
            text,
            asked.Where(location => location.Path is null).Select(location => location.At),
            asked.Where(location => location.Path is not null).Select(location => location.Path!));
        var found = new Dictionary<FileLocation, FoundLocation>();
        foreach (var location in asked) found[location] = location.Path is null ? locations.At(location.At) : locations.At(location.Path);
        var offsets = found.Values.Select(location => location.At);
        if (locations.BreakOff is not null) offsets = offsets.Append(locations.BreakOff.At);
        var positions = TextPosition.Of(text, offsets);
        foreach (var (location, at) in found)
        {
            var (line, column) = positions[at.At];
            _spots[(file, location.At, location.Path)] = new(at, line, column, "");
        }

        if (locations.BreakOff is not { } breakOff) return null;
        var (atLine, atColumn) = positions[breakOff.At];
        return new(breakOff, atLine, atColumn, locations.Problem);
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

    private sealed record Spot(FoundLocation Found, int Line, int Column, string Problem);
}
