using System.Text.Json;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Curated;

/// <summary>What was given of an <see cref="Article"/>.</summary>
/// <param name="sourceNames">The names of all sources.</param>
internal sealed class ArticleDraft(HeadNames sourceNames) : Draft(_members)
{
    private static readonly JsonMembers _members = JsonMembers.Of(Article.Descriptor, ("claims", JsonMembers.Claims));

    public HeadNames SourceNames => sourceNames;

    public Utf8Text Name => Text(Article.NameFieldNumber);

    /// <summary>Whether it has a name that is of an article's form.</summary>
    public bool IsNamed { get; set; }

    /// <summary>The names it had.</summary>
    public List<string> FormerNames { get; } = [];

    /// <summary>Whether it was withdrawn, so that neither it nor its claims are served.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>The source that has or had the publisher's name, where there is one.</summary>
    public EncodedSource? Publisher { get; set; }

    public DateDraft PublishedDate { get; } = new();

    /// <summary>How many paragraphs it has; less than 1 where that is not known.</summary>
    public int ParagraphCount => Number(Article.ParagraphCountFieldNumber);

    public DateDraft CuratedDate { get; } = new();

    /// <summary>How many bytes it has at the most as it is served.</summary>
    public int Size { get; set; }

    /// <summary>How many bytes its claims have.</summary>
    public long ClaimsSize { get; set; }

    public override void Begin(int at)
    {
        base.Begin(at);
        (Publisher, IsNamed, IsWithdrawn, Size, ClaimsSize) = (null, false, false, 0, 0);
        FormerNames.Clear();
    }
}

/// <summary>What was given of a <see cref="Correction"/>.</summary>
internal sealed class CorrectionDraft() : Draft(JsonMembers.Of(Correction.Descriptor))
{
    public DateDraft Date { get; } = new();
}

/// <summary>
/// Turns the JSON of articles into <see cref="Article"/>s and their encoded claims, asks the rules on them, and puts
/// them into a part. Not thread-safe.
/// </summary>
internal sealed class ArticleReader
{
    // What an article's count of claims may add to it once it is known.
    private const int MostBytesOfCount = 6;

    private readonly References _references;
    private readonly JsonValues _values;
    private readonly DateReader _dates;
    private readonly ClaimReader _claims;
    private readonly ArticleDraft _draft;
    private readonly PlaceDraft _dateline;
    private readonly Draft _appearance = new(JsonMembers.Of(Appearance.Descriptor));
    private readonly CorrectionDraft _correction = new();
    private readonly EncodingBuffer _article = new();
    private Utf8Text _license;
    private IReadOnlyDictionary<string, string?>? _renames;
    private PartBuilder? _part;

    public ArticleReader(References references, JsonValues values)
    {
        _references = references;
        _values = values;
        _dates = new(values);
        _draft = new(references.Heads.SourceNames);
        _dateline = new(JsonMembers.Of(Dateline.Descriptor), references.Heads.PlaceNames);
        _claims = new(_draft, references, values, _dates);
    }

    /// <summary>Takes the articles that follow to be a file's.</summary>
    public void Begin(string license, IReadOnlyDictionary<string, string?>? renames, PartBuilder? part)
    {
        _license = Utf8Text.Of(license);
        _renames = renames;
        _part = part;
    }

    /// <summary>Reads the article at which it is.</summary>
    public void Read(ref JsonCursor json)
    {
        _values.Forget();
        if (!_values.Object(ref json, _draft)) return;
        JsonCursor claims = default;
        var hasClaims = false;
        for (int member; (member = _values.Next(ref json, _draft)) != JsonMembers.End;)
        {
            if (member != JsonMembers.Claims)
            {
                ReadMember(ref json, member);
            }
            else if (_values.Array(ref json, _draft, member))
            {
                // Claims are read when all else is known, wherever they stand. Where they break off, that is as far as
                // one gets.
                claims = json;
                hasClaims = json.TrySkipArray();
                if (hasClaims) continue;
                FindNames();
                ReadClaims(ref claims);
            }
        }

        FindNames();
        Write();
        ArticleRules.Articles.Ask(_draft, _values.Mistakes);
        _draft.IsWithdrawn = _references.AreWithdrawn([_draft.Name.ToString(), .. _draft.FormerNames]);
        if (IsTaken) _part!.BeginArticle(Article.Parser.ParseFrom(_article.Written));
        else _part?.SkipArticle();
        if (hasClaims) ReadClaims(ref claims);
        ArticleRules.OfClaims.Ask(_draft, _values.Mistakes);
        if (IsTaken) _part!.EndArticle();
    }

    // A part of a file with a mistake is of no use.
    private bool IsTaken => _part is not null && _values.Mistakes.Found == 0 && !_draft.IsWithdrawn;

    private void ReadMember(ref JsonCursor json, int member)
    {
        switch (member)
        {
            case Article.PublishedDateFieldNumber:
                _dates.Read(ref json, _draft.PublishedDate, _draft, member, _draft.Nested);
                break;
            case Article.CuratedDateFieldNumber:
                _dates.Read(ref json, _draft.CuratedDate, _draft, member, _draft.Nested);
                break;
            case Article.DatelinesFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member)) ReadDateline(ref json);
                break;
            case Article.AppearancesFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member)) ReadAppearance(ref json);
                break;
            case Article.CorrectionsFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member)) ReadCorrection(ref json);
                break;
            case Article.FormerNamesFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member))
                {
                    var former = _values.FormerName(ref json, ResourceName.ArticleForm, Utf8Names.IsArticle);
                    _draft.FormerNames.Add(former.ToString());
                    _draft.Nested.WriteItem(member, former.Span);
                }

                break;
        }
    }

    private void FindNames()
    {
        _draft.IsNamed = Utf8Names.IsArticle(_draft.Name.Span);
        _draft.Publisher = _references.FindSource(_draft.Text(Article.PublisherFieldNumber));
        if (_draft.Publisher is { } publisher) _draft.Set(Article.PublisherFieldNumber, Utf8Text.Of(publisher.Name));
    }

    private void Write()
    {
        _draft.Set(Article.LicenseFieldNumber, _license);
        _article.Clear();
        _draft.Write(_article);
        _draft.Size = _article.Size + MostBytesOfCount;
    }

    private void ReadClaims(ref JsonCursor json)
    {
        _values.Keep();
        _claims.Begin(_renames);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            _claims.Read(ref json);
            _draft.ClaimsSize += _claims.Encoding.Length;
            if (!IsTaken || _draft.ClaimsSize > SizeLimits.ArticleClaims) continue;
            if (_claims.IsWithdrawn) _part!.SkipClaim();
            else _part!.AddClaim(_claims.Encoding);
        }
    }

    private void ReadAppearance(ref JsonCursor json)
    {
        if (!_values.PlainObject(ref json, _appearance)) return;
        ArticleRules.Appearances.Ask(_appearance, _values.Mistakes);
        _appearance.Write(Article.AppearancesFieldNumber, _draft.Nested);
    }

    private void ReadCorrection(ref JsonCursor json)
    {
        if (!_values.Object(ref json, _correction)) return;
        for (int member; (member = _values.Next(ref json, _correction)) != JsonMembers.End;)
        {
            _dates.Read(ref json, _correction.Date, _correction, member, _correction.Nested);
        }

        ArticleRules.Corrections.Ask(_correction, _values.Mistakes);
        _correction.Write(Article.CorrectionsFieldNumber, _draft.Nested);
    }

    private void ReadDateline(ref JsonCursor json)
    {
        if (!_values.PlainObject(ref json, _dateline)) return;
        _dateline.Place = _references.FindPlace(_dateline.Text(Dateline.PlaceFieldNumber));
        _dateline.IsInZone = _dates.IsTimeZone(_dateline.Text(Dateline.TimeZoneFieldNumber));
        ArticleRules.Datelines.Ask(_dateline, _values.Mistakes);
        _dateline.Write(Article.DatelinesFieldNumber, _draft.Nested);
    }
}
