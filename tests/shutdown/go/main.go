// Ends each of two servers in turn while a client makes calls of both, and prints a line for each thing that must hold.
// The first argument is the server's program, the second how many times a server is ended.
package main

import (
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"time"
)

func main() {
	rand.Seed(time.Now().UnixNano())
	times, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	servers := []*server{start(os.Args[1])}
	defer func() {
		for _, s := range servers {
			s.kill()
		}
	}()
	servers = append(servers, start(os.Args[1]))
	calls, webCalls := beginGrpc(servers), beginWeb(servers)
	var endings, stalled, watches []string
	var longest time.Duration
	end := func(s *server) (problem string) {
		watch := watchOf(s)
		begun := time.Now()
		problem = s.end()
		if took := time.Since(begun); took > longest {
			longest = took
		}
		if told := watch.end(); told != "" {
			watches = append(watches, told)
		}
		s.restart()
		calls.await(s.address)
		webCalls.await(s.web)
		return problem
	}
	for i := 0; i < times; i++ {
		if problem := end(servers[i%2]); problem != "" {
			endings = append(endings, problem)
		}
	}
	for _, s := range servers {
		detach := stall(s)
		if problem := end(s); problem != "" {
			stalled = append(stalled, problem)
		}
		detach()
	}
	fmt.Printf("the longest end took %.1f s\n", longest.Seconds())
	report("a server that is told to end does so, with 0 and in time", times, endings)
	report("it does so while clients are stalled too", len(servers), stalled)
	report("a watch ends when the server does, and is told why", times+len(servers), watches)
	made, lost := calls.stop()
	report("no call of gRPC is lost", made, lost)
	made, lost = webCalls.stop()
	report("no call by HTTP is lost", made, lost)
}

// report prints whether something held, of how many it should have, and the first that it did not hold of.
func report(name string, all int, problems []string) {
	if len(problems) == 0 {
		fmt.Printf("ok %s: %d\n", name, all)
		return
	}
	fmt.Printf("not ok %s: %d of %d, such as\n", name, len(problems), all)
	for i := 0; i < len(problems) && i < 5; i++ {
		fmt.Println("   ", problems[i])
	}
}
