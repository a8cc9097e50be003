namespace Claims.Tests.Interop;

/// <summary>What a channel's responses bring, message by message.</summary>
internal sealed class ResponseFlags(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly CompressedFlags _flags = new();
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the channel's first response has brought its headers, and a message is waited for.</summary>
    public Task Reading => _reading.Task;

    /// <summary>The compressed flags of the messages received since the last call, oldest first.</summary>
    public bool[] Take() => _flags.Take();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var seen = new StreamContent(new SeenStream(this, await response.Content.ReadAsStreamAsync(cancellationToken)));
        foreach (var (name, values) in response.Content.Headers)
            seen.Headers.TryAddWithoutValidation(name, values);
        response.Content = seen;
        return response;
    }

    private sealed class SeenStream(ResponseFlags channel, Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var reading = inner.ReadAsync(buffer, cancellationToken);
            channel._reading.TrySetResult();
            var read = await reading;
            channel._flags.See(buffer.Span[..read]);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() { }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
