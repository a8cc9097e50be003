using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf.Collections;

namespace Claims.Curated;

/// <summary>
/// What comes before the articles of a curated file that is right.
/// </summary>
/// <param name="Content">What it holds: anything but articles and claims.</param>
/// <param name="Length">Its length in bytes, up to the name of the member <c>articles</c>; -1 where there is none.</param>
internal sealed record FileHead(CorpusContent Content, int Length)
{
    private static readonly JsonMembers _sourceMembers = new(Source.Descriptor);
    private static readonly JsonEnum _kinds = JsonEnum.Of(Source.Descriptor, Source.KindFieldNumber);

    /// <summary>The license of the file's articles; null where it gives none.</summary>
    public string? License => Content.Licenses is [var license] ? license.Text : null;

    /// <summary>
    /// Finds the name of the member <c>articles</c>.
    /// </summary>
    /// <param name="json">The file, or its first bytes.</param>
    /// <param name="isWhole">Whether it is the file.</param>
    /// <param name="at">Where the name begins; -1 where there is none, or a syntax error before it.</param>
    /// <returns>False where it may come after those first bytes.</returns>
    public static bool TryFindArticles(ReadOnlySpan<byte> json, bool isWhole, out int at)
    {
        at = -1;
        var reader = new Utf8JsonReader(json, isWhole, new(CuratedFileReader.JsonOptions));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
                if (!reader.ValueTextEquals("articles"u8)) continue;
                at = (int)reader.TokenStartIndex;
                return true;
            }

            return isWhole;
        }
        catch (JsonException)
        {
            return isWhole;
        }
    }

    /// <summary>Reads what comes before the articles.</summary>
    /// <param name="file">The file, or at least its head.</param>
    /// <param name="length">The length of the head; -1 where it is the file.</param>
    /// <returns>Null where it is not right.</returns>
    public static FileHead? Read(ReadOnlySpan<byte> file, int length)
    {
        var head = length < 0 ? file : file[..length];
        var content = new CorpusContent();

        // Of sources there may be as many as articles: where they can be, they are read apart, and left out of the rest.
        // That becomes a curated file of its own by an end behind it.
        if (!TryReadSources(head, length < 0, content.Sources, out var sources)) content.Sources.Clear();
        ReadOnlySpan<byte> end = length < 0 ? [] : "\"articles\":[]}"u8;
        byte[] json = [.. head[..sources.Start], .. head[sources.End..], .. end];
        return CuratedFileReader.Read(json, 0, content, new CorpusOrigins(), new MistakeCount()) is { Mistakes.Count: 0, BrokenOffAt: null }
            ? new(content, length)
            : null;
    }

    private static bool TryReadSources(ReadOnlySpan<byte> head, bool isWhole, List<Source> sources, out Range items)
    {
        items = default;
        if (!Utf8.IsValid(head)) return false;
        var texts = new JsonTexts();
        var reader = new Utf8JsonReader(head, isWhole, new(CuratedFileReader.JsonOptions));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
                if (!reader.ValueTextEquals("sources"u8)) continue;
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray) return false;
                var start = (int)reader.BytesConsumed;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (ReadSource(ref reader, texts) is not { } source) return false;
                    sources.Add(source);
                }

                items = start..(int)reader.TokenStartIndex;
                return true;
            }

            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Source? ReadSource(ref Utf8JsonReader reader, JsonTexts texts)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        texts.Clear();
        var source = new Source();
        JsonMembers.State state = default;
        for (int member; (member = _sourceMembers.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case Source.KindFieldNumber when (source.Kind = (SourceKind)texts.ReadEnum(ref reader, _kinds)) != 0:
                case Source.AliasesFieldNumber when TryReadTexts(ref reader, texts, source.Aliases):
                case Source.FormerNamesFieldNumber when TryReadTexts(ref reader, texts, source.FormerNames):
                    continue;
            }

            if (!texts.TryRead(ref reader, out var utf8)) return null;
            var text = Encoding.UTF8.GetString(utf8);
            switch (member)
            {
                case Source.NameFieldNumber:
                    source.Name = text;
                    break;
                case Source.DisplayNameFieldNumber:
                    source.DisplayName = text;
                    break;
                case Source.AffiliationFieldNumber:
                    source.Affiliation = text;
                    break;
                case Source.CountryCodeFieldNumber:
                    source.CountryCode = text;
                    break;
                case Source.WikidataIdFieldNumber:
                    source.WikidataId = text;
                    break;
                case Source.DescriptionFieldNumber:
                    source.Description = text;
                    break;
                default:
                    return null;
            }
        }

        return source;
    }

    private static bool TryReadTexts(ref Utf8JsonReader reader, JsonTexts texts, RepeatedField<string> to)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!texts.TryRead(ref reader, out var text)) return false;
            to.Add(Encoding.UTF8.GetString(text));
        }

        return true;
    }
}
