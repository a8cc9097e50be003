using System.Text.Json.Nodes;
using Claims.Curated;

namespace Claims.Tests.Curated;

public class CorpusLoaderTests
{
    // Rules that a file alone, or one change to it, cannot break.
    private static readonly Dictionary<string, string> _testsOfOtherRules = new()
    {
        ["no-corpus"] = nameof(A_path_that_is_not_there_is_a_mistake),
        ["unreadable-file"] = nameof(A_file_that_cannot_be_read_is_a_mistake),
        ["invalid-utf8"] = nameof(Bytes_that_are_not_utf8_are_a_mistake),
        ["too-large"] = nameof(A_claim_of_more_than_32_KiB_is_a_mistake),
        ["affiliation-chain"] = nameof(AffiliationTests.A_chain_of_more_than_32_is_told_where_it_becomes_too_long),
        ["place-chain"] = nameof(AffiliationTests.Places_in_more_than_32_others_are_told_where_they_become_too_many),
    };

    public static TheoryData<string> WhatCanBeWrong => [.. Mistakes.All.Select(mistake => mistake.What)];

    [Fact]
    public void The_sample_has_no_mistakes() => Assert.Empty(CorpusFiles.MistakesOf(Some.Corpus));

    [Theory]
    [MemberData(nameof(WhatCanBeWrong))]
    public void One_mistake_is_told_once_and_in_full(string what)
    {
        var mistake = Assert.Single(Mistakes.All, mistake => mistake.What == what);
        Assert.Equal([mistake.Diagnostic("corpus.json")], CorpusFiles.MistakesOf(mistake.Text));
    }

    [Fact]
    public void Every_rule_has_a_test_and_every_test_a_rule() => Assert.Equal(
        AllRules.Slugs.Append("no-corpus").Order(),
        Mistakes.All.Select(mistake => mistake.Rule).Concat(_testsOfOtherRules.Keys).Distinct().Order());

    [Fact]
    public void A_path_that_is_not_there_is_a_mistake()
    {
        using var files = new CorpusFiles();
        var path = files.PathOf("nowhere.json");
        var loaded = CorpusLoader.Load(path);
        Assert.Null(loaded.Revision);
        Assert.Equal([new(path, 1, 1, "$", "", "no-corpus", "no such file or directory")], loaded.Mistakes);
    }

    [Fact]
    public void A_directory_without_a_json_file_is_a_mistake()
    {
        using var files = new CorpusFiles(("corpus.txt", Some.Corpus), (".corpus.json", Some.Corpus));
        Assert.Equal([new(files.Root, 1, 1, "$", "", "no-corpus", "no .json or .jsonc file is in this directory")], files.Mistakes());
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_mistake()
    {
        using var files = new CorpusFiles(("b.json", Some.CorpusWith("\"title\":", "\"titel\":")));
        File.CreateSymbolicLink(files.PathOf("a.json"), files.PathOf("gone.json"));
        var mistakes = files.Mistakes();
        Assert.Equal(["unreadable-file", "unknown-member"], mistakes.Select(mistake => mistake.Rule));
        Assert.Equal(new("a.json", 1, 1, "$", "", "unreadable-file", "no such file or directory"), mistakes[0]);
    }

    [Fact]
    public void References_into_a_file_that_cannot_be_read_say_nothing()
    {
        using var files = new CorpusFiles(("articles.json", Some.CorpusWith("\"sources\": [", "\"sources\": [], \"x\": [")));
        Assert.Equal(["unknown-member", "unknown-source"], files.Mistakes().Select(mistake => mistake.Rule).Distinct().Order());
        File.CreateSymbolicLink(files.PathOf("sources.json"), files.PathOf("gone.json"));
        Assert.Equal(["unknown-member", "unreadable-file"], files.Mistakes().Select(mistake => mistake.Rule).Order());
    }

    [Theory]
    [InlineData("\"articles\": [", "\"article\": [")]
    [InlineData("\"articles\": [", "\"articles\": [], \"articles\": [")]
    [InlineData("\"claims\": [", "\"claim\": [")]
    [InlineData("\"name\": \"articles/port/claims/open\"", "\"nam\": \"articles/port/claims/open\"")]
    public void References_from_another_file_to_claims_that_were_not_read_say_nothing(string good, string broken)
    {
        var other = Some.Corpus[Some.Corpus.IndexOf("\"articles\": [", StringComparison.Ordinal)..]
            .Replace("articles/port", "articles/other", StringComparison.Ordinal)
            .Replace("\"articles/harbour\"", "", StringComparison.Ordinal)
            .Replace("\"claim\": \"articles/other", "\"claim\": \"articles/port", StringComparison.Ordinal);
        using var files = new CorpusFiles(("a.json", Some.Corpus), ("b.json", "{" + other));
        Assert.Empty(files.Mistakes());
        files.Write("a.json", Some.CorpusWith(good, broken));
        Assert.Equal("a.json", Assert.Single(files.Mistakes()).File);
    }

    [Fact]
    public void A_directory_that_may_not_be_read_is_a_mistake()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "this user may read every directory");
        if (OperatingSystem.IsWindows()) return;
        using var files = new CorpusFiles(("corpus.json", Some.Corpus), ("closed/other.json", "{}"));
        File.SetUnixFileMode(files.PathOf("closed"), UnixFileMode.None);
        try
        {
            Assert.Equal([new("closed", 1, 1, "$", "", "unreadable-file", "permission denied")], files.Mistakes());
        }
        finally
        {
            File.SetUnixFileMode(files.PathOf("closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_mistake()
    {
        byte[] text = [.. "{\n  \"license\": \"Ω𝄞"u8, 0xE9, .. "\"\n}"u8];
        using var files = new CorpusFiles();
        files.Write("latin1.json", text);
        Assert.Equal(
            [new("latin1.json", 2, 17, "$", "", "invalid-utf8", "byte 0xE9 is not UTF-8 here; save the file as UTF-8")],
            files.Mistakes());
    }

    [Fact]
    public void A_claim_of_more_than_32_KiB_is_a_mistake()
    {
        const string Good = "Earlier the port of Quessin was open.";
        var size = Some.ClaimOf(CorpusFiles.RevisionOf(Some.Corpus), "articles/port/claims/open")!.CalculateSize();

        // Two bytes more for the length of a text that is longer than 127 and 16,383 bytes.
        var room = (32 * 1024) - size - 2;
        Assert.Empty(CorpusFiles.MistakesOf(Some.CorpusWith(Good, Good + new string('x', room))));
        var mistake = Assert.Single(CorpusFiles.MistakesOf(Some.CorpusWith(Good, Good + new string('x', room + 1))));
        Assert.Equal(
            ("too-large", "$.articles[0].claims[1]", "articles/port/claims/open",
                "it is served in 32769 bytes; the most is 32768"),
            (mistake.Rule, mistake.Path, mistake.Resource, mistake.Message));
    }

    [Fact]
    public void A_source_too_large_to_be_served_is_a_mistake()
    {
        var mistake = Assert.Single(CorpusFiles.MistakesOf(
            Some.CorpusWith("An imaginary government.", new string('x', 32 * 1024))));
        Assert.Equal(("too-large", "$.sources[1]"), (mistake.Rule, mistake.Path));
    }

    [Fact]
    public void A_date_open_on_one_side_may_have_a_bound_on_the_other()
    {
        var revision = CorpusFiles.RevisionOf(Some.CorpusWith(
            "\"edtf\": \"2019-03-27\",\n            \"earliestTime\": \"2019-03-27T06:00:00Z\",\n"
                + "            \"endTime\": \"2019-03-27T07:00:00Z\",",
            "\"edtf\": \"2019-03-27/..\",\n            \"earliestTime\": \"2019-03-27T06:00:00Z\","));
        var claim = Some.ClaimOf(revision, "articles/port/claims/closed")!;
        Assert.Equal("2019-03-27T06:00:00Z", claim.EventDate.EarliestTime.ToString().Trim('"'));
        Assert.Null(claim.EventDate.EndTime);
    }

    [Fact]
    public void A_zone_that_only_the_library_knows_is_a_mistake()
    {
        var mistake = Assert.Single(CorpusFiles.MistakesOf(Some.CorpusWith("\"Etc/GMT+1\"", "\"UTC+03\"")));
        Assert.Equal("unknown-time-zone", mistake.Rule);
    }

    [Fact]
    public void Dates_of_two_zones_are_compared_as_moments() => Assert.Empty(CorpusFiles.MistakesOf(Some.CorpusWith(
        "\"edtf\": \"2019-04-05\", \"basis\": \"DATE_BASIS_EXTERNAL\", \"timeZone\": \"Etc/UTC\"",
        "\"edtf\": \"2019-03-28\", \"basis\": \"DATE_BASIS_EXTERNAL\", \"timeZone\": \"Pacific/Pago_Pago\"")));

    [Fact]
    public void Whoever_speaks_for_its_former_name_speaks_for_itself()
    {
        var mistake = Assert.Single(CorpusFiles.MistakesOf(Some.CorpusWith(
            "\"source\": \"sources/brask\",\n                    \"identification\": \"IDENTIFICATION_NAMED\"",
            "\"source\": \"sources/velmoran-state\",\n                    \"identification\": \"IDENTIFICATION_NAMED\"")));
        Assert.Equal("on-behalf-of-itself", mistake.Rule);
    }

    [Fact]
    public void A_claim_is_found_by_the_former_name_of_its_article()
    {
        var revision = CorpusFiles.RevisionOf(Some.Corpus);
        Assert.Equal(revision.FindClaim("articles/port/claims/open"), revision.FindClaim("articles/harbour/claims/open"));
        Assert.Equal(-1, revision.FindClaim("articles/harbour/claims/nothing"));
    }

    [Fact]
    public void A_relation_may_use_the_former_name_of_the_other_claims_article() =>
        Assert.Empty(CorpusFiles.MistakesOf(Some.CorpusWith(
            "QUALIFIES\", \"claim\": \"articles/port/claims/open\"", "QUALIFIES\", \"claim\": \"articles/harbour/claims/open\"")));

    [Fact]
    public void A_mistake_is_told_in_printable_characters() => Assert.DoesNotContain("\u001B",
        Assert.Single(CorpusFiles.MistakesOf(Some.CorpusWith("[\"harbour\", \"tankers\"]", "[\"\\u001b[31m\"]"))).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Of_a_member_given_twice_the_first_counts()
    {
        var text = Some.CorpusWith("\"cue\": \"say\"", "\"cue\":\n\"Say\",\n\"cue\": \"Tell\"");
        var at = Some.Corpus[..Some.Corpus.IndexOf("\"cue\"", StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.Equal(
            [(at + 1, 1, "malformed-cue"), (at + 2, 1, "doubled-member")],
            CorpusFiles.MistakesOf(text).Select(mistake => (mistake.Line, mistake.Column, mistake.Rule)));
    }

    [Theory]
    [InlineData("2019-03-27T07:30:00.123456789+01:30", "2019-03-27T06:00:00.123456789Z")]
    [InlineData("2019-03-27T23:00:00.5+17:00", "2019-03-27T06:00:00.500Z")]
    public void A_moment_is_read_to_the_nanosecond_with_any_offset(string given, string moment)
    {
        var revision = CorpusFiles.RevisionOf(Some.CorpusWith("2019-03-27T06:00:00Z", given));
        Assert.Equal($"\"{moment}\"", Some.ClaimOf(revision, "articles/port/claims/closed")!.EventDate.EarliestTime.ToString());
    }

    [Fact]
    public void Five_mistakes_in_a_file_are_five_mistakes()
    {
        var text = Some.Corpus
            .Replace("\"title\":", "\"titel\":", StringComparison.Ordinal)
            .Replace("\"source\": \"sources/brask\"", "\"source\": \"sources/brusk\"", StringComparison.Ordinal)
            .Replace("POLARITY_NEGATIVE", "NEGATIVE", StringComparison.Ordinal)
            .Replace("\"upper\": 12.5", "\"upper\": \"12.5\"", StringComparison.Ordinal)
            .Replace("\"2019-03-29/..\"", "\"2019-02-29/..\"", StringComparison.Ordinal);
        Assert.Equal(
            [
                "$.articles[0].titel: unknown-member",
                "$.articles[0].claims[0].attribution.steps[0].speakers[0].source: unknown-source",
                "$.articles[0].claims[0].stance.polarity: unknown-enum-value",
                "$.articles[0].claims[0].figures[0].upper: wrong-type",
                "$.articles[0].claims[2].eventDate.edtf: malformed-edtf",
            ],
            CorpusFiles.MistakesOf(text).Select(mistake => $"{mistake.Path}: {mistake.Rule}"));
    }

    [Fact]
    public void A_file_that_breaks_off_is_told_once_and_what_the_others_lack_of_it_is_not()
    {
        var (before, behind) = Halves();
        using var files = new CorpusFiles(
            ("articles.json", behind.Replace("\"title\":", "\"titel\":", StringComparison.Ordinal)),
            ("reference.json", before[..before.IndexOf("\"formerNames\"", StringComparison.Ordinal)]));
        Assert.Equal(
            ["articles.json: unknown-member", "reference.json: malformed-json"],
            files.Mistakes().Select(mistake => $"{mistake.File}: {mistake.Rule}"));
    }

    [Fact]
    public void What_may_have_come_behind_a_syntax_error_is_not_missed()
    {
        // Both the claim and its article would have gone on; what is wrong before is told.
        var text = Some.CorpusWith("\"Etc/GMT+1\"", "\"Etc/GMT+24\"")
            .Replace("      \"curator\": \"The makers of the sample\",\n", "", StringComparison.Ordinal);
        var mistakes = CorpusFiles.MistakesOf(text[..text.IndexOf("\"stance\"", StringComparison.Ordinal)]);
        Assert.Equal(["unknown-time-zone", "malformed-json"], mistakes.Select(mistake => mistake.Rule));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-1")]
    [InlineData("1e999")]
    [InlineData("\"\"")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("{}")]
    public void Any_value_in_any_place_is_survived(string value)
    {
        using var files = new CorpusFiles();
        for (var place = 0; ; place++)
        {
            var sample = JsonNode.Parse(Some.Corpus)!;
            if (Nodes(sample).ElementAtOrDefault(place) is not { } node) break;
            var path = node.GetPath();
            node.ReplaceWith(JsonNode.Parse(value));
            files.Write("corpus.json", sample.ToJsonString());

            // What is told of stands on the one line there is.
            Assert.All(files.Mistakes(), mistake => Assert.True(mistake is { Line: 1, Column: > 0 }, $"{path}: {mistake}"));
        }
    }

    [Fact]
    public void A_file_that_breaks_off_anywhere_is_one_mistake()
    {
        using var files = new CorpusFiles();
        for (var length = 0; length < Some.Corpus.Length; length += 13)
        {
            files.Write("corpus.json", Some.Corpus[..length]);
            Assert.Equal("malformed-json", Assert.Single(files.Mistakes()).Rule);
        }
    }

    [Fact]
    public void Comments_and_trailing_commas_are_accepted()
    {
        var text = "// About.\n" + Some.Corpus
            .Replace("],\n", ",],// So\n", StringComparison.Ordinal)
            .Replace("\"topics\": [\"harbour\"", "/* and\nso */ \"topics\": /**/ [\"harbour\"", StringComparison.Ordinal)
            + "// The end";
        Assert.Equal(CorpusFiles.RevisionOf(Some.Corpus).Id, CorpusFiles.RevisionOf(text).Id);
    }

    [Fact]
    public void Only_visible_json_files_are_read_at_any_depth()
    {
        var (before, behind) = Halves();
        using var files = new CorpusFiles(
            ("a/b/before.json", before), ("behind.json", behind), ("notes.md", "#"), ("corpus.json.bak", "?"), (".hidden.json", "?"),
            (".hidden/corpus.json", "?"), ("a/.git/b/corpus.json", "?"));
        Assert.Equal(CorpusFiles.RevisionOf(Some.Corpus).Id, files.Load().Revision?.Id);
    }

    [Fact]
    public void A_mounted_config_map_is_read_once()
    {
        // As Kubernetes lays it out: each file is a link through a hidden link to a hidden directory.
        var (before, behind) = Halves();
        using var files = new CorpusFiles(("..2019_03_29/before.json", before), ("..2019_03_29/behind.json", behind));
        Directory.CreateSymbolicLink(files.PathOf("..data"), "..2019_03_29");
        File.CreateSymbolicLink(files.PathOf("before.json"), "..data/before.json");
        File.CreateSymbolicLink(files.PathOf("behind.json"), "..data/behind.json");
        Assert.Equal(CorpusFiles.RevisionOf(Some.Corpus).Id, files.Load().Revision?.Id);
    }

    [Fact]
    public void A_single_file_is_read_whatever_its_name_and_called_by_it()
    {
        using var files = new CorpusFiles((".corpus.txt", Some.CorpusWith("\"title\":", "\"titel\":")));
        Assert.Equal(".corpus.txt", Assert.Single(CorpusLoader.Load(files.PathOf(".corpus.txt")).Mistakes).File);
    }

    /// <summary>Every value within a value.</summary>
    private static IEnumerable<JsonNode> Nodes(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Nodes(member.Value!).Prepend(member.Value!)),
        JsonArray items => items.SelectMany(item => Nodes(item!).Prepend(item!)),
        _ => [],
    };

    /// <summary>The sample in two files, of which the second refers to the first.</summary>
    private static (string Before, string Behind) Halves()
    {
        var middle = Some.Corpus.IndexOf("\"articles\": [", StringComparison.Ordinal);
        return (Some.Corpus[..middle] + "}", "{" + Some.Corpus[middle..]);
    }
}
