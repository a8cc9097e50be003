package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

// A test is a case, by the name it has in cases.txt.
type test struct {
	name string
	run  func(*client)
}

// runAll runs every case on a client, and prints a line for each; the process exits with 1 where any failed.
func runAll(tests []test, client *client) {
	status := 0
	for _, test := range tests {
		if problem := problemOf(test, client); problem == "" {
			fmt.Println("ok", test.name)
		} else {
			status = 1
			fmt.Printf("not ok %s: %s\n", test.name, problem)
		}
	}
	os.Exit(status)
}

// problemOf runs a case, and says what it ended with: where fail was called, or the answer lacked what was looked at.
func problemOf(test test, client *client) (problem string) {
	defer func() {
		if panicked := recover(); panicked != nil {
			problem = fmt.Sprintf("line %d: %s", lineOfCase(), strings.Join(strings.Fields(fmt.Sprint(panicked)), " "))
		}
	}()
	test.run(client)
	return ""
}

// lineOfCase is the outermost line of cases.go that is being run.
func lineOfCase() (line int) {
	for depth := 1; ; depth++ {
		_, file, at, found := runtime.Caller(depth)
		if !found {
			return line
		}
		if filepath.Base(file) == "cases.go" {
			line = at
		}
	}
}

// fail ends a case.
func fail(format string, values ...any) {
	panic(fmt.Sprintf(format, values...))
}

// equal fails unless the two are equal.
func equal[T any](actual, expected T) {
	if !reflect.DeepEqual(actual, expected) {
		fail("expected %+v, got %+v", expected, actual)
	}
}
