package main

import (
	"context"
	"time"

	claimsv1 "claims.example/claims/v1"
	healthv1 "claims.example/grpc/health/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

const deadline = 10 * time.Second

// A client calls one server, whose revision must not change, and checks what must hold for every answer and error.
type client struct {
	claims   claimsv1.ClaimsServiceClient
	health   healthv1.HealthClient
	revision string
}

// A method is one of a stub's.
type method[Q, A proto.Message] func(context.Context, Q, ...grpc.CallOption) (A, error)

// call makes a call, and checks the revision in its metadata.
func call[Q, A proto.Message](c *client, method method[Q, A], request Q) (A, *status.Status) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	var initial, trailing metadata.MD
	answer, err := method(ctx, request, grpc.Header(&initial), grpc.Trailer(&trailing))

	// An answer of trailers alone has no initial metadata: what stands in its headers counts as trailing.
	revisions := append(initial.Get("claims-revision"), trailing.Get("claims-revision")...)
	if len(revisions) != 1 {
		fail("expected one claims-revision in the metadata, got %q (%v)", revisions, err)
	}
	if c.revision == "" {
		c.revision = revisions[0]
	}
	equal(revisions[0], c.revision)
	return answer, status.Convert(err)
}

// answer is the answer to a call that must succeed.
func answer[Q, A proto.Message](c *client, method method[Q, A], request Q) A {
	answer, status := call(c, method, request)
	if status.Code() != codes.OK {
		fail("expected an answer, got %v: %s", status.Code(), status.Message())
	}
	return answer
}

// watch is the messages of a watch up to its first checkpoint, with which it is cancelled.
func watch(c *client, request *claimsv1.WatchClaimsRequest) (messages []*claimsv1.WatchClaimsResponse) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	stream, err := c.claims.WatchClaims(ctx, request)
	for err == nil {
		var message *claimsv1.WatchClaimsResponse
		if message, err = stream.Recv(); err != nil {
			break
		}
		messages = append(messages, message)
		if message.GetCheckpoint() != nil {
			cancel()
		}
	}
	if status.Code(err) != codes.Canceled {
		fail("expected a stream until it is cancelled, got %v", err)
	}
	header, err := stream.Header()
	if err != nil {
		fail("expected metadata, got %v", err)
	}
	equal(header.Get("claims-revision"), []string{c.revision})
	return messages
}

// refusal is the details of a call that must fail with a code.
func refusal[Q, A proto.Message](c *client, method method[Q, A], request Q, code codes.Code) []any {
	_, status := call(c, method, request)
	equal(status.Code(), code)
	return status.Details()
}

// claimsRefusal is as refusal, of the claims service: the details but the ErrorInfo, which must come first and is
// checked, each of type D.
func claimsRefusal[D any, Q, A proto.Message](
	c *client, method method[Q, A], request Q, code codes.Code, reason string) []D {
	details := refusal(c, method, request, code)
	if len(details) == 0 {
		fail("expected details, got none")
	}
	info, ok := details[0].(*errdetails.ErrorInfo)
	if !ok {
		fail("expected an ErrorInfo first, got %T", details[0])
	}
	equal([]string{info.Reason, info.Domain}, []string{reason, "claims.v1"})
	return each(details[1:], func(detail any) D {
		typed, ok := detail.(D)
		if !ok {
			fail("expected a %T, got %T: %v", typed, detail, detail)
		}
		return typed
	})
}

// each is what a function makes of each.
func each[T, R any](values []T, of func(T) R) []R {
	made := make([]R, len(values))
	for i, value := range values {
		made[i] = of(value)
	}
	return made
}
