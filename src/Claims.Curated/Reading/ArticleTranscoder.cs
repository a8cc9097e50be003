using System.Text;
using System.Text.Json;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// Turns the JSON of articles into <see cref="Article"/>s and their claims into encoded <see cref="Claim"/>s, without a
/// message or a string per claim, and puts them into a revision. What <see cref="CuratedFileReader"/>,
/// <see cref="CorpusRules"/> and <see cref="Derivation"/> come to, it comes to, as far as one article goes; at the first
/// thing that is not plainly right it gives up, and it is theirs to say what is wrong. Not thread-safe.
/// </summary>
/// <remarks>
/// It never accepts what they refuse. It does refuse some things that they accept, which are rare: a member of an article behind
/// its claims where all that it must have comes before them, a member's name with an escape, more than 32 locators of a claim.
/// </remarks>
internal sealed class ArticleTranscoder
{
    // What an article's count of claims may add to it once it is known.
    private const int MostBytesOfCount = 6;

    private static readonly JsonMembers _members = new(Article.Descriptor, beyond: "claims");
    private static readonly JsonMembers _datelineMembers = new(Dateline.Descriptor);

    private readonly EncodedReferences _references;
    private readonly PartBuilder _part;
    private readonly JsonTexts _texts = new();
    private readonly DateTranscoder _dates;
    private readonly ClaimTranscoder _claims;
    private readonly EncodingBuffer _publishedDate = new();
    private readonly EncodingBuffer _curatedDate = new();
    private readonly EncodingBuffer _datelines = new();
    private readonly EncodingBuffer _formerNames = new();
    private readonly EncodingBuffer _article = new();
    private byte[] _license = [];

    /// <param name="references">What articles and claims refer to.</param>
    /// <param name="part">What they are put into.</param>
    public ArticleTranscoder(EncodedReferences references, PartBuilder part)
    {
        _references = references;
        _part = part;
        _dates = new(_texts);
        _claims = new(references, _texts, _dates);
    }

    /// <summary>Reads an object that has the one member <c>articles</c>.</summary>
    /// <param name="json">The object.</param>
    /// <param name="license">The license of the articles; empty where there is none.</param>
    /// <returns>Whether all of it was plainly right. If not, the revision has got some of it, and is of no more use.</returns>
    public bool TryTranscode(ReadOnlySpan<byte> json, string license)
    {
        _license = Encoding.UTF8.GetBytes(license);
        if (!System.Text.Unicode.Utf8.IsValid(json)) return false;
        try
        {
            var reader = new Utf8JsonReader(json, CuratedFileReader.JsonOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
                || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName
                || !reader.ValueSpan.SequenceEqual("articles"u8)
                || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!TryTranscodeArticle(ref reader)) return false;
            }

            return reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool TryTranscodeArticle(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        _texts.Clear();
        _publishedDate.Clear();
        _curatedDate.Clear();
        _datelines.Clear();
        _formerNames.Clear();
        ReadOnlySpan<byte> name = default, title = default, uri = default, language = default, digest = default, curator = default;
        EncodedSource? publisher = null;
        ResolvedDate published = default, curated = default;
        var paragraphs = 0;
        Utf8JsonReader claims = default;
        var (claimsAreRead, claimsAreSkipped) = (false, false);
        JsonMembers.State state = default;
        for (int member; (member = _members.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            if (claimsAreRead) return false;
            switch (member)
            {
                case Article.NameFieldNumber when _texts.TryRead(ref reader, out name):
                case Article.TitleFieldNumber when _texts.TryRead(ref reader, out title):
                case Article.PublisherFieldNumber
                    when _texts.TryRead(ref reader, out var source) && (publisher = _references.FindSource(source)) is not null:
                case Article.PublishedDateFieldNumber when _dates.TryTranscode(ref reader, member, _publishedDate, out published):
                case Article.DatelinesFieldNumber when TryTranscodeDatelines(ref reader):
                case Article.UriFieldNumber when _texts.TryRead(ref reader, out uri):
                case Article.LanguageFieldNumber when _texts.TryRead(ref reader, out language):
                case Article.TextSha256FieldNumber when _texts.TryRead(ref reader, out digest):
                case Article.ParagraphCountFieldNumber
                    when reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out paragraphs):
                case Article.CuratorFieldNumber when _texts.TryRead(ref reader, out curator):
                case Article.CuratedDateFieldNumber when _dates.TryTranscode(ref reader, member, _curatedDate, out curated):
                case Article.FormerNamesFieldNumber when TryTranscodeFormerNames(ref reader):
                    break;
                case JsonMembers.Beyond when reader.TokenType == JsonTokenType.StartArray:
                    if (name.IsEmpty || title.IsEmpty || publisher is null || _publishedDate.Length == 0 || language.IsEmpty
                        || digest.IsEmpty || paragraphs == 0 || curator.IsEmpty || _curatedDate.Length == 0)
                    {
                        // They cannot be read without it, and are when the rest of the article is known.
                        claims = reader;
                        claimsAreSkipped = true;
                        reader.Skip();
                        break;
                    }

                    if (!TryBegin(name, title, publisher, published, uri, language, digest, paragraphs, curator, curated)
                        || !TryTranscodeClaims(ref reader))
                    {
                        return false;
                    }

                    claimsAreRead = true;
                    break;
                default:
                    return false;
            }
        }

        if (!claimsAreRead
            && !(TryBegin(name, title, publisher, published, uri, language, digest, paragraphs, curator, curated)
                && (!claimsAreSkipped || TryTranscodeClaims(ref claims))))
        {
            return false;
        }

        _part.EndArticle();
        return true;
    }

    private bool TryBegin(
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> title,
        EncodedSource? publisher,
        in ResolvedDate published,
        ReadOnlySpan<byte> uri,
        ReadOnlySpan<byte> language,
        ReadOnlySpan<byte> digest,
        int paragraphs,
        ReadOnlySpan<byte> curator,
        in ResolvedDate curated)
    {
        if (!Utf8Names.IsArticle(name) || title.IsEmpty || publisher is null || _publishedDate.Length == 0 || _curatedDate.Length == 0
            || !(uri.IsEmpty || WebAddress.IsMatch(Encoding.UTF8.GetString(uri)))
            || !LanguageTag.IsMatch(Encoding.UTF8.GetString(language))
            || !Utf8Names.IsDigest(digest) || paragraphs < 1 || curator.IsEmpty
            || curated.End <= published.Earliest)
        {
            return false;
        }

        _article.Clear();
        _article.WriteText(Article.NameFieldNumber, name);
        _article.WriteText(Article.TitleFieldNumber, title);
        _article.WriteText(Article.PublisherFieldNumber, publisher.Name);
        _article.Write(_publishedDate.Written);
        _article.Write(_datelines.Written);
        _article.WriteText(Article.UriFieldNumber, uri);
        _article.WriteText(Article.LanguageFieldNumber, language);
        _article.WriteText(Article.TextSha256FieldNumber, digest);
        _article.WriteNumber(Article.ParagraphCountFieldNumber, paragraphs);
        _article.WriteText(Article.CuratorFieldNumber, curator);
        _article.Write(_curatedDate.Written);
        _article.Write(_formerNames.Written);
        _article.WriteText(Article.LicenseFieldNumber, _license);
        if (_article.Length > SizeLimits.Entry - MostBytesOfCount) return false;
        _part.BeginArticle(Article.Parser.ParseFrom(_article.Written));
        _claims.Begin(name, publisher, published, paragraphs);
        return true;
    }

    private bool TryTranscodeClaims(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!_claims.TryTranscode(ref reader)) return false;
            if (_part.ClaimsSize + _claims.Encoding.Length > SizeLimits.ArticleClaims) return false;
            _part.AddClaim(_claims.Encoding);
        }

        return true;
    }

    private bool TryTranscodeDatelines(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) return false;
            ReadOnlySpan<byte> place = default, zone = default;
            JsonMembers.State state = default;
            for (int member; (member = _datelineMembers.Next(ref reader, ref state)) != JsonMembers.End;)
            {
                switch (member)
                {
                    case Dateline.PlaceFieldNumber when _texts.TryRead(ref reader, out place):
                    case Dateline.TimeZoneFieldNumber when _texts.TryRead(ref reader, out zone):
                        break;
                    default:
                        return false;
                }
            }

            if (_references.FindPlace(place) is null || !_dates.IsTimeZone(zone)) return false;
            var start = _datelines.Begin(Article.DatelinesFieldNumber);
            _datelines.WriteText(Dateline.PlaceFieldNumber, place);
            _datelines.WriteText(Dateline.TimeZoneFieldNumber, zone);
            _datelines.End(start);
        }

        return true;
    }

    private bool TryTranscodeFormerNames(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!_texts.TryRead(ref reader, out var former) || !Utf8Names.IsArticle(former)) return false;
            _formerNames.WriteItem(Article.FormerNamesFieldNumber, former);
        }

        return true;
    }
}
