package main

import (
	"errors"

	"golang.org/x/sys/windows"
)

// environment is os.Getenv with a LANG: Windows keeps the language of its user
// elsewhere.
func environment(getenv func(string) string) func(string) string {
	return func(name string) string {
		value := getenv(name)
		if name != "LANG" || value != "" {
			return value
		}
		languages, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
		if err != nil || len(languages) == 0 {
			return ""
		}
		return languages[0] // such as ja-JP
	}
}

// addressTaken reports whether another program has the address that was asked for.
func addressTaken(err error) bool { return errors.Is(err, windows.WSAEADDRINUSE) }

// What says that a disk is full, and that another program keeps a file to itself.
var (
	noRoom   = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL}
	heldOpen = []error{windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION}
)
