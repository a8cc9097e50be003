using System.Collections;
using System.Text.Json.Nodes;
using Claims.Curated;
using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Tests.Curated;

public class MergingTests
{
    private static readonly string[] _lists = ["articles", "sources", "places", "topics", "synonyms", "withdrawn"];

    private static readonly string _id = CorpusFiles.RevisionOf(Some.Corpus).Id;

    [Fact]
    public void A_revision_is_named_by_32_hexadecimal_digits() => Assert.Matches("^[0-9a-f]{32}$", _id);

    [Fact]
    public void White_space_line_ends_and_comments_do_not_change_the_revision()
    {
        Assert.Equal(_id, CorpusFiles.RevisionOf(Sample().ToJsonString()).Id);
        Assert.Equal(_id, CorpusFiles.RevisionOf(Some.Corpus.ReplaceLineEndings(" \r\n // comment\r\n")).Id);
    }

    [Fact]
    public void The_order_of_entries_and_of_members_does_not_change_the_revision()
    {
        var shuffled = Sample();
        foreach (var list in ListsOf(shuffled)) Reverse(list);
        Assert.Equal(_id, CorpusFiles.RevisionOf(WithMembersReversed(shuffled)!.ToJsonString()).Id);
    }

    [Fact]
    public void The_division_into_files_does_not_change_the_revision()
    {
        var whole = Sample();
        var files = new List<string> { "{}", new JsonObject { ["license"] = whole["license"]!.DeepClone() }.ToJsonString() };
        foreach (var member in _lists)
        {
            files.AddRange(whole[member]!.AsArray()
                .Select(entry => new JsonObject { [member] = new JsonArray(entry!.DeepClone()) }.ToJsonString()));
        }

        Assert.Equal(_id, CorpusFiles.RevisionOf([.. files]).Id);
        files.Reverse();
        Assert.Equal(_id, CorpusFiles.RevisionOf([.. files]).Id);
    }

    [Fact]
    public void A_license_said_twice_is_one() =>
        Assert.Equal(_id, CorpusFiles.RevisionOf(Some.Corpus, "{ \"license\": \"CC0-1.0\" }").Id);

    [Fact]
    public void A_member_given_its_default_value_does_not_change_the_revision() =>
        Assert.Equal(_id, CorpusFiles.RevisionOf(Some.CorpusWith(
            "\"text\": \"Earlier", "\"presupposed\": false, \"notes\": [], \"text\": \"Earlier")).Id);

    [Theory]
    [InlineData("\"publisher\": \"sources/corvane\"", "\"name\": \"sources/corvane\"", "sources/corvane-old")]
    [InlineData("\"onBehalfOf\": \"sources/velmora\"", null, "sources/velmoran-state")]
    [InlineData("\"affiliation\": \"sources/velmora\"", null, "sources/velmoran-state")]
    public void A_former_name_is_put_right(string reference, string? entry, string formerName)
    {
        var text = entry is null ? Some.Corpus
            : Some.CorpusWith(entry, $"{entry}, \"formerNames\": [\"{formerName}\"]");
        var current = reference.Split('"')[3];
        var former = text.Replace(
            reference, reference.Replace(current, formerName, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotEqual(text, former);
        Assert.Equal(CorpusFiles.RevisionOf(text).Id, CorpusFiles.RevisionOf(former).Id);
    }

    [Fact]
    public void A_former_name_of_a_speaker_and_of_a_claim_is_put_right()
    {
        var text = Some.Corpus
            .Replace("\"source\": \"sources/brask\"", "\"source\": \"sources/velmora\"", StringComparison.Ordinal)
            .Replace("\"onBehalfOf\": \"sources/velmora\"", "\"onBehalfOf\": \"sources/brask\"", StringComparison.Ordinal)
            .Replace("{ \"sha256\"", "{ \"paragraph\": 3, \"sha256\"", StringComparison.Ordinal)
            .Replace("RELATION_TYPE_SUPERSEDES\", \"claim\": \"articles/port/claims/open",
                "RELATION_TYPE_CONTRADICTS\", \"claim\": \"articles/port/claims/closed", StringComparison.Ordinal);
        var former = text
            .Replace("\"source\": \"sources/velmora\"", "\"source\": \"sources/velmoran-state\"", StringComparison.Ordinal)
            .Replace("\"claim\": \"articles/port/claims/closed\"", "\"claim\": \"articles/port/claims/shut\"", StringComparison.Ordinal);
        var revision = CorpusFiles.RevisionOf(former);
        Assert.Equal(CorpusFiles.RevisionOf(text).Id, revision.Id);
        Assert.Equal("sources/velmora", Some.ClaimOf(revision, "articles/port/claims/closed")!.Speakers[0].Source);
        Assert.Equal("articles/port/claims/closed", Some.ClaimOf(revision, "articles/port/claims/reopened")!.Relations[0].Claim);
    }

    [Fact]
    public void Every_change_of_content_changes_the_revision()
    {
        var ids = new Dictionary<string, string> { [Frozen.Of(Derivation.Apply(Content())).Id] = "nothing" };
        for (var n = 0; ; n++)
        {
            var content = Content();
            var change = new NthChange(n);
            change.ApplyTo(content);
            if (change.What is not { } what)
            {
                Assert.True(n > 150, $"{n} changes only");
                return;
            }

            var id = Frozen.Of(Derivation.Apply(content)).Id;
            Assert.True(ids.TryAdd(id, what), $"to change {what} is the same as to change {ids.GetValueOrDefault(id)}");
        }
    }

    private static CorpusContent Content()
    {
        // With something to refer to instead.
        var text = Some.Corpus
            .Replace("\"places\": [\n",
                "\"places\": [ { \"slug\": \"elsewhere\", \"displayName\": \"Elsewhere\" },\n", StringComparison.Ordinal)
            .Replace("\"topics\": [\n",
                "\"topics\": [ { \"slug\": \"other\", \"displayName\": \"Another\" },\n", StringComparison.Ordinal)
            .Replace("\"sources\": [\n",
                "\"sources\": [ { \"name\": \"sources/other\", \"displayName\": \"Another\" },\n", StringComparison.Ordinal);
        var content = PlainReading.Of(text);
        var other = content.Claims[1].Clone();
        other.Name = "articles/port/claims/other";
        content.Claims.Add(other);
        content.ArticleOfClaim.Add(0);
        return content;
    }

    private static JsonObject Sample() => JsonNode.Parse(Some.Corpus)!.AsObject();

    private static IEnumerable<JsonArray> ListsOf(JsonObject file) =>
        _lists.Select(member => file[member]!.AsArray())
            .Concat(file["articles"]!.AsArray().Select(article => article!["claims"]!.AsArray()));

    private static void Reverse(JsonArray list)
    {
        var items = list.Reverse().ToList();
        list.Clear();
        foreach (var item in items) list.Add(item);
    }

    private static JsonNode? WithMembersReversed(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Reverse()
            .Select(member => KeyValuePair.Create(member.Key, WithMembersReversed(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithMembersReversed)]),
        _ => node?.DeepClone(),
    };

    /// <summary>
    /// Changes one thing: all that a file can give are counted, and the one of this number is changed.
    /// </summary>
    private sealed class NthChange(int n)
    {
        // Without these, there is nothing to derive from.
        private static readonly string[] _needed = ["attribution", "statedDate", "publishedDate", "curatedDate"];

        private int _left = n;

        /// <summary>What was changed; null where there are fewer things.</summary>
        public string? What { get; private set; }

        public void ApplyTo(CorpusContent content)
        {
            Try("a synonym", () => content.Synonyms[0][0] = "x");
            Try("one group of synonyms less", () => content.Synonyms.RemoveAt(0));
            Try("one withdrawal less", () => content.Withdrawals.RemoveAt(0));
            Try("one topic less", () => content.Topics.RemoveAt(0));
            Try("one place less", () => content.Places.RemoveAt(0));
            Try("one claim less", () =>
            {
                content.Claims.RemoveAt(2);
                content.ArticleOfClaim.RemoveAt(2);
            });
            // The last of each are in no claim, which would carry the change as well.
            Visit(content.Topics[^1], content.Topics[^1].Slug);
            Visit(content.Places[^1], content.Places[^1].Slug);
            foreach (var withdrawal in content.Withdrawals) Visit(withdrawal, withdrawal.Name);
            foreach (var source in content.Sources) Visit(source, source.Name);
            foreach (var article in content.Articles) Visit(article, article.Name);
            foreach (var claim in content.Claims) Visit(claim, claim.Name);
        }

        private void Visit(IMessage message, string path)
        {
            foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
            {
                if ((DerivedFields.All.Contains(field) && field.JsonName != "license") || field.JsonName == "name") continue;

                // What is referred to instead does not refer to itself.
                if (message is Source { Name: "sources/other" } && field.JsonName == "affiliation") continue;
                if (message is Place { Slug: "elsewhere" } && field.JsonName == "within") continue;
                var at = $"{path}.{field.JsonName}";
                if (field.IsRepeated) VisitList((IList)field.Accessor.GetValue(message), field, at);
                else VisitValue(message, field, at);
            }
        }

        private void VisitList(IList list, FieldDescriptor field, string path)
        {
            for (var i = 0; i < list.Count; i++)
            {
                var index = i;
                if (list[i] is IMessage item) Visit(item, $"{path}[{i}]");
                else Try($"{path}[{i}]", () => list[index] = Other(field, (string)list[index]!));
            }

            if (list.Count > 0 && field.JsonName is not ("locators" or "speakers"))
            {
                Try($"{path} to one less", () => list.RemoveAt(0));
            }
        }

        private void VisitValue(IMessage message, FieldDescriptor field, string path)
        {
            if (field.Accessor.GetValue(message) is IMessage given)
            {
                if (given is Timestamp time) Try(path, () => time.Nanos++);
                else Visit(given, path);
                if (!_needed.Contains(field.JsonName)) Try($"{path} to nothing", () => field.Accessor.Clear(message));
            }
            else if (field.FieldType != FieldType.Message)
            {
                Try(path, () => field.Accessor.SetValue(message, Other(field, field.Accessor.GetValue(message))));
                if (field.HasPresence && field.Accessor.HasValue(message))
                {
                    Try($"{path} to nothing", () => field.Accessor.Clear(message));
                }
            }
        }

        private void Try(string what, Action change)
        {
            if (_left-- != 0) return;
            change();
            What = what;
        }

        private static object Other(FieldDescriptor field, object value) => field.JsonName switch
        {
            "edtf" => "1999",
            "timeZone" => "Asia/Tokyo",
            "source" or "onBehalfOf" or "publisher" or "affiliation" => "sources/other",
            "place" or "within" or "places" => "elsewhere",
            "claim" => "articles/port/claims/other",
            "topic" or "participants" => "other",
            // One that any two claims may have.
            "type" => (int)RelationType.Corroborates,
            _ => value switch
            {
                string text => text + "x",
                bool given => !given,
                int number => number + 1,
                double number => number + 1,
                _ => field.EnumType.Values[^1].Number is var last && last != (int)value ? last : last - 1,
            },
        };
    }
}
