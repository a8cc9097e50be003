package main

import (
	"context"
	"fmt"

	claimsv1 "claims.example/claims/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

// A watch is one of claims that has reached its first checkpoint, beside one of the server's health that was told the first.
type watch struct {
	channel *grpc.ClientConn
	claims  claimsv1.ClaimsService_WatchClaimsClient
	health  healthv1.Health_WatchClient
	told    []healthv1.HealthCheckResponse_ServingStatus
}

// watchOf begins one, on a connection of its own.
func watchOf(s *server) *watch {
	w := &watch{}
	var err error
	if w.channel, err = grpc.Dial(s.address, grpc.WithInsecure()); err != nil {
		panic(err)
	}
	request := &claimsv1.WatchClaimsRequest{Parent: "articles/-"}
	if w.claims, err = claimsv1.NewClaimsServiceClient(w.channel).WatchClaims(context.Background(), request); err != nil {
		panic(err)
	}
	for message := (*claimsv1.WatchClaimsResponse)(nil); message.GetCheckpoint() == nil; {
		if message, err = w.claims.Recv(); err != nil {
			panic(err)
		}
	}
	w.health, err = healthv1.NewHealthClient(w.channel).Watch(context.Background(), &healthv1.HealthCheckRequest{})
	if err != nil {
		panic(err)
	}
	first, err := w.health.Recv()
	if err != nil {
		panic(err)
	}
	w.told = append(w.told, first.Status)
	return w
}

// end waits until the server ends the watch, and says what is wrong with the way it does.
func (w *watch) end() (problem string) {
	defer w.channel.Close()
	for {
		message, err := w.health.Recv()
		if err != nil {
			break
		}
		w.told = append(w.told, message.Status)
	}
	const serving, notServing = healthv1.HealthCheckResponse_SERVING, healthv1.HealthCheckResponse_NOT_SERVING
	if len(w.told) != 2 || w.told[0] != serving || w.told[1] != notServing {
		return fmt.Sprintf("its health was told as %v", w.told)
	}
	for {
		_, err := w.claims.Recv()
		if err == nil {
			continue // One more checkpoint.
		}
		ended := status.Convert(err)
		if details := ended.Details(); ended.Code() == codes.Unavailable && len(details) > 0 {
			if info, ok := details[0].(*errdetails.ErrorInfo); ok && info.Reason == "SHUTTING_DOWN" {
				return ""
			}
		}
		return fmt.Sprintf("it ended with %v, %v", err, ended.Details())
	}
}
