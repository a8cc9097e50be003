using Claims.Catalog.Stored;

namespace Claims.Tests.Catalog.Stored;

/// <summary>What is written and read back without a name anywhere; it stays until the process ends.</summary>
internal static class InMemory
{
    public static SectionReader Stored(Action<SectionWriter> write) => new(Storage.Memory.Create(StoredKind.Parts, sections =>
    {
        write(sections);
        return "";
    })!);
}
