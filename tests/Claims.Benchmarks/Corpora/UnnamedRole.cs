using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Somebody who is cited without a name; in the words, {0} is a country's adjective and {1} one of its places.
/// </summary>
internal sealed record UnnamedRole(
    string Slug, string Words, SourceKind Kind, Identification Identification, bool OfGovernment)
{
    public static readonly UnnamedRole[] All =
    [
        new("senior-official", "a senior {0} official", SourceKind.SeniorOfficial, Identification.RoleDescribed, true),
        new("officials", "{0} officials", SourceKind.Official, Identification.Collective, true),
        new("official", "a {0} official", SourceKind.Official, Identification.RoleDescribed, true),
        new("diplomat", "a {0} diplomat", SourceKind.Official, Identification.RoleDescribed, true),
        new("state-media", "state media", SourceKind.StateMedia, Identification.RoleDescribed, false),
        new("monitor", "a monitor", SourceKind.Monitor, Identification.RoleDescribed, false),
        new("residents", "residents of {1}", SourceKind.Witness, Identification.Collective, false),
        new("witness", "a witness", SourceKind.Witness, Identification.RoleDescribed, false),
        new("source", "a source", SourceKind.Person, Identification.Unnamed, false),
        new("rebel-commander", "a rebel commander in {1}", SourceKind.ArmedGroup, Identification.RoleDescribed, false),
        new("aid-workers", "aid workers", SourceKind.Organization, Identification.Collective, false),
        new("military-source", "a {0} military source", SourceKind.Military, Identification.RoleDescribed, true),
        new("security-officials", "{0} security officials", SourceKind.Official, Identification.Collective, true),
        new("doctor", "a doctor in {1}", SourceKind.Person, Identification.RoleDescribed, false),
        new("lawmakers", "{0} lawmakers", SourceKind.Official, Identification.Collective, false),
        new("minister", "a {0} minister", SourceKind.Minister, Identification.RoleDescribed, true),
        new("persons-briefed", "persons briefed on the matter", SourceKind.Person, Identification.Collective, false),
        new("union", "a union", SourceKind.Organization, Identification.RoleDescribed, false),
    ];
}
