using System.Collections.Frozen;
using Claims.V1;
using Google.Protobuf.Reflection;

namespace Claims.Curated;

/// <summary>What the contract calls derived: it is computed where a file is compiled, and giving it there is a
/// mistake.</summary>
internal static class DerivedFields
{
    public static readonly FrozenSet<FieldDescriptor> All = new[]
    {
        Claim.Descriptor.FindFieldByNumber(Claim.SpeakersFieldNumber),
        Claim.Descriptor.FindFieldByNumber(Claim.DigestFieldNumber),
        Speaker.Descriptor.FindFieldByNumber(Speaker.DisplayNameFieldNumber),
        Speaker.Descriptor.FindFieldByNumber(Speaker.KindFieldNumber),
        EdtfDate.Descriptor.FindFieldByNumber(EdtfDate.PrecisionFieldNumber),
        PlaceMention.Descriptor.FindFieldByNumber(PlaceMention.DisplayNameFieldNumber),
        PlaceMention.Descriptor.FindFieldByNumber(PlaceMention.CountryCodeFieldNumber),
        TopicMention.Descriptor.FindFieldByNumber(TopicMention.DisplayNameFieldNumber),
        Place.Descriptor.FindFieldByNumber(Place.ClaimCountFieldNumber),
        Topic.Descriptor.FindFieldByNumber(Topic.ClaimCountFieldNumber),
        Article.Descriptor.FindFieldByNumber(Article.ClaimCountFieldNumber),
        Article.Descriptor.FindFieldByNumber(Article.LicenseFieldNumber),
        Source.Descriptor.FindFieldByNumber(Source.ClaimCountFieldNumber),
    }.ToFrozenSet();
}
