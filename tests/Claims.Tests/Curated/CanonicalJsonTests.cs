using System.Text;
using Claims.Curated;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Tests.Curated;

public class CanonicalJsonTests
{
    // From RFC 8785, appendix B, and where the notation changes.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    [InlineData(0x4029000000000000, "12.5")]
    public void Numbers_are_as_ECMAScript_has_them(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.NumberText(BitConverter.UInt64BitsToDouble(bits)));

    [Fact]
    public void Members_are_in_order_without_white_space_and_texts_escaped_only_where_they_must_be()
    {
        var claim = new Claim
        {
            Name = "articles/a/claims/b",
            Text = "\"\\/\b\t\n\f\r\u0001\u001f\u007f é € 💥 <&'>",
            StatedDate = new()
            {
                Edtf = "2019",
                EarliestTime = new Timestamp { Seconds = -62_135_596_800 },
                EndTime = new Timestamp { Seconds = 1_500_000_000, Nanos = 120_000_000 },
            },
            EventDate = new() { EarliestTime = new() { Nanos = 1_000 }, EndTime = new() { Nanos = 1 } },
            Figures = { new Figure { Lower = 0, Unit = "person", Approximate = true }, new Figure() },
            Locators = { new Locator { Paragraph = 0 } },
            Stance = new(),
            Notes = { "b", "a", "" },
            Presupposed = true,
        };
        Assert.Equal(
            "{'eventDate':{'earliestTime':'1970-01-01T00:00:00.000001Z','endTime':'1970-01-01T00:00:00.000000001Z'},"
                .Replace('\'', '"')
                + "'figures':[{'approximate':true,'lower':0,'unit':'person'},{}],'locators':[{'paragraph':0}],".Replace('\'', '"')
                + "'name':'articles/a/claims/b','notes':['b','a',''],'presupposed':true,'stance':{},".Replace('\'', '"')
                + "'statedDate':{'earliestTime':'0001-01-01T00:00:00Z','edtf':'2019','endTime':'2017-07-14T02:40:00.120Z'},"
                    .Replace('\'', '"')
                + "\"text\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001\\u001f\u007f é € 💥 <&'>\"}",
            JsonOf(claim));
    }

    private static string JsonOf(Claim claim) => Encoding.UTF8.GetString(new CanonicalJson().Of(claim.ToByteArray(), Claim.Descriptor));
}
