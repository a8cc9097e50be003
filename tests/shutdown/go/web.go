package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// beginWeb begins a load of calls by HTTP/1 on servers that were ready when they were last asked, once a second, as a
// proxy does it. They are by POST, which nobody repeats.
func beginWeb(servers []*server) *load {
	var addresses []string
	var ready sync.Map
	for _, s := range servers {
		s := s
		addresses = append(addresses, s.web)
		ready.Store(s.web, true)
		go func() {
			for range time.Tick(time.Second) {
				ready.Store(s.web, s.isReady())
			}
		}()
	}
	client := &http.Client{Timeout: deadline, Transport: &http.Transport{MaxIdleConnsPerHost: callers}}
	return begin(addresses, func(number int) (string, error) {
		for i := range addresses {
			address := addresses[(number+i)%len(addresses)]
			if isReady, _ := ready.Load(address); isReady == true {
				return address, search(client, address)
			}
		}
		return "", errors.New("no server is ready")
	})
}

func search(client *http.Client, address string) error {
	response, err := client.Post(
		"http://"+address+"/v1/articles/-/claims:search", "application/json", strings.NewReader(`{"query": "truce", "pageSize": 5}`))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("%v, %v: %s", response.Status, err, body)
	}
	return nil
}
