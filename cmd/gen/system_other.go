//go:build !windows

package main

import (
	"errors"
	"syscall"
)

// environment is os.Getenv, which tells the language of the user here.
func environment(getenv func(string) string) func(string) string { return getenv }

// addressTaken reports whether another program has the address that was asked for.
func addressTaken(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }

// What says that a disk is full, and that another program keeps a file to itself.
var (
	noRoom   = []error{syscall.ENOSPC, syscall.EDQUOT}
	heldOpen = []error{syscall.ETXTBSY}
)
