package main

import (
	"context"
	"io"
	"net"
	"strings"

	claimsv1 "claims.example/claims/v1"
	"google.golang.org/grpc"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	reflection "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
)

// stall attaches clients that a server waits for: what takes nothing of an answer, what is silent, and what stops in the
// midst of a request.
func stall(s *server) (detach func()) {
	var open []io.Closer
	say := func(address, text string) {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			panic(err)
		}
		connection.(*net.TCPConn).SetReadBuffer(4096)
		open = append(open, connection)

		// As far as it goes: of what the server does not take, the rest is never sent.
		go io.WriteString(connection, text)
	}
	const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"
	for _, text := range []string{"", "PRI * HT", preface, preface + "\x00\x00\x20\x01\x04\x00\x00\x00\x01half of its headers"} {
		say(s.address, text)
	}
	const host = " HTTP/1.1\r\nHost: localhost\r\n"
	for _, text := range []string{
		"", "GET /v1/cor", "GET /v1/corpus" + host, "GET /v1/corpus" + host + "\r\n",
		"POST /v1/articles/-/claims:search" + host + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
		strings.Repeat("GET /v1/articles/-/claims:export?format=jsonl"+host+"\r\n", 1000),
		"GET /v1/articles/-/claims:watch" + host + "\r\n",
	} {
		say(s.web, text)
	}

	channel, err := grpc.Dial(s.address, grpc.WithInsecure(), grpc.WithInitialWindowSize(65535), grpc.WithInitialConnWindowSize(65535))
	if err != nil {
		panic(err)
	}
	open = append(open, channel)
	send := func(method string, request any) grpc.ClientStream {
		stream, err := channel.NewStream(context.Background(), &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, method)
		if err == nil {
			err = stream.SendMsg(request)
		}
		if err != nil {
			panic(err)
		}
		return stream
	}
	send("/grpc.health.v1.Health/Watch", &healthv1.HealthCheckRequest{}).CloseSend()
	list := &reflection.ServerReflectionRequest{MessageRequest: &reflection.ServerReflectionRequest_ListServices{}}
	send("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", list)
	for i := 0; i < 10; i++ {
		send("/claims.v1.ClaimsService/ListClaims", &claimsv1.ListClaimsRequest{Parent: "articles/-", PageSize: 1000}).CloseSend()
		send("/claims.v1.ClaimsService/WatchClaims", &claimsv1.WatchClaimsRequest{Parent: "articles/-"}).CloseSend()
	}

	return func() {
		for _, each := range open {
			each.Close()
		}
	}
}
