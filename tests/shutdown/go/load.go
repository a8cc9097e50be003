package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	claimsv1 "claims.example/claims/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	_ "google.golang.org/grpc/health" // Has the balancer ask after the health of each server.
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"
)

const (
	callers  = 8
	deadline = 10 * time.Second

	// No retries but those that gRPC makes of calls which no server has seen.
	serviceConfig = `{"loadBalancingPolicy": "round_robin", "healthCheckConfig": {"serviceName": ""}}`
)

// A load is unary calls without a pause, spread over servers by their health.
type load struct {
	claims   claimsv1.ClaimsServiceClient
	names    []string
	answered map[string]*int64 // By the server's address.
	stopped  int32
	callers  sync.WaitGroup

	lock  sync.Mutex
	calls int
	lost  []string
}

// begin begins a load on servers.
func begin(servers []*server) *load {
	l := &load{answered: map[string]*int64{}}
	var addresses []resolver.Address
	for _, s := range servers {
		addresses = append(addresses, resolver.Address{Addr: s.address})
		l.answered[s.address] = new(int64)
	}
	names := manual.NewBuilderWithScheme("servers")
	names.InitialState(resolver.State{Addresses: addresses})

	// Sooner back than within seconds: the next server is ended once the last one is called again.
	soon := backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: time.Second}
	channel, err := grpc.Dial("servers:///", grpc.WithInsecure(), grpc.WithResolvers(names),
		grpc.WithDefaultServiceConfig(serviceConfig), grpc.WithConnectParams(grpc.ConnectParams{Backoff: soon, MinConnectTimeout: deadline}))
	if err != nil {
		panic(err)
	}
	l.claims = claimsv1.NewClaimsServiceClient(channel)
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	page, err := l.claims.ListClaims(ctx, &claimsv1.ListClaimsRequest{Parent: "articles/-"}, grpc.WaitForReady(true))
	if err != nil {
		panic(err)
	}
	for _, claim := range page.Claims {
		l.names = append(l.names, claim.Name)
	}
	for i := 0; i < callers; i++ {
		l.callers.Add(1)
		go l.call(i)
	}
	return l
}

// awaitCalls waits until a server gets calls, again.
func (l *load) awaitCalls(s *server) {
	before := atomic.LoadInt64(l.answered[s.address])
	for end := time.Now().Add(patience); atomic.LoadInt64(l.answered[s.address]) == before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			panic("no call comes to the server any more:\n" + s.log.String())
		}
	}
}

// stop ends the load, and tells how many calls were made, and with what each that was lost ended.
func (l *load) stop() (calls int, lost []string) {
	atomic.StoreInt32(&l.stopped, 1)
	l.callers.Wait()
	return l.calls, l.lost
}

func (l *load) call(caller int) {
	defer l.callers.Done()
	var calls int
	var lost []string
	for ; atomic.LoadInt32(&l.stopped) == 0; calls++ {
		if err := l.callOnce(caller, calls); err != nil {
			lost = append(lost, fmt.Sprint(time.Now().Format("15:04:05.000 "), err))
		}
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	l.calls += calls
	l.lost = append(l.lost, lost...)
}

func (l *load) callOnce(caller, call int) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	var by peer.Peer
	if call%4 == 0 {
		_, err = l.claims.ListClaims(ctx, &claimsv1.ListClaimsRequest{Parent: "articles/-", PageSize: 20}, grpc.Peer(&by))
	} else {
		name := l.names[(call+caller)%len(l.names)]
		_, err = l.claims.GetClaim(ctx, &claimsv1.GetClaimRequest{Name: name}, grpc.Peer(&by))
	}
	if err == nil {
		atomic.AddInt64(l.answered[by.Addr.String()], 1)
	}
	return err
}
