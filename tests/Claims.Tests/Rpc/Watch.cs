using Claims.V1;
using Grpc.Core;

namespace Claims.Tests.Rpc;

/// <summary>
/// A watch as its client sees it.
/// </summary>
internal sealed class Watch(AsyncServerStreamingCall<WatchClaimsResponse> call, Dictionary<string, Claim> state) : IDisposable
{
    /// <summary>The revision of the last checkpoint.</summary>
    public string Revision { get; private set; } = "";

    /// <summary>The claims there are at the last checkpoint, by name.</summary>
    public Dictionary<string, Claim> State => state;

    /// <param name="server">Who is called.</param>
    /// <param name="request">What it is asked.</param>
    /// <param name="state">The claims there are at the revision that is given; null where none is.</param>
    public static Watch Of(
        RunningServer server, WatchClaimsRequest request, IReadOnlyDictionary<string, Claim>? state = null) =>
        new(server.Claims.WatchClaims(request), new(state ?? new Dictionary<string, Claim>()));

    public Task<Metadata> HeadersAsync() => call.ResponseHeadersAsync;

    /// <summary>
    /// What comes up to the next checkpoint, in ordinal order: <c>+text</c> for what is added, <c>=text</c> for what is
    /// changed, and <c>-name</c> for what is removed.
    /// </summary>
    public async Task<List<string>> NextAsync()
    {
        var events = new List<string>();
        while (await call.ResponseStream.MoveNext(default))
        {
            var message = call.ResponseStream.Current;
            switch (message.EventCase)
            {
                case WatchClaimsResponse.EventOneofCase.Added:
                    Assert.True(State.TryAdd(message.Added.Name, message.Added), message.Added.Name);
                    events.Add($"+{message.Added.Text}");
                    break;
                case WatchClaimsResponse.EventOneofCase.Changed:
                    Assert.NotEqual(State[message.Changed.Name], message.Changed);
                    State[message.Changed.Name] = message.Changed;
                    events.Add($"={message.Changed.Text}");
                    break;
                case WatchClaimsResponse.EventOneofCase.Removed:
                    Assert.True(State.Remove(message.Removed), message.Removed);
                    events.Add($"-{message.Removed}");
                    break;
                default:
                    Assert.NotNull(message.Checkpoint);
                    Revision = message.Revision;
                    events.Sort(StringComparer.Ordinal);
                    return events;
            }
        }

        throw new InvalidOperationException("The watch ended.");
    }

    /// <summary>How the watch ends, which it must with an error.</summary>
    public async Task<Refusal> EndAsync() => Refusal.Of(await Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await call.ResponseStream.MoveNext(default)) { }
    }));

    public void Dispose() => call.Dispose();
}
