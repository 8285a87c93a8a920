//go:build !windows

package main

// environment is os.Getenv, which tells the language of the user here.
func environment(getenv func(string) string) func(string) string { return getenv }
