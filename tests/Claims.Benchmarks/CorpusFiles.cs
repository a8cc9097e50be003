using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Claims.Catalog;
using Claims.Curated;

namespace Claims.Benchmarks;

/// <summary>
/// The curated files of a corpus, as they lie there.
/// </summary>
internal static class CorpusFiles
{
    // Properties of a claim: { "articles": [ { "claims": [ { here.
    private const int ClaimDepth = 5;

    /// <summary>The corpus that is shipped with the server.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "corpora", "reuters");

    public static IReadOnlyList<string> Of(string corpus) => File.Exists(corpus)
        ? [corpus]
        : Directory.Exists(corpus)
            ? [.. Directory.GetFiles(corpus, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : throw new ScenarioException($"{corpus} is no file or directory.");

    /// <summary>Loads them into this process.</summary>
    /// <exception cref="ScenarioException">There is a mistake in them.</exception>
    public static Revision Load(string corpus) => CorpusLoader.Load(corpus).Revision
        ?? throw new ScenarioException($"{corpus} is no corpus without mistakes.");

    /// <summary>How many bytes they have without white space between values.</summary>
    public static long CompactSize(string corpus)
    {
        long size = 0;
        Read(corpus, processors: 2, (ref Utf8JsonReader json, byte[] file) =>
        {
            // Between two tokens there is a comma or a colon at most, and white space.
            long white = 0, end = 0;
            while (json.Read())
            {
                white += Whites(file.AsSpan((int)end, (int)(json.TokenStartIndex - end)));
                end = json.BytesConsumed;
            }

            Interlocked.Add(ref size, end - white);
        });
        return size;

        static int Whites(ReadOnlySpan<byte> between)
        {
            var count = 0;
            foreach (var one in between)
            {
                if (one <= (byte)' ') count++;
            }

            return count;
        }
    }

    /// <summary>Reads every token of every file, and does nothing with it.</summary>
    public static void Scan(string corpus, int processors) => Read(corpus, processors, (ref Utf8JsonReader json, byte[] _) =>
    {
        while (json.Read())
        {
        }
    });

    /// <summary>Some of the claims' names, each at most once, the same for the same corpus.</summary>
    public static IReadOnlyList<string> RandomClaimNames(string corpus, int count)
    {
        // Those of the least digests, the greatest of them on top: however large the corpus, no more are held.
        var chosen = new PriorityQueue<string, ulong>(Comparer<ulong>.Create((one, other) => other.CompareTo(one)));
        Read(corpus, Environment.ProcessorCount, (ref Utf8JsonReader json, byte[] _) =>
        {
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != ClaimDepth) continue;
                if (!json.ValueTextEquals("name"u8)) continue;
                json.Read();
                var digest = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(json.ValueSpan));
                lock (chosen)
                {
                    if (chosen.Count < count) chosen.Enqueue(json.GetString()!, digest);
                    else chosen.EnqueueDequeue(json.GetString()!, digest);
                }
            }
        });
        return [.. chosen.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];
    }

    private delegate void Visit(ref Utf8JsonReader json, byte[] file);

    private static void Read(string corpus, int processors, Visit visit) =>
        Parallel.ForEach(Of(corpus), new ParallelOptions { MaxDegreeOfParallelism = processors }, file =>
        {
            var bytes = File.ReadAllBytes(file);
            var json = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
            visit(ref json, bytes);
        });
}
