package source

import (
	"testing"
	"testing/fstest"
)

// What editors and systems leave beside a file is no content: a cache of thumbnails
// shows pictures that were deleted long ago.
func TestLeftBehind(t *testing.T) {
	world := fstest.MapFS{"content/static/kept.txt": {}}
	for _, name := range []string{
		".DS_Store", "._kept.txt", "Thumbs.db", "thumbs.db", "desktop.ini", "Desktop.ini", "@eaDir/kept.txt@SynoEAStream",
		"kept.txt~", "kept.txt.sb-1a2b3c4d-Xy12Za/kept.txt", ".kept.txt.swp", "#kept.txt#", "~$kept.xlsx", "4913", "kept.txt.bak", "kept.txt.crswap", "kept.txt.orig", "kept.txt.rej",
	} {
		world["content/static/"+name] = &fstest.MapFile{Data: []byte("!")}
	}
	names, err := Names(world, "content")
	if err != nil || len(names) != 1 || names[0].Path != "content/static/kept.txt" {
		t.Errorf("%v, %v", names, err)
	}
}
