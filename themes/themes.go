// Package themes holds the built-in theme: the one that is used when a site has
// none of its own, and that every other theme is laid over, file by file.
package themes

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed default
var files embed.FS

// Default returns the built-in theme: layouts/, strings/ and static/.
func Default() fs.FS {
	sub, err := fs.Sub(files, "default")
	if err != nil {
		panic(fmt.Sprintf("themes: %v", err)) // the name above is a valid path
	}
	return sub
}
