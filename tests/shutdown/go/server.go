package main

import (
	"bytes"
	"fmt"
	"math/rand"
	"net"
	"net/http"
	"os/exec"
	"syscall"
	"time"
)

const patience = 30 * time.Second

// A server is a process that can be ended and started again, at the same addresses.
type server struct {
	program, address, web string
	process               *exec.Cmd
	log                   bytes.Buffer
	ended                 chan struct{}
}

// start starts a server on ports of its own, and waits until it is ready.
func start(program string) *server {
	s := &server{program: program, address: freeAddress(), web: freeAddress()}
	s.restart()
	return s
}

// restart starts the server again, and waits until it is ready.
func (s *server) restart() {
	s.log.Reset()
	s.process = exec.Command(
		"dotnet", s.program, "--Urls=http://"+s.address, "--Web:Urls=http://"+s.web, "--Corpus:Path=../../src/Claims.Curated/corpora")
	s.process.Stdout, s.process.Stderr = &s.log, &s.log
	if err := s.process.Start(); err != nil {
		panic(err)
	}
	process, ended := s.process, make(chan struct{})
	s.ended = ended
	go func() {
		process.Wait()
		close(ended)
	}()
	for end := time.Now().Add(patience); !s.isReady(); time.Sleep(20 * time.Millisecond) {
		if s.process.ProcessState != nil || time.Now().After(end) {
			s.kill()
			panic("the server does not serve:\n" + s.log.String())
		}
	}
}

// end sends SIGTERM, and says what is wrong with the way that the process ends.
func (s *server) end() (problem string) {
	const most = 10 * time.Second // As docker-compose.yml has it.
	s.process.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.ended:
	case <-time.After(most):
		s.kill()
		return fmt.Sprintf("it did not end within %v:\n%s", most, s.log.String())
	}
	if code := s.process.ProcessState.ExitCode(); code != 0 {
		return fmt.Sprintf("exit status %d:\n%s", code, s.log.String())
	}
	return ""
}

func (s *server) kill() {
	s.process.Process.Kill()
	<-s.ended
}

func (s *server) isReady() bool {
	response, err := http.Get("http://" + s.web + "/readyz")
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// freeAddress is one that nobody listens at, with a port that no client is given: it must be free again later.
func freeAddress() string {
	for {
		address := fmt.Sprintf("127.0.0.1:%d", 10_000+rand.Intn(20_000))
		if listener, err := net.Listen("tcp", address); err == nil {
			listener.Close()
			return address
		}
	}
}
