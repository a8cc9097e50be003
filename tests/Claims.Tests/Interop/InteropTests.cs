namespace Claims.Tests.Interop;

/// <summary>Guards that end a case which hangs. None is part of what a case asserts.</summary>
internal static class Guard
{
    public const int Milliseconds = 120_000;
}

public sealed class OurClientWithOurServer(InteropServer server) : IClassFixture<InteropServer>
{
    [Theory(Timeout = Guard.Milliseconds)]
    [MemberData(nameof(InteropCases.Names), MemberType = typeof(InteropCases))]
    public Task Our_client_and_our_server_agree_on(string @case) =>
        InteropCases.Play(@case, server.Address, TestContext.Current.CancellationToken);
}

public sealed class ForeignClientWithOurServer(GrpcJsClient client) : IClassFixture<GrpcJsClient>
{
    [Theory]
    [MemberData(nameof(InteropCases.Names), MemberType = typeof(InteropCases))]
    public void A_foreign_client_and_our_server_agree_on(string @case) => Assert.Equal("ok", client.Verdict(@case));
}

public sealed class OurClientWithForeignServer(GrpcJsServer server) : IClassFixture<GrpcJsServer>
{
    [Theory(Timeout = Guard.Milliseconds)]
    [MemberData(nameof(InteropCases.Names), MemberType = typeof(InteropCases))]
    public Task Our_client_and_a_foreign_server_agree_on(string @case) =>
        InteropCases.Play(@case, server.Address, TestContext.Current.CancellationToken);
}
