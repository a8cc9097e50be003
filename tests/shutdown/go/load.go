package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const (
	callers  = 4
	deadline = 10 * time.Second
)

// A load is calls without a pause, spread over servers.
type load struct {
	answered map[string]*int64 // How many calls, by the address they were made at.
	stopped  int32
	callers  sync.WaitGroup

	lock  sync.Mutex
	calls int
	lost  []string
}

// begin begins a load: each call, given its number, tells which address answered it. It returns once every address has.
func begin(addresses []string, call func(number int) (address string, err error)) *load {
	l := &load{answered: map[string]*int64{}}
	for _, address := range addresses {
		l.answered[address] = new(int64)
	}
	for i := 0; i < callers; i++ {
		l.callers.Add(1)
		go l.make(call)
	}
	for _, address := range addresses {
		l.await(address)
	}
	return l
}

// await waits until an address answers calls, again.
func (l *load) await(address string) {
	before := atomic.LoadInt64(l.answered[address])
	for end := time.Now().Add(patience); atomic.LoadInt64(l.answered[address]) == before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			panic("no call comes to " + address)
		}
	}
}

// stop ends the load, and tells how many calls were made, and when and how those ended that were lost.
func (l *load) stop() (calls int, lost []string) {
	atomic.StoreInt32(&l.stopped, 1)
	l.callers.Wait()
	return l.calls, l.lost
}

func (l *load) make(call func(number int) (address string, err error)) {
	defer l.callers.Done()
	calls := 0
	for ; atomic.LoadInt32(&l.stopped) == 0; calls++ {
		address, err := call(calls)
		if err == nil {
			atomic.AddInt64(l.answered[address], 1)
			continue
		}
		l.lock.Lock()
		l.lost = append(l.lost, fmt.Sprint(time.Now().Format("15:04:05.000 "), err))
		l.lock.Unlock()
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	l.calls += calls
}
