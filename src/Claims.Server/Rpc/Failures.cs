using Claims.Catalog;
using Claims.Server.Access;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// Every error that a client can see. Each carries a google.rpc.Status with an ErrorInfo, as the contract's service
/// comment lists them; lists are cut so that all trailers of a response together stay under 6 KiB, and the true count is
/// in the ErrorInfo's metadata.
/// </summary>
internal static class Failures
{
    private const string Domain = "claims.v1";

    private const int MaximumTrailersSize = 6 * 1024;

    // Each takes most of a millisecond, and a batch may miss a hundred.
    private const int MaximumGuesses = 3;

    // The one thing of which gRPC itself says that there is too much.
    private const string MessageTooLarge = "Received message exceeds the maximum configured message size.";

    private static readonly (string Key, string Value)[] _noMetadata = [];

    // Of what HTTP and gRPC send beside the message and the details, generously.
    private const int OtherTrailersSize = 512;

    public static RpcException InvalidRequest(IReadOnlyList<FieldViolation> violations)
    {
        var status = Of(Code.InvalidArgument, "INVALID_REQUEST", violations.Count == 1
            ? $"{violations[0].Field}: {violations[0].Description}"
            : $"The request has {violations.Count} mistakes; the first: {violations[0].Field}: {violations[0].Description}",
            ("violations", violations.Count.ToString("D", null)));
        return With(status, new BadRequest(), badRequest => badRequest.FieldViolations, violations.Select(violation =>
            new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Description }));
    }

    /// <param name="problem">The protobuf parser's words.</param>
    public static RpcException UndecodableRequest(string problem) =>
        With(Of(Code.InvalidArgument, "INVALID_REQUEST", $"The request is no message of its method: {problem}",
            ("violations", "1")), new BadRequest
            {
                FieldViolations = { new BadRequest.Types.FieldViolation { Description = problem } },
            });

    /// <summary>A call that is none, by gRPC's protocol.</summary>
    public static Google.Rpc.Status BrokenCall(string problem) =>
        Packed(
            Of(Code.InvalidArgument, "INVALID_REQUEST", $"The call breaks gRPC's protocol: {problem}.", ("violations", "1")),
            new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Description = problem } } });

    /// <summary>
    /// The one broken call that gRPC has a code for: a message marked as compressed where nothing says by what.
    /// </summary>
    public static Google.Rpc.Status CompressedByNothing() => Of(Code.Internal, "INTERNAL",
        "The call breaks gRPC's protocol: a message is marked as compressed, and grpc-encoding does not say by what.");

    /// <summary>A request larger than any that breaks no rule.</summary>
    public static Google.Rpc.Status TooLarge(int most) => Packed(
        Of(Code.ResourceExhausted, "TOO_LARGE",
            $"The request is larger than {most} bytes, the most that is taken.",
            ("maximum_bytes", most.ToString("D", null))),
        new QuotaFailure
        {
            Violations =
            {
                new QuotaFailure.Types.Violation
                {
                    Subject = "request",
                    Description = $"At most {CallBoundary.MaximumRequestSize} bytes.",
                },
            },
        });

    /// <summary>A call that has waited for its turn to work as long as may be.</summary>
    /// <param name="most">How many calls work at once.</param>
    public static Google.Rpc.Status NoTurn(int most) => RateLimited(
        "The server is busy: so many calls wait for their turn that this one would wait too long.",
        "server", $"At most {most} calls at once that take long.", TimeSpan.FromSeconds(1));

    /// <summary>A call of a client that calls too often.</summary>
    /// <param name="perSecond">How often it may.</param>
    /// <param name="wait">When the next call is taken.</param>
    public static Google.Rpc.Status TooOften(int perSecond, TimeSpan wait) => RateLimited(
        $"This client calls more often than {perSecond} times a second, the most that is taken of one.",
        "client", $"At most {perSecond} calls a second.", wait);

    /// <summary>A call that lasts, where as many are open as may be.</summary>
    /// <param name="maximum">How many may be.</param>
    /// <param name="per">Of what: connection or server.</param>
    public static RpcException TooManyStreams(int maximum, string per) => With(
        Of(Code.ResourceExhausted, "TOO_MANY_STREAMS", $"As many watches are open as one {per} may have: {maximum}.",
            ("maximum", maximum.ToString("D", null)), ("per", per)),
        new QuotaFailure
        {
            Violations = { new QuotaFailure.Types.Violation { Subject = per, Description = $"At most {maximum} watches at once." } },
        });

    /// <summary>A call that the server gives up.</summary>
    /// <param name="allowed">How long a call may take.</param>
    public static Google.Rpc.Status TookTooLong(TimeSpan allowed) => Of(Code.DeadlineExceeded, "CALL_TOO_LONG",
        FormattableString.Invariant($"The call took longer than {allowed.TotalSeconds} s, the most that is spent on one."),
        ("seconds", allowed.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>What of a fault of the server the caller is told.</summary>
    public static Google.Rpc.Status Internal() => Of(Code.Internal, "INTERNAL", "The server failed; its log says why.");

    /// <summary>What the memory there is does not suffice for, now.</summary>
    public static Google.Rpc.Status OutOfMemory() => Of(Code.ResourceExhausted, "OUT_OF_MEMORY",
        "The server has no memory left for this call; it may have some later.");

    /// <summary>A token that was not given out.</summary>
    public static RpcException AlteredPageToken() =>
        InvalidPageToken("it is not as it was given out; expected next_page_token of the page before, unchanged");

    public static RpcException InvalidPageToken(string problem)
    {
        var status = Of(Code.InvalidArgument, "INVALID_PAGE_TOKEN", $"page_token: {problem}");
        return With(status, new BadRequest
        {
            FieldViolations = { new BadRequest.Types.FieldViolation { Field = "page_token", Description = problem } },
        });
    }

    /// <param name="revision">Where it was looked for.</param>
    /// <param name="name">The name, well-formed.</param>
    public static RpcException ArticleNotFound(Revision revision, string name) => NotFound(Article.Descriptor.FullName, [name],
        missing => NameGuess.Article(revision, missing), revision.FindWithdrawal);

    /// <param name="revision">Where they were looked for.</param>
    /// <param name="names">The names of those that are missing, well-formed.</param>
    public static RpcException ClaimsNotFound(Revision revision, params string[] names) => NotFound(Claim.Descriptor.FullName, names,
        missing => NameGuess.Claim(revision, missing), revision.FindWithdrawal);

    /// <param name="revision">Where it was looked for.</param>
    /// <param name="name">The name, well-formed.</param>
    public static RpcException SourceNotFound(Revision revision, string name) => NotFound(Source.Descriptor.FullName, [name],
        missing => NameGuess.Source(revision, missing), _ => null);

    private static RpcException NotFound(
        string type, string[] names, Func<string, string?> guess, Func<string, Withdrawal?> withdrawalOf)
    {
        var withdrawals = names.Select(withdrawalOf).ToList();
        var guesses = names.Take(MaximumGuesses).Select((name, i) => withdrawals[i] is null ? guess(name) : null).ToList();
        var problem = $"'{Quote.Cut(names[0])}'{ProblemOf(withdrawals[0], guesses[0], " is not in the corpus", " was withdrawn")}";
        if (names.Length > 1) problem = $"{names.Length} of the names are not in the corpus; the first: {problem}";
        var status = withdrawals.Contains(null)
            ? Of(Code.NotFound, "NOT_FOUND", problem, [
                ("missing", names.Length.ToString("D", null)),
                .. guesses[0] is { } near ? [("did_you_mean", near)] : _noMetadata,
            ])
            : Of(Code.NotFound, "WITHDRAWN", problem,
                ("missing", names.Length.ToString("D", null)), ("date", withdrawals[0]!.Date.Edtf));
        var details = names.Select((name, i) => new ResourceInfo
        {
            ResourceType = type,
            ResourceName = name,
            Description = ProblemOf(withdrawals[i], guesses.ElementAtOrDefault(i),
                "There is no such resource in this revision, nor was one ever called so", "Withdrawn"),
        });
        var maximum = MaximumSizeOf(status);
        foreach (var detail in details.Concat<IMessage>(withdrawals.OfType<Withdrawal>().Distinct()))
        {
            status.Details.Add(Any.Pack(detail));
            if (status.CalculateSize() <= maximum) continue;
            status.Details.RemoveAt(status.Details.Count - 1);
            break;
        }

        return status.ToRpcException();
    }

    // What is missing, or what was withdrawn, and what else is to be said of it.
    private static string ProblemOf(Withdrawal? withdrawal, string? guess, string missing, string withdrawn) => withdrawal is not null
        ? $"{withdrawn} ({withdrawal.Date.Edtf}): {Quote.Cut(withdrawal.Reason)}"
        : missing + (guess is null ? "." : $"; did you mean '{guess}'?");

    /// <param name="service">The full name that the health protocol was asked about.</param>
    public static RpcException UnknownService(string service) =>
        With(Of(Code.NotFound, "NOT_FOUND", $"'{Quote.Cut(service)}' is no service of this server.",
            ("missing", "1")), new ResourceInfo { ResourceType = "service", ResourceName = Quote.Cut(service) });

    /// <param name="call">A method of HTTP, and a path.</param>
    public static RpcException UnknownMethod(string call) =>
        With(Of(Code.NotFound, "NOT_FOUND", $"'{Quote.Cut(call)}' is no method of this service; /v1/openapi.json has all of them.",
            ("missing", "1")), new ResourceInfo { ResourceType = "method", ResourceName = Quote.Cut(call) });

    public static RpcException RevisionNotHeld(string asked, string current) =>
        Of(Code.FailedPrecondition, "REVISION_NOT_HELD",
            $"Revision '{Quote.Cut(asked)}' is not held here any more; the current one is '{current}'. Start again "
            + "without it.",
            ("current_revision", current)).ToRpcException();

    /// <summary>Of a call that nobody waits for: its deadline or the server's is past, or it was cancelled.</summary>
    public static RpcException NotAwaited(ServerCallContext call) =>
        // The clock does not tell: whoever counts what is left may be a little ahead of it.
        call.GetHttpContext().RequestAborted.IsCancellationRequested ? new(new(StatusCode.Cancelled, "The call was cancelled."))
        : CallPatience.EndOf(call) is { } own ? TookTooLong(own.Allowed).ToRpcException()
        : new(new(StatusCode.DeadlineExceeded, "The deadline is past."));

    /// <summary>Of a watch that the server ends, since it stops.</summary>
    public static RpcException ShuttingDown() => Of(Code.Unavailable, "SHUTTING_DOWN",
        "The server stops; take the watch up again from its last checkpoint.").ToRpcException();

    /// <summary>Of a call whose caller is not let in.</summary>
    public static Google.Rpc.Status NotAdmitted(Denial denial) => denial.IsTemporary
        ? Packed(
            Of(Code.Unavailable, "NOT_READY", $"The call cannot be let in now: {denial.Problem}."),
            new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) })
        : Of(Code.Unauthenticated, "UNAUTHENTICATED", $"The call is not let in: {denial.Problem}.");

    /// <summary>Of a call that lasts longer than what its caller was let in by.</summary>
    public static RpcException NotAdmittedAnyMore() =>
        NotAdmitted(new("what let it in has expired, or was revoked")).ToRpcException();

    /// <summary>
    /// The details of an error that gRPC itself raised before or instead of a method of ours; null for those that only
    /// mirror the caller's own deadline or cancellation.
    /// </summary>
    /// <param name="code">The status that gRPC gave.</param>
    /// <param name="message">Its message.</param>
    /// <param name="path">The path of the call.</param>
    public static Google.Rpc.Status? OfFramework(StatusCode code, string message, string path) => code switch
    {
        StatusCode.ResourceExhausted when message == MessageTooLarge => TooLarge(CallBoundary.MaximumRequestSizeOf(path)),

        // A service, a method or a compression.
        StatusCode.Unimplemented => Of(Code.Unimplemented, "NOT_IMPLEMENTED", $"'{Quote.Cut(path)}': {Quote.Cut(message)}"),

        // A frame or header that breaks the protocol. gRPC's words for it are fixed ones, but that some quote the header.
        StatusCode.Internal => BrokenCall(Quote.Cut(message.TrimEnd('.'))),
        StatusCode.Unknown or StatusCode.ResourceExhausted => Internal(),
        _ => null,
    };

    private static Google.Rpc.Status RateLimited(string message, string subject, string limit, TimeSpan wait)
    {
        var status = Of(Code.ResourceExhausted, "RATE_LIMITED", message);
        status = Packed(status, new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) });
        return Packed(status, new QuotaFailure
        {
            Violations = { new QuotaFailure.Types.Violation { Subject = subject, Description = limit } },
        });
    }

    private static Google.Rpc.Status Of(Code code, string reason, string message, params (string Key, string Value)[] metadata)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = reason };
        foreach (var (key, value) in metadata) info.Metadata.Add(key, value);
        return new() { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
    }

    /// <summary>
    /// The most bytes of a status: its message goes into one trailer, percent-encoded, and the whole of it into another, in
    /// base64.
    /// </summary>
    private static int MaximumSizeOf(Google.Rpc.Status status) =>
        (MaximumTrailersSize - OtherTrailersSize - Uri.EscapeDataString(status.Message).Length) / 4 * 3;

    private static RpcException With(Google.Rpc.Status status, IMessage detail) => Packed(status, detail).ToRpcException();

    private static Google.Rpc.Status Packed(Google.Rpc.Status status, IMessage detail)
    {
        status.Details.Add(Any.Pack(detail));
        return status;
    }

    private static RpcException With<TDetail, TItem>(
        Google.Rpc.Status status, TDetail detail, Func<TDetail, RepeatedField<TItem>> list, IEnumerable<TItem> items)
        where TDetail : IMessage
    {
        var room = MaximumSizeOf(status) - status.CalculateSize();
        foreach (var item in items)
        {
            list(detail).Add(item);
            if (detail.CalculateSize() <= room) continue;
            list(detail).RemoveAt(list(detail).Count - 1);
            break;
        }

        return With(status, detail);
    }
}

/// <summary>A field of a request, by its path in the contract's names, and what is wrong with it.</summary>
internal readonly record struct FieldViolation(string Field, string Description);
