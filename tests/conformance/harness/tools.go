//go:build tools

// Package harness pins the suite: its cases come with the first module, its runner with the second.
package harness

import (
	_ "github.com/bufbuild/protovalidate/tools/protovalidate-conformance"
)
