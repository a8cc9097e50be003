package main

import (
	"context"
	"time"

	claimsv1 "claims.example/claims/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	_ "google.golang.org/grpc/health" // Has the balancer ask after the health of each server.
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"
)

// No retries but those that gRPC makes of calls which no server has seen.
const serviceConfig = `{"loadBalancingPolicy": "round_robin", "healthCheckConfig": {"serviceName": ""}}`

// beginGrpc begins a load of unary calls on servers that say they serve.
func beginGrpc(servers []*server) *load {
	var addresses []string
	var resolved resolver.State
	for _, s := range servers {
		addresses = append(addresses, s.address)
		resolved.Addresses = append(resolved.Addresses, resolver.Address{Addr: s.address})
	}
	names := manual.NewBuilderWithScheme("servers")
	names.InitialState(resolved)

	// Sooner back than within seconds: the next server is ended once the last one is called again.
	soon := backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: time.Second}
	channel, err := grpc.Dial("servers:///", grpc.WithInsecure(), grpc.WithResolvers(names),
		grpc.WithDefaultServiceConfig(serviceConfig), grpc.WithConnectParams(grpc.ConnectParams{Backoff: soon, MinConnectTimeout: deadline}))
	if err != nil {
		panic(err)
	}
	claims := claimsv1.NewClaimsServiceClient(channel)
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	page, err := claims.ListClaims(ctx, &claimsv1.ListClaimsRequest{Parent: "articles/-"}, grpc.WaitForReady(true))
	if err != nil {
		panic(err)
	}
	return begin(addresses, func(number int) (string, error) {
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		var by peer.Peer
		var err error
		if number%4 == 0 {
			_, err = claims.ListClaims(ctx, &claimsv1.ListClaimsRequest{Parent: "articles/-", PageSize: 20}, grpc.Peer(&by))
		} else {
			name := page.Claims[number%len(page.Claims)].Name
			_, err = claims.GetClaim(ctx, &claimsv1.GetClaimRequest{Name: name}, grpc.Peer(&by))
		}
		if err != nil {
			return "", err
		}
		return by.Addr.String(), nil
	})
}
