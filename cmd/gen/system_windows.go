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
