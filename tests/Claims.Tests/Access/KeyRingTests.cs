using System.Text;
using Claims.Server.Access;

namespace Claims.Tests.Access;

public class KeyRingTests
{
    private const string Digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"; // Of "secret".

    [Fact]
    public void A_key_is_found_by_its_digest_alone()
    {
        var ring = Ring($$"""{"keys": [{"name": "newsroom", "sha256": "{{Digest}}", "expires": "2100-01-01T00:00:00Z"}]}""");
        Assert.Equal("newsroom", ring.Find("secret")!.Name);
        Assert.False(ring.Find("secret")!.IsOver);
        Assert.Null(ring.Find("Secret"));
        Assert.Null(ring.Find(""));
        Assert.Null(ring.Find(Digest));
        Assert.Null(ring.Find(new string('x', 8000)));
    }

    [Theory]
    [InlineData("2100-01-01T00:00:00Z", false)]
    [InlineData("2100-01-01T00:00:00+02:00", false)]
    [InlineData("2016-09-05T00:00:00Z", true)]
    public void A_key_is_over_when_it_expires(string expires, bool isOver)
    {
        var ring = Ring($$"""{"keys": [{"name": "a", "sha256": "{{Digest.ToUpperInvariant()}}", "expires": "{{expires}}"}]}""");
        Assert.Equal(isOver, ring.Find("secret")!.IsOver);
    }

    [Fact]
    public void Whoever_is_still_there_stays_and_whoever_is_gone_is_revoked()
    {
        using var folder = new AccessFolder();
        var before = Of(("a", "1"), ("b", "2"));
        var (stays, goes) = (before.Find("1")!, before.Find("2")!);
        var after = Of(before, ("a", "1"), ("b", "3"));
        Assert.Same(stays, after.Find("1"));
        Assert.False(stays.IsOver);
        Assert.True(goes.IsOver);
        Assert.Null(after.Find("2"));
        Assert.False(after.Find("3")!.IsOver);
    }

    [Theory]
    [InlineData("", "expected {\"keys\":")]
    [InlineData("[]", "expected {\"keys\":")]
    [InlineData("{}", "expected {\"keys\":")]
    [InlineData("{\"keys\": null}", "expected {\"keys\":")]
    [InlineData("{\"keys\": [], \"keys\": []}", "expected {\"keys\":")]
    [InlineData("{\"keys\": [], \"more\": 1}", "expected {\"keys\":")]
    [InlineData("{\"keys\": [{\"name\": \"a\", \"sha256\": \"D\"}]}", "at $.keys[0] (line 1")]
    [InlineData("{\"keys\": [{\"name\": \"a\", \"sha256\": \"D\", \"expires\": null}]}", "at $.keys[0]")]
    [InlineData("{\"keys\": [{\"name\": \"\", \"sha256\": \"D\", \"expires\": \"T\"}]}", "keys[0].name: expected 1 to 64")]
    [InlineData("{\"keys\": [{\"name\": \"a\\n\", \"sha256\": \"D\", \"expires\": \"T\"}]}", "keys[0].name: expected 1 to 64")]
    [InlineData("{\"keys\": [{\"name\": \"a\", \"sha256\": \"hunter2\", \"expires\": \"T\"}]}", "keys[0].sha256: it has 7 characters")]
    [InlineData("{\"keys\": [{\"name\": \"a\", \"sha256\": \"D\", \"expires\": \"2027-01-31\"}]}", "keys[0].expires: expected a time")]
    [InlineData("{\"keys\": [{\"name\": \"a\", \"sha256\": \"D\", \"expires\": \"2027-01-31T00:00:00\"}]}", "keys[0].expires: expected a time")]
    [InlineData("{\"keys\": [{\"name\": \"a\", \"sha256\": \"D\", \"expires\": \"T\"}, {\"name\": \"a\", \"sha256\": \"E\", \"expires\": \"T\"}]}",
        "keys[1].name: 'a' is there twice")]
    [InlineData("{\"keys\": [{\"name\": \"a\", \"sha256\": \"D\", \"expires\": \"T\"}, {\"name\": \"b\", \"sha256\": \"D\", \"expires\": \"T\"}]}",
        "keys[1].sha256: it is that of 'a' too")]
    public void What_is_wrong_with_a_file_is_told_and_nothing_that_may_be_a_key(string json, string expected)
    {
        json = json.Replace("\"D\"", $"\"{Digest}\"", StringComparison.Ordinal)
            .Replace("\"E\"", $"\"{AccessFolder.DigestOf("other")}\"", StringComparison.Ordinal)
            .Replace("\"T\"", "\"2100-01-01T00:00:00Z\"", StringComparison.Ordinal);
        var message = Assert.Throws<FormatException>(() => Ring(json)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Digest, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    private static KeyRing Ring(string json) => KeyRing.Read(Encoding.UTF8.GetBytes(json), null);

    private static KeyRing Of(params (string Name, string Key)[] keys) => Of(null, keys);

    private static KeyRing Of(KeyRing? before, params (string Name, string Key)[] keys)
    {
        using var folder = new AccessFolder();
        folder.WriteKeys(keys);
        return KeyRing.Read(File.ReadAllBytes(folder.Keys), before);
    }
}
