package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// check is a sentence that must hold and the action that shows it.
type check struct {
	name   string
	action func()
}

func registry() string { return os.Getenv("CONCORD_REGISTRY") }

// text is a schema that the languages share.
func text(file string) string {
	return string(must(os.ReadFile(filepath.Join(os.Getenv("INTEROP_SCHEMAS"), file))))
}

// must returns the value of a call that must succeed.
func must[T any](value T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("it failed: %v", err))
	}
	return value
}

func equal(ours, theirs any, what string) {
	if !reflect.DeepEqual(ours, theirs) {
		panic(fmt.Sprintf("%s: %#v is not %#v", what, ours, theirs))
	}
}

// sameJSON asserts that two Avro texts say the same.
func sameJSON(ours, theirs, what string) {
	var left, right any
	must(0, json.Unmarshal([]byte(ours), &left))
	must(0, json.Unmarshal([]byte(theirs), &right))
	equal(left, right, what)
}

func contains(whole, part string) {
	if !strings.Contains(whole, part) {
		panic(fmt.Sprintf("%q is not in %q", part, whole))
	}
}
