using System.Text;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.Curated;
using Claims.Tests.Catalog.Stored;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Curated;

/// <summary>
/// What comes of curated files: articles and claims by their names, encoded, before they are linked.
/// </summary>
/// <param name="Encodings">What came of them; null where a file has a mistake.</param>
/// <param name="Mistakes">The mistakes.</param>
internal sealed record Compiled(SortedDictionary<string, byte[]>? Encodings, IReadOnlyList<Claims.Curated.Mistake> Mistakes)
{
    /// <summary>The rules that are broken.</summary>
    public IEnumerable<string> Rules => Mistakes.Select(mistake => mistake.Rule).Distinct();

    public static Compiled Of(params string[] files)
    {
        var bytes = Array.ConvertAll(files, file => new ArraySegment<byte>(Encoding.UTF8.GetBytes(file)));
        var logs = Array.ConvertAll(files, _ => new MistakeLog());
        var reader = new HeadReader();
        var read = bytes.Select(file => reader.Read(file, new())).ToList();
        var heads = new Heads(read, logs);
        var isRight = read.All(head => head.Mistakes.Found == 0) && logs.All(log => log.Found == 0);
        var part = isRight ? new PartBuilder() : null;
        var compiler = new FileCompiler(heads);
        for (var i = 0; i < files.Length; i++) compiler.Compile(bytes[i], read[i], null, part, logs[i]);
        var mistakes = read.Select(head => head.Mistakes).Concat(logs).SelectMany(log => log.Kept).ToList();
        if (mistakes.Count > 0) return new(null, mistakes);

        // Doubled names are found where claims are linked.
        var encodings = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var stored = new Part(InMemory.Stored(sections => part!.Write(sections, [], [])));
        for (var number = 0; number < stored.Articles.Count; number++)
        {
            var article = Article.Parser.ParseFrom(stored.Articles[number]);
            encodings[article.Name] = article.ToByteArray();
        }

        var claims = new EncodedClaims(stored.RecordStarts, [stored]);
        for (var claim = 0; claim < claims.Count; claim++) encodings[claims.NameTextOf(claim)] = claims.Copy(claim);
        return new(encodings, []);
    }
}
