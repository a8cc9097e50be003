using System.Globalization;
using System.Text;
using Claims.Tests.Live;
using Claims.V1;
using CsvHelper;
using Parquet.Serialization;

namespace Claims.Tests.Web;

public sealed class ClaimExportTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private const string Export = "/v1/articles/-/claims:export";

    private readonly WebClient _web = new(server);

    public void Dispose() => _web.Dispose();

    [Fact]
    public async Task Lines_of_json_are_all_claims_in_the_order_of_a_list()
    {
        var lines = (await _web.Http.GetStringAsync($"{Export}?format=jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(await AllAsync(), lines.Select(Claim.Parser.ParseJson));
    }

    [Fact]
    public async Task A_mask_leaves_out_of_each_line_what_it_does_not_name()
    {
        var lines = (await _web.Http.GetStringAsync($"{Export}?format=jsonl&readMask=text")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            (await AllAsync()).Select(claim => new Claim { Name = claim.Name, Text = claim.Text }), lines.Select(Claim.Parser.ParseJson));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task A_table_has_every_claim_with_what_it_is_about(string format)
    {
        using var response = await _web.Http.GetAsync($"{Export}?format={format}");
        Assert.EndsWith($"-{server.Revision[..8]}.{format}\"", $"{response.Content.Headers.GetValues("Content-Disposition").Single()}", StringComparison.Ordinal);
        var rows = await RowsAsync(format, await response.Content.ReadAsByteArrayAsync());
        var claims = await AllAsync();
        Assert.Equal(claims.Select(claim => claim.Name), rows.Select(row => row.GetValueOrDefault("name", "")));
        foreach (var (claim, row) in claims.Zip(rows))
        {
            Assert.Equal(claim.Text, row["text"]);
            Assert.Equal(string.Join("; ", claim.Speakers.Select(speaker => speaker.Source)), row.GetValueOrDefault("speakers", ""));
            Assert.Equal(claim.EventDate?.Edtf ?? "", row.GetValueOrDefault("event_date", ""));
            Assert.Equal(claim.EventDate?.EarliestTime?.ToDateTime(), TimeOf(row.GetValueOrDefault("event_earliest", "")));
            Assert.Equal(claim.StatedDate?.EndTime?.ToDateTime(), TimeOf(row.GetValueOrDefault("stated_end", "")));
            Assert.Equal(claim.Presupposed ? "true" : "false", row.GetValueOrDefault("presupposed", ""));
            Assert.Equal($"{claim.Alternatives.Count}", row.GetValueOrDefault("alternatives", ""));
            Assert.Equal(claim.Digest, row.GetValueOrDefault("digest", ""));
            Assert.Equal(server.Revision, row.GetValueOrDefault("revision", ""));
        }
    }

    [Fact]
    public async Task What_a_filter_and_a_search_leave_is_what_is_exported()
    {
        var listed = await server.Claims.ListClaimsAsync(new()
        {
            Parent = "articles/ferry-claim",
            Filter = new() { Polarities = { Polarity.Positive } },
        });
        Assert.Equal(listed.Claims.Select(claim => claim.Name), await NamesAsync(
            "/v1/articles/ferry-claim/claims:export?format=jsonl&filter.polarities=POLARITY_POSITIVE"));
        var found = await server.Claims.SearchClaimsAsync(new() { Parent = "articles/-", Query = "ferry", PageSize = 1000 });
        Assert.Equal(found.Results.Select(result => result.Claim.Name), await NamesAsync($"{Export}?format=jsonl&query=ferry"));
        Assert.NotEmpty(found.Results);
    }

    [Theory]
    [InlineData("", "format")]
    [InlineData("format=xls", "format")]
    [InlineData("format=csv&pageSize=1", "page_size")]
    [InlineData("format=csv&pageToken=x", "page_token")]
    [InlineData("format=csv&readMask=text", "read_mask")]
    [InlineData("format=csv&query=-x", "query")]
    public async Task What_cannot_be_exported_is_told(string query, string field)
    {
        using var response = await _web.Http.GetAsync($"{Export}?{query}");
        var (code, _, reason, details) = await WebClient.ErrorOf(response);
        Assert.Equal((400, "INVALID_REQUEST"), (code, reason));
        Assert.Equal(field, details[1].GetProperty("fieldViolations")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task More_claims_than_a_batch_come_once_each_and_so_does_what_they_are_written_with(string format)
    {
        const string Hostile = "=1+1; \"quoted\", 'so', <b>&amp;</b> | \u05D0 \U0001F600";
        var texts = Enumerable.Range(0, 2500).Select(i => $"{Hostile} {i}").ToArray();
        await using var corpus = await LiveCorpus.ServeAsync(("a", texts));
        using var web = new WebClient(corpus.Server);
        var exported = await web.Http.GetByteArrayAsync($"{Export}?format={format}");
        var told = format == "jsonl"
            ? Encoding.UTF8.GetString(exported).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Claim.Parser.ParseJson(line).Text)
            : (await RowsAsync(format, exported)).Select(row => row["text"]);
        Assert.Equal(texts.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<string>> NamesAsync(string url) =>
        [.. (await _web.Http.GetStringAsync(url)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Claim.Parser.ParseJson(line).Name)];

    private async Task<IReadOnlyList<Claim>> AllAsync() =>
        (await server.Claims.ListClaimsAsync(new() { Parent = "articles/-", PageSize = 1000 })).Claims;

    private static DateTime? TimeOf(string text) => text.Length == 0
        ? null
        : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static async Task<IReadOnlyList<Dictionary<string, string>>> RowsAsync(string format, byte[] table)
    {
        using var stream = new MemoryStream(table);
        return format == "csv" ? RowsOfCsv(stream) : await RowsOfParquetAsync(stream);
    }

    private static List<Dictionary<string, string>> RowsOfCsv(Stream stream)
    {
        using var csv = CsvReader.Create(stream);
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            var row = new Dictionary<string, string>();
            foreach (var header in csv.Headers) row[header] = csv[header].ToString();
            rows.Add(row);
        }

        return rows;
    }

    private static async Task<List<Dictionary<string, string>>> RowsOfParquetAsync(Stream stream)
    {
        var table = await ParquetSerializer.DeserializeUntypedAsync(stream);
        return
        [
            .. table.Data.Select(row => row.ToDictionary(field => field.Key, field => field.Value switch
            {
                null => "",
                bool isTrue => isTrue ? "true" : "false",
                DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
                var value => FormattableString.Invariant($"{value}"),
            })),
        ];
    }
}
