using Claims.Server.Rpc;

namespace Claims.Tests.Rpc;

public class UnreadMemoryTests
{
    [Fact]
    public void Whoever_has_more_than_his_part_has_too_much_once_all_have()
    {
        var memory = new UnreadMemory(total: 1000);
        memory.Join();
        Assert.False(memory.IsTooMuch(900, held: 900));
        memory.Join();
        Assert.False(memory.IsTooMuch(100, held: 100));
        Assert.False(memory.IsTooMuch(100, held: 200));
        Assert.True(memory.IsTooMuch(100, held: 1000));

        memory.Give(1000);
        Assert.False(memory.IsTooMuch(800, held: 800));
        memory.Leave();
        Assert.False(memory.IsTooMuch(100, held: 1000));
        Assert.True(memory.IsTooMuch(100, held: 1001));
    }

    [Theory]
    [InlineData(8L << 30, false)]
    [InlineData(256L << 20, true)]
    public void Ten_thousand_calls_at_once_are_too_much_only_where_memory_is_little(long heap, bool expected)
    {
        const int Connections = 200;
        const int Calls = 50;
        const int Block = 4096;
        var memory = UnreadMemory.Of(heap);
        for (var i = 0; i < Connections; i++) memory.Join();
        var isTooMuch = false;
        for (var call = 1; call <= Calls; call++)
        {
            for (var i = 0; i < Connections; i++) isTooMuch |= memory.IsTooMuch(Block, held: call * Block);
        }

        Assert.Equal(expected, isTooMuch);
    }
}
