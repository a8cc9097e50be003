// The cases of cases.txt from Go. Asks the server at the address given, HOST:PORT.
package main

import (
	"os"

	claimsv1 "claims.example/claims/v1"
	healthv1 "claims.example/grpc/health/v1"
	"google.golang.org/grpc"
)

func main() {
	channel, err := grpc.Dial(os.Args[1], grpc.WithInsecure())
	if err != nil {
		panic(err)
	}
	runAll(cases, &client{
		claims: claimsv1.NewClaimsServiceClient(channel),
		health: healthv1.NewHealthClient(channel),
	})
}
