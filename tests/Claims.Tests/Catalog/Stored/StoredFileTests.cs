using Claims.Catalog.Stored;

namespace Claims.Tests.Catalog.Stored;

public sealed class StoredFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_was_written_is_read_section_by_section()
    {
        int[] numbers = [1, -2, 3];
        var bytes = new byte[(3 * StoredFormat.BlockSize) + 17];
        new Random(1).NextBytes(bytes);
        foreach (var storage in new[] { Storage.Memory, new Storage(_directory.FullName) })
        {
            using var file = storage.Create(StoredKind.Parts, sections =>
            {
                sections.Add(numbers);
                sections.Add(bytes);
                sections.Add<long>([]);
                TextList.Write(sections, ["", "one", "Łódź"]);
                return "a";
            })!;
            var read = new SectionReader(file);
            Assert.Equal(numbers, read.Read<int>().Span.ToArray());
            Assert.Equal(bytes, read.Read<byte>().Span.ToArray());
            Assert.Equal(0, read.Read<long>().Length);
            var texts = new TextList(read);
            Assert.Equal(["", "one", "Łódź"], Enumerable.Range(0, texts.Count).Select(texts.TextOf));
        }
    }

    [Fact]
    public void Sections_begin_where_a_line_of_the_cache_does()
    {
        using var file = Storage.Memory.Create(StoredKind.Parts, sections =>
        {
            for (var length = 0; length < 200; length += 7) sections.Add(new byte[length]);
            return "";
        })!;
        unsafe
        {
            for (var section = 0; section < file.SectionCount; section++)
            {
                Assert.Equal(0, (nint)file.StartOf(section, out _) % StoredFormat.Alignment);
            }
        }
    }

    [Fact]
    public void A_section_has_no_items_but_its_own()
    {
        using var file = Storage.Memory.Create(StoredKind.Parts, sections =>
        {
            sections.Add([1, 2, 3]);
            return "";
        })!;
        var section = new SectionReader(file).Read<int>();
        Assert.Throws<ArgumentOutOfRangeException>(() => section[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => section[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Slice(1, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Between(2, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SectionReader(file, 1).Read<int>());
    }

    [Fact]
    public void A_flipped_bit_is_found_wherever_it_is()
    {
        var (storage, path) = Stored();
        var right = File.ReadAllBytes(path);
        var random = new Random(1);

        // All of the head and of the end, and some of what is between.
        var places = Enumerable.Range(0, StoredFormat.Alignment).Concat(Enumerable.Range(right.Length - 200, 200))
            .Concat(Enumerable.Range(0, 300).Select(_ => random.Next(right.Length)));
        foreach (var place in places)
        {
            var damaged = (byte[])right.Clone();
            damaged[place] ^= (byte)(1 << random.Next(8));
            Replace(path, damaged);
            Assert.Null(storage.TryOpen(StoredKind.Parts, "a"));
        }

        Replace(path, right);
        using var file = storage.TryOpen(StoredKind.Parts, "a");
        Assert.NotNull(file);
    }

    [Fact]
    public void A_file_that_breaks_off_is_found_wherever_it_does()
    {
        var (storage, path) = Stored();
        var right = File.ReadAllBytes(path);
        var random = new Random(1);
        foreach (var length in Enumerable.Range(0, 100).Concat(Enumerable.Range(0, 100).Select(_ => random.Next(right.Length))))
        {
            Replace(path, right[..length]);
            Assert.Null(storage.TryOpen(StoredKind.Parts, "a"));
        }

        Replace(path, [.. right, 0]);
        Assert.Null(storage.TryOpen(StoredKind.Parts, "a"));
    }

    [Fact]
    public void A_file_of_another_kind_or_none_at_all_is_of_no_use()
    {
        var (storage, path) = Stored();
        Assert.Null(storage.TryOpen(StoredKind.Revision, "a"));
        Assert.Null(storage.TryOpen(StoredKind.Parts, "b"));
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Null(storage.TryOpen(StoredKind.Parts, "a"));
    }

    [Fact]
    public void A_file_under_the_name_of_another_is_of_no_use()
    {
        var (storage, path) = Stored();
        File.Move(path, path + "b");
        Assert.Null(storage.TryOpen(StoredKind.Parts, "ab"));
        File.Move(path + "b", path);
        using var file = storage.TryOpen(StoredKind.Parts, "a");
        Assert.NotNull(file);
    }

    [Fact]
    public void A_file_appears_whole_and_read_only_or_not_at_all()
    {
        var storage = new Storage(_directory.FullName);
        Assert.Null(storage.Create(StoredKind.Parts, sections =>
        {
            sections.Add([1]);
            Assert.Single(_directory.GetFiles(), file => file.Name.StartsWith('.'));
            return null;
        }));
        Assert.Empty(_directory.GetFiles());
        Assert.Throws<InvalidOperationException>(() => storage.Create(StoredKind.Parts, _ => throw new InvalidOperationException()));
        Assert.Empty(_directory.GetFiles());
        var (_, path) = Stored();
        Assert.Equal(path, Assert.Single(_directory.GetFiles()).FullName);
        if (!OperatingSystem.IsWindows()) Assert.Equal((UnixFileMode)0b100_100_100, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_file_stays_as_it_was_mapped_when_its_name_is_given_to_another()
    {
        var (storage, path) = Stored();
        using var file = storage.TryOpen(StoredKind.Parts, "a")!;
        var before = new SectionReader(file).Read<byte>().Span.ToArray();
        using (storage.Create(StoredKind.Parts, sections =>
        {
            sections.Add(new byte[before.Length]);
            return "a";
        }))
        {
            Assert.Equal(before, new SectionReader(file).Read<byte>().Span.ToArray());
        }

        File.Delete(path);
        Assert.Equal(before, new SectionReader(file).Read<byte>().Span.ToArray());
    }

    private (Storage Storage, string Path) Stored()
    {
        var storage = new Storage(_directory.FullName);
        var bytes = new byte[StoredFormat.BlockSize + 1000];
        new Random(2).NextBytes(bytes);
        storage.Create(StoredKind.Parts, sections =>
        {
            sections.Add(bytes);
            return "a";
        })!.Dispose();
        return (storage, Path.Combine(_directory.FullName, "a"));
    }

    // Not in place: what is mapped must not change.
    private static void Replace(string path, byte[] content)
    {
        File.Delete(path);
        File.WriteAllBytes(path, content);
    }
}
