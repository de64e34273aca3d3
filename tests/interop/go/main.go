// Command interop runs every check of the Go clients against the registry at CONCORD_REGISTRY.
package main

import (
	"fmt"
	"os"
	"slices"
)

func main() {
	failed := 0
	checks := slices.Concat(confluentRegistry(), confluentSerdes(), franz(), jsonChecks())
	for _, check := range checks {
		if err := run(check.action); err != nil {
			failed++
			fmt.Printf("FAILED %s\n%v\n", check.name, err)
		} else {
			fmt.Printf("ok     %s\n", check.name)
		}
	}
	fmt.Printf("%d passed, %d failed\n", len(checks)-failed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

// run turns a failed assertion, which panics, into an error.
func run(action func()) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	action()
	return nil
}
