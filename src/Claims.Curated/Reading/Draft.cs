using Claims.Catalog;

namespace Claims.Curated;

/// <summary>
/// What was given of one object, for its rules to look at, and to be encoded. One of each kind is kept and filled again
/// and again. Members are named by the numbers of their fields. Not thread-safe.
/// </summary>
internal class Draft(JsonMembers members)
{
    private readonly Utf8Text[] _texts = new Utf8Text[members.Numbers];
    private readonly long[] _numbers = new long[members.Numbers];
    private readonly Range[] _nested = new Range[members.Numbers];
    private readonly int[] _at = new int[members.Numbers];
    private uint _met;
    private uint _given;
    private uint _told;
    private uint _doubled;
    private uint _written;
    private int _open;

    /// <summary>The members that there may be.</summary>
    public JsonMembers Members => members;

    /// <summary>Where the object begins in the file.</summary>
    public int At { get; private set; }

    /// <summary>What is encoded of members that are lists or objects: to be written while they are read.</summary>
    public EncodingBuffer Nested { get; } = new();

    /// <summary>The member that is expected next: mostly they come in the order of the contract.</summary>
    public int Expected { get; set; }

    /// <summary>Takes what follows to be of another object, of which nothing is known yet.</summary>
    public virtual void Begin(int at)
    {
        At = at;
        (_met, _given, _told, _doubled, _written, _open, Expected) = (0, 0, 0, 0, 0, 0, 0);
        Nested.Clear();
    }

    /// <summary>Whether a member was given and understood; of a list, whether it has an item.</summary>
    public bool Has(int member) => (_given >> member & 1) != 0;

    /// <summary>Whether a mistake was told of a member, so that nothing more is to be said of it.</summary>
    public bool IsTold(int member) => (_told >> member & 1) != 0;

    /// <summary>Whether a member is there at all.</summary>
    public bool IsMet(int member) => (_met >> member & 1) != 0;

    /// <summary>Whether it is there more than once; the first counts.</summary>
    public bool IsDoubled(int member) => (_doubled >> member & 1) != 0;

    /// <summary>A text; empty where it was not understood.</summary>
    public Utf8Text Text(int member) => Has(member) ? _texts[member] : default;

    /// <summary>A text, as a message quotes it.</summary>
    public string Quoted(int member) => $"'{Quote.Cut(Text(member).ToString())}'";

    /// <summary>The number of an enum value, or a whole number; 0 where it was not understood.</summary>
    public int Number(int member) => Has(member) ? (int)_numbers[member] : 0;

    /// <summary>A whole number; null where it was not understood.</summary>
    public int? Integer(int member) => Has(member) ? (int)_numbers[member] : null;

    /// <summary>A number; null where it was not understood.</summary>
    public double? Double(int member) => Has(member) ? BitConverter.Int64BitsToDouble(_numbers[member]) : null;

    /// <summary>Which of some members are neither there nor told of, by the bits of their numbers.</summary>
    public uint MissingOf(uint required) => required & ~(_given | _told);

    /// <summary>Where the value of a member begins; of one that is not there, the object.</summary>
    public int LocationOf(int member) => IsMet(member) ? _at[member] : At;

    public void MarkGiven(int member) => _given |= 1u << member;

    public void MarkTold(int member) => _told |= 1u << member;

    public void MarkDoubled(int member) => _doubled |= 1u << member;

    public void Meet(int member, int at)
    {
        _met |= 1u << member;
        _at[member] = at;
    }

    public void Set(int member, Utf8Text text)
    {
        _texts[member] = text;
        if (!text.IsEmpty) MarkGiven(member);
    }

    public void Set(int member, long number)
    {
        _numbers[member] = number;
        MarkGiven(member);
    }

    /// <summary>Takes what is written to <see cref="Nested"/> until <see cref="Close"/> to be of a member.</summary>
    public void Open(int member)
    {
        _open = member;
        _nested[member] = Nested.Length..Nested.Length;
    }

    public void Close()
    {
        if (_open == 0) return;
        _nested[_open] = _nested[_open].Start..Nested.Length;
        _written |= 1u << _open;
        _open = 0;
    }

    /// <summary>Writes the object as a field of another.</summary>
    public void Write(int field, EncodingBuffer to)
    {
        var start = to.Begin(field);
        Write(to);
        to.End(start);
    }

    /// <summary>Writes the fields of the object, in the order of the contract.</summary>
    public void Write(EncodingBuffer to)
    {
        foreach (var (member, kind) in members.Written)
        {
            if (kind == MemberKind.Nested)
            {
                if ((_written >> member & 1) != 0) to.Write(Nested.Written[_nested[member]]);
                continue;
            }

            if (!Has(member)) continue;
            switch (kind)
            {
                case MemberKind.Text:
                    to.WriteText(member, _texts[member].Span);
                    break;
                case MemberKind.GivenInteger:
                    to.WriteGivenNumber(member, (int)_numbers[member]);
                    break;
                case MemberKind.Double:
                    to.WriteGivenDouble(member, BitConverter.Int64BitsToDouble(_numbers[member]));
                    break;
                default:
                    to.WriteNumber(member, (int)_numbers[member]);
                    break;
            }
        }

        if (Nested.IsFull) to.Fill();
    }
}
