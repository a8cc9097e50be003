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
}
