using Claims.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Tests.Rpc;

public class ReadMaskTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Rich = "articles/ferry-claim/claims/front-set-fire";

    /// <summary>With neither event date, figures nor places.</summary>
    private const string Poor = "articles/ferry-fire/claims/arson-unclear";

    [Fact]
    public void Each_field_is_answered_where_it_is_asked_for_and_the_name_always()
    {
        foreach (var name in (string[])[Rich, Poor])
        {
            var whole = server.Claims.GetClaim(new() { Name = name });
            foreach (var field in Claim.Descriptor.Fields.InFieldNumberOrder())
            {
                var expected = Only(whole, [Claim.Descriptor.FindFieldByName("name"), field]);
                Assert.Equal(expected, Masked(name, field.Name));
            }
        }
    }

    [Fact]
    public void Fields_of_a_field_are_answered_alone()
    {
        var whole = server.Claims.GetClaim(new() { Name = Rich });
        var masked = Masked(Rich, "stated_date.edtf", "attribution.phrase", "stance", "attribution.steps");
        Assert.Equal(
            new()
            {
                Name = Rich,
                StatedDate = new() { Edtf = whole.StatedDate.Edtf },
                Attribution = new() { Phrase = whole.Attribution.Phrase, Steps = { whole.Attribution.Steps } },
                Stance = whole.Stance,
            },
            masked);
        Assert.Equal(
            new() { Name = Rich, StatedDate = new() { EarliestTime = new() { Seconds = whole.StatedDate.EarliestTime.Seconds } } },
            Masked(Rich, "stated_date.earliest_time.seconds"));
    }

    [Theory]
    [InlineData("statedDate", "stated_date")]
    [InlineData("statedDate.earliestTime.seconds", "stated_date.earliest_time.seconds")]
    [InlineData("stated_date.earliestTime", "stated_date.earliest_time")]
    [InlineData("eventDate.timeZone", "event_date.time_zone")]
    public void A_field_is_named_as_the_contract_names_it_or_as_JSON_does(string path, string same)
    {
        Assert.NotEqual(new() { Name = Rich }, Masked(Rich, same));
        Assert.Equal(Masked(Rich, same), Masked(Rich, path));
        Assert.Equal(Masked(Rich, same, "text"), Masked(Rich, path, same, "text"));
    }

    [Theory]
    [InlineData("stated_date.edft", "'stated_date.edft': 'edft' is no field of claims.v1.EdtfDate; did you mean 'edtf'?")]
    [InlineData("topic", "'topic' is no field of claims.v1.Claim; did you mean 'topics'?")]
    [InlineData("attribution.steps.kind", "'attribution.steps.kind': nothing can be named within 'steps'; expected it last")]
    [InlineData("text.length", "'text.length': nothing can be named within 'text'; expected it last")]
    public async Task A_refusal_says_at_which_name_a_path_goes_wrong(string path, string problem)
    {
        var refusal = await Refusal.OfAsync(server.Claims.GetClaimAsync(new() { Name = Rich, ReadMask = new() { Paths = { path } } }));
        Assert.Equal($"read_mask.paths[0]: {problem}", refusal.Message);
    }

    [Fact]
    public void A_field_of_a_field_that_is_unset_leaves_it_unset()
    {
        Assert.Equal(new() { Name = Poor }, Masked(Poor, "event_date.edtf", "event_date.earliest_time.seconds"));
    }

    [Fact]
    public void A_path_within_another_or_given_twice_changes_nothing()
    {
        Assert.Equal(Masked(Rich, "stated_date"), Masked(Rich, "stated_date.edtf", "stated_date", "stated_date", "name"));
    }

    [Fact]
    public void An_empty_mask_means_everything()
    {
        var whole = server.Claims.GetClaim(new() { Name = Rich });
        Assert.Equal(whole, server.Claims.GetClaim(new() { Name = Rich, ReadMask = new() }));
        Assert.NotEqual(new() { Name = Rich }, whole);
    }

    [Fact]
    public void Lists_and_batches_are_masked_alike()
    {
        FieldMask mask = new() { Paths = { "text", "stance.force" } };
        var expected = Masked(Rich, "text", "stance.force");
        var batch = server.Claims.BatchGetClaims(new() { Names = { Rich, Poor }, ReadMask = mask });
        Assert.Equal([expected, Masked(Poor, "text", "stance.force")], batch.Claims);
        var list = server.Claims.ListClaims(new() { Parent = "articles/-", ReadMask = mask });
        Assert.Equal(expected, list.Claims.Single(claim => claim.Name == Rich));
        Assert.Equal(list.Claims.Select(claim => Masked(claim.Name, "text", "stance.force")), list.Claims);
    }

    [Fact]
    public void What_is_masked_once_is_whole_the_next_time()
    {
        var whole = server.Claims.GetClaim(new() { Name = Rich });
        Masked(Rich, "name");
        Assert.Equal(whole, server.Claims.GetClaim(new() { Name = Rich }));
    }

    [Fact]
    public async Task A_mask_may_have_a_hundred_paths()
    {
        FieldMask mask = new() { Paths = { Enumerable.Repeat("stance.force", 100) } };
        Assert.Equal(Masked(Rich, "stance.force"), server.Claims.GetClaim(new() { Name = Rich, ReadMask = mask }));

        mask.Paths.Add("nothing");
        const string Field = "read_mask.paths";
        (await Refusal.OfAsync(server.Claims.GetClaimAsync(new() { Name = Rich, ReadMask = mask }))).Blames(Field);
        (await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = "articles/-", ReadMask = mask }))).Blames(Field);
        (await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(new() { Names = { Rich }, ReadMask = mask }))).Blames(Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("nothing")]
    [InlineData("StatedDate")]
    [InlineData("stated-date")]
    [InlineData("stated_date.")]
    [InlineData(".stated_date")]
    [InlineData("stated_date..edtf")]
    [InlineData("stated_date.nothing")]
    [InlineData("text.length")]
    [InlineData("speakers.source")]
    [InlineData("attribution.steps.kind")]
    [InlineData("locators.sha256")]
    [InlineData("name,text")]
    [InlineData("claims.text")]
    public async Task A_path_that_is_none_is_refused_at_its_index(string path)
    {
        FieldMask mask = new() { Paths = { "text", path } };
        const string Field = "read_mask.paths[1]";
        (await Refusal.OfAsync(server.Claims.GetClaimAsync(new() { Name = Rich, ReadMask = mask }))).Blames(Field);
        (await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(new() { Names = { Rich }, ReadMask = mask }))).Blames(Field);
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = "articles/-", ReadMask = mask }));
        refusal.Blames(Field);
        Assert.Contains($"'{path}'", refusal.Message, StringComparison.Ordinal);
    }

    private static Claim Only(Claim claim, IEnumerable<FieldDescriptor> fields)
    {
        var only = new Claim(claim);
        foreach (var field in Claim.Descriptor.Fields.InFieldNumberOrder().Except(fields)) field.Accessor.Clear(only);
        return only;
    }

    private Claim Masked(string name, params string[] paths) =>
        server.Claims.GetClaim(new() { Name = name, ReadMask = new() { Paths = { paths } } });
}
